using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Tasks.Tests.Docs;

/// <summary>The example in <c>docs/dev/how-to/add-a-task.md</c> is the one that is compiled here, and it works.</summary>
public sealed class AddATaskTests
{
    private const string Database = "JobDB";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Example_EveryBlockOfCode_IsCompiled()
    {
        var source = Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "WarnSites.cs")));
        var blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "add-a-task.md")).Split("```csharp\n").Skip(1).Select(rest => Lines(rest.Split("```")[0])).ToList();

        Assert.True(blocks.Count >= 4, $"Only {blocks.Count} blocks of code were found.");
        Assert.All(blocks, block => Assert.Contains(block, source, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Example_CausedTwice_TellsTheSiteOnce()
    {
        var mail = new Mail();
        await using var databases = await TestDatabases.CreateAsync(Engine.Sqlite, services =>
        {
            WarnSitesFeature.Add(services);
            services.AddSingleton<ISiteMail>(mail);
            services.AddSingleton<WarnSitesFeature>();
            services.AddTasks();
        });
        var feature = databases.Services.GetRequiredService<WarnSitesFeature>();
        await databases.Get(Database).WriteAsync((session, token) => feature.CauseAsync(session, "CERN", "first", token), Token);
        await databases.Get(Database).WriteAsync((session, token) => feature.CauseAsync(session, "CERN", "second", token), Token);

        foreach (var service in databases.Services.GetServices<IHostedService>())
            await service.StartAsync(Token);
        await mail.Sent.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        foreach (var service in databases.Services.GetServices<IHostedService>())
            await service.StopAsync(Token);

        Assert.Equal(["CERN: first"], mail.Letters);
    }

    // Without indentation, which differs between the page and the file.
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private sealed class Mail : ISiteMail
    {
        public ConcurrentQueue<string> Letters { get; } = new();

        public TaskCompletionSource Sent { get; } = new();

        public Task<bool> TrySendAsync(string site, string text, CancellationToken cancellationToken)
        {
            Letters.Enqueue($"{site}: {text}");
            Sent.TrySetResult();
            return Task.FromResult(true);
        }
    }
}
