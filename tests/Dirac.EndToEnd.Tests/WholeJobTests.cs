using Dirac.Installation;

namespace Dirac.EndToEnd.Tests;

/// <summary>A job on its way from the command line through server and pilot and back.</summary>
public sealed class WholeJobTests
{
    [Fact]
    public async Task Job_WithSandboxes_ComesBackWithItsOutput()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        site.Script("shout.sh", "tr a-z A-Z < \"$1\" > loud.txt\necho done\n");
        await File.WriteAllTextAsync(site.File("quiet.txt"), "a quiet word", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(site.File("shout.jdl"), Description, TestContext.Current.CancellationToken);

        await RunAsync(site, "job", "submit", site.File("shout.jdl"));
        await RunAsync(site, "job", "wait", "1", "--timeout", "60s");
        await RunAsync(site, "job", "output", "1", "--into", site.File("output"));

        Assert.Equal("A QUIET WORD", await File.ReadAllTextAsync(site.File("output/1/loud.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("done\n", await File.ReadAllTextAsync(site.File("output/1/std.out"), TestContext.Current.CancellationToken));
    }

    private const string Description =
        """
        [
          Executable    = "shout.sh";
          Arguments     = "quiet.txt";
          InputSandbox  = {"shout.sh", "quiet.txt"};
          OutputSandbox = {"loud.txt", "std.out"};
          StdOutput     = "std.out";
        ]
        """;

    private static async Task RunAsync(Site site, params string[] arguments)
    {
        var log = site.File("cli.log");
        await using var cli = RunningProgram.Start(Programs.Cli, arguments, log, environment: new Dictionary<string, string> { ["DIRAC_DATA"] = site.Server.Directory });
        var code = await cli.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"dirac {string.Join(' ', arguments)} ended with {code}:\n{await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)}");
    }
}
