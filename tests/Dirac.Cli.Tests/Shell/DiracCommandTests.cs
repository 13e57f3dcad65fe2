using System.CommandLine;
using System.CommandLine.Help;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Security.Local;

namespace Dirac.Cli.Tests.Shell;

public sealed class DiracCommandTests
{
    [Fact]
    public async Task Run_MistypedVerb_SuggestsTheNearest()
    {
        var outcome = await new CommandLine().RunAsync("job", "lst");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("'dirac job' does not know 'lst'.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'list'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OptionsWithAValue_NameItInCapitals()
    {
        var options = All(DiracCommand.Create(CliHost.OfThisProcess())).SelectMany(command => command.Options).Where(option => option.ValueType != typeof(bool)).ToList();

        Assert.NotEmpty(options);
        Assert.All(options.Where(option => option is not (HelpOption or VersionOption)), option => Assert.Matches("^[A-Z=]+$", option.HelpName ?? option.Name));
    }

    [Fact]
    public async Task Help_Jobs_IsThatOfJob()
    {
        var (one, many) = (await new CommandLine().RunAsync("job", "list", "--help"), await new CommandLine().RunAsync("jobs", "list", "--help"));

        Assert.Equal((ExitCodes.Ok, one.Output), (many.Code, many.Output));
    }

    [Fact]
    public async Task Help_SetList_ShowsNoNumberNobodyWrote() =>
        Assert.DoesNotContain("9223372036854775807", (await new CommandLine().RunAsync("set", "list", "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Run_WhoAmI_NamesUserGroupAndVo()
    {
        await using var server = await FakeServer.StartAsync();

        var outcome = await new CommandLine(server).RunAsync("whoami");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("ann", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("testvo", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Login_PrintsTheTokenAlone()
    {
        await using var server = await FakeServer.StartAsync();

        var outcome = await new CommandLine(server).RunAsync("login", "--local", "--print-token");

        Assert.Equal(FakeServer.Token + Environment.NewLine, outcome.Output);
    }

    [Fact]
    public async Task Run_NoServer_IsThreeWithAdvice()
    {
        var server = await FakeServer.StartAsync();
        var url = server.Url;
        var data = Directory.CreateTempSubdirectory("dirac-cli-test-").FullName;
        File.Copy(Path.Combine(server.DataDirectory, LocalIdentity.FileName), Path.Combine(data, LocalIdentity.FileName));
        await server.DisposeAsync();

        var outcome = await new CommandLine().RunAsync("whoami", "--url", url, "--data", data);

        Assert.Equal(ExitCodes.Unreachable, outcome.Code);
        Assert.Contains("cannot be reached", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("dirac up", outcome.Error, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Run_NoIdentity_IsFour()
    {
        var outcome = await new CommandLine { Variables = { ["DIRAC_DATA"] = "/nonexistent" } }.RunAsync("job", "list");

        Assert.Equal(ExitCodes.NotAuthorized, outcome.Code);
        Assert.Contains("There is no local identity in /nonexistent.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_IdentityReadableByOthers_IsRefused()
    {
        await using var server = await FakeServer.StartAsync();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(server.DataDirectory, LocalIdentity.FileName), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var outcome = await new CommandLine(server).RunAsync("whoami");

        Assert.Equal(ExitCodes.NotAuthorized, outcome.Code);
        Assert.Contains("local-identity.json", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnotherMachine_NeverGetsTheLocalSecret()
    {
        await using var server = await FakeServer.StartAsync();

        var outcome = await new CommandLine(server).RunAsync("whoami", "--url", "https://dirac.example.org");

        Assert.Equal(ExitCodes.NotAuthorized, outcome.Code);
        Assert.Contains("DIRAC_TOKEN", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TokenInEnvironment_IsUsed()
    {
        await using var server = await FakeServer.StartAsync();
        var dirac = new CommandLine { Variables = { ["DIRAC_TOKEN"] = FakeServer.Token, ["DIRAC_URL"] = server.Url } };

        Assert.Equal(ExitCodes.Ok, (await dirac.RunAsync("whoami")).Code);
    }

    [Theory]
    [InlineData(401, ExitCodes.NotAuthorized)]
    [InlineData(403, ExitCodes.NotAuthorized)]
    [InlineData(400, ExitCodes.Failed)]
    [InlineData(500, ExitCodes.Failed)]
    [InlineData(503, ExitCodes.Unreachable)]
    public async Task Run_Refused_ExitCodeByStatus(int status, int expected)
    {
        await using var server = await FakeServer.StartAsync();
        server.Refusal = (status, """{"detail":"No."}""");

        Assert.Equal(expected, (await new CommandLine(server).RunAsync("queue", "list")).Code);
    }

    [Fact]
    public async Task Run_UrlThatIsNone_IsUsage()
    {
        var outcome = await new CommandLine().RunAsync("whoami", "--url", "localhost");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
