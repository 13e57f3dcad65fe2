using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Model.Api;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>A server of its own for one test, and what pilots and payloads need around it. Everything is gone when it is disposed.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly TempFolder _folder = new();

    private Site(IReadOnlyDictionary<string, string> environment) => Server = new InstalledServer(File("server"), TimeProvider.System) { Environment = environment };

    public InstalledServer Server { get; }

    public JobClient Jobs => new(Server.User);

    /// <summary>Starts the server.</summary>
    /// <param name="workload">Options of the workload, such as <c>LeaseSeconds = 2</c>.</param>
    public static Task<Site> StartAsync(params string[] workload) =>
        StartAsync(_ => workload.Length == 0 ? "" : $"Systems\n{{\nWorkloadManagement\n{{\nWorkload\n{{\n{string.Join('\n', workload)}\n}}\n}}\n}}\n", new Dictionary<string, string>());

    /// <summary>Starts the server.</summary>
    /// <param name="configuration">Makes what is added to its configuration, perhaps nothing.</param>
    /// <param name="environment">Variables of its environment.</param>
    public static async Task<Site> StartAsync(Func<Site, string> configuration, IReadOnlyDictionary<string, string> environment)
    {
        var site = new Site(environment);
        try
        {
            if (configuration(site) is { Length: > 0 } text) await site.Server.StartWithAsync(usual => usual + text, Token);
            else await site.Server.StartAsync(Token);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The full path of a name in the test's folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Makes a shell script that jobs can run.</summary>
    public string Script(string name, string text)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, "#!/bin/sh\n" + text);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Starts a pilot.</summary>
    public Task<InstalledPilot> StartPilotAsync(int processors, params string[] more) =>
        InstalledPilot.StartAsync(Server, File("pilot"), processors, Token, more);

    /// <summary>Submits jobs in batches.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<long>> SubmitAsync(IEnumerable<string> jdls)
    {
        var ids = new List<long>();
        foreach (var batch in jdls.Chunk(200)) ids.AddRange((await Jobs.SubmitAsync(batch, Token)).Select(job => job.JobID));
        return ids;
    }

    /// <summary>Jobs by status.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync() => (await Jobs.SummaryAsync(new SummaryRequest(["Status"]), Token))
        .ToDictionary(row => row.GetProperty("Status").GetString()!, row => row.GetProperty("count").GetInt64());

    /// <summary>Waits until all jobs are Done.</summary>
    public async Task WaitForDoneAsync(long count, TimeSpan patience)
    {
        IReadOnlyDictionary<string, long> counts = new Dictionary<string, long>();
        await UntilAsync(
            async () => (counts = await CountAsync()).GetValueOrDefault("Done") == count,
            patience,
            () => $"Not all of {count} jobs are Done: {string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"))}.");
    }

    /// <summary>Looks until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holdsAsync, TimeSpan patience, Func<string> complaint)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holdsAsync())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience) Assert.Fail(complaint());
            await Task.Delay(Glance, TimeProvider.System, Token);
        }
    }

    /// <summary>A number from the environment, for longer runs than the usual test.</summary>
    public static int Size(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
