using System.Diagnostics;
using Dirac.Installation;

namespace Dirac.EndToEnd.Tests;

/// <summary>A pilot in a network namespace with nothing in it shares a directory with a relay, and needs no more.</summary>
public sealed class NoNetworkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_OnANodeWithoutNetwork_IsDoneWithItsOutput()
    {
        SkipWithoutNamespaces();
        await using var site = await Site.StartAsync();
        await using var relay = StartRelay(site);
        await Site.UntilAsync(() => Task.FromResult(File.Exists(site.File("shared/relay"))), Patience, () => "The relay does not serve its directory.");
        await using var pilot = await StartPilotAsync(site);

        // The kernel lists a namespace's interfaces there: two lines of titles and the loopback, which is down.
        await site.SubmitAsync(["""[ Executable = "/bin/sh"; Arguments = "-c 'test $(wc -l < /proc/net/dev) -eq 3 && head -c 3000000 /dev/urandom'"; StdOutput = "std.out"; OutputSandbox = {"std.out"}; ]"""]);

        await site.WaitForDoneAsync(1, Patience);
    }

    private static RunningProgram StartRelay(Site site) => RunningProgram.Start(
        Programs.Pilot, ["relay", "--to", $"tcp:{site.Server.Url.Host}:{site.Server.Url.Port}", "--files", site.File("shared")], site.File("relay.log"));

    private static async Task<InstalledPilot> StartPilotAsync(Site site)
    {
        var secret = await site.Server.CreatePilotSecretAsync(InstalledPilot.Site, 1, Token);
        var lonely = site.Script("lonely-pilot", $"exec unshare --net '{Programs.Pilot}' \"$@\"\n");
        return InstalledPilot.Start(lonely, site.Server, secret, site.File("pilot"), 1, "--through", $"files:{site.File("shared")}");
    }

    private static void SkipWithoutNamespaces()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "unshare --net true 2>/dev/null"]))!;
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, "Takes the right to make network namespaces: run it as root, with util-linux.");
    }
}
