using System.Diagnostics;
using Dirac.Installation;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>Pilots in network namespaces with nothing in them share a directory with a relay, and need no more.</summary>
public sealed class NoNetworkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Shared => _folder.File("shared");

    public void Dispose()
    {
        LonelyPilot.EndRelays(_folder.FullPath);
        _folder.Dispose();
    }

    [Fact]
    public async Task Job_OnANodeWithoutNetwork_ComesBackWithItsOutput()
    {
        LonelyPilot.SkipWithoutNamespaces();
        await using var site = await Site.StartAsync();
        await using var relay = RunningProgram.Start(
            Programs.Pilot, ["relay", "--to", $"tcp:{site.Server.Url.Host}:{site.Server.Url.Port}", "--files", Shared], _folder.File("relay.log"));
        await Site.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(Shared, "relay"))), Patience, () => "The relay does not serve its directory.");
        var secret = await site.Server.CreatePilotSecretAsync(InstalledPilot.Site, 1, Token);
        await using var pilot = InstalledPilot.Start(LonelyPilot.Write(_folder.File("dirac-pilot")), site.Server, secret, _folder.File("pilot"), 1, "--through", $"files:{Shared}");
        // The kernel lists the interfaces of a namespace after two lines of titles.
        var payload = site.Script("payload", "echo $(($(wc -l </proc/net/dev) - 2)) interface\nhead -c 3000000 /dev/urandom >big\n");

        await site.SubmitAsync([$$"""[ Executable = "{{payload}}"; StdOutput = "std.out"; OutputSandbox = {"std.out", "big"}; ]"""]);
        await site.WaitForDoneAsync(1, Patience);

        await RunAsync(site.Server, "job", "output", "1", "--into", _folder.File("output"));
        Assert.Equal("1 interface\n", await File.ReadAllTextAsync(_folder.File("output/1/std.out"), Token));
        Assert.Equal(3_000_000, new FileInfo(_folder.File("output/1/big")).Length);
    }

    [Fact]
    public async Task SiteAdd_SlurmWhoseNodesHaveNoNetwork_BringsAJobThroughEverything()
    {
        LonelyPilot.SkipWithoutNamespaces();
        var cluster = StartSlurm();
        try
        {
            await using var server = new InstalledServer(_folder.File("server"), TimeProvider.System) { Environment = new Dictionary<string, string> { ["SLURM_CONF"] = cluster } };
            await server.StartWithAsync(new Dictionary<string, string> { ["/Systems/WorkloadManagement/SiteDirection/PilotFile"] = LonelyPilot.Write(_folder.File("dirac-pilot")) }, Token);

            var said = await RunAsync(server, "site", "add", "slurm", "--no-network", "--shared-area", _folder.File("area"), "--timeout", "120");

            Assert.Contains("Its output came back", said, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateFiles(_folder.File("area/gate"), "relay", SearchOption.AllDirectories));
        }
        finally
        {
            Slurm("stop");
        }
    }

    private async Task<string> RunAsync(InstalledServer server, params string[] arguments)
    {
        var log = _folder.File("cli.log");
        var environment = new Dictionary<string, string>(server.Environment) { ["DIRAC_DATA"] = server.Directory };
        await using var cli = RunningProgram.Start(Programs.Cli, arguments, log, environment: environment);
        var code = await cli.WaitAsync(Token);
        var said = await File.ReadAllTextAsync(log, Token);
        return code == 0 ? said : throw new InvalidOperationException($"dirac {string.Join(' ', arguments)} ended with {code}:\n{said}");
    }

    private string StartSlurm()
    {
        var (code, line) = Slurm("start", "--conf", "SchedulerParameters=sched_min_interval=0,batch_sched_delay=0");
        Assert.SkipWhen(code == 3, "Slurm is not installed: apt-get install -y slurmctld slurmd slurm-client munge");
        return code == 0 ? line : throw new InvalidOperationException($"Slurm did not start: {line}");
    }

    private (int Code, string Line) Slurm(string verb, params string[] more)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder.FullName, "eng/slurm"), [verb, _folder.File("slurm"), .. more]) { RedirectStandardOutput = true })!;
        // The daemons keep their parent's pipes open, so only the line is read, not the end.
        var line = verb == "start" ? process.StandardOutput.ReadLine() : "";
        process.WaitForExit();
        return (process.ExitCode, line ?? "");
    }
}
