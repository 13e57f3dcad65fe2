using Dirac.Cli.LegacyNames;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.LegacyNames;

public sealed class LinkLegacyNamesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dirac-links-").FullName;

    private string Program => Path.Combine(_folder, "bin", "dirac");

    private string Into => Path.Combine(_folder, "names");

    public LinkLegacyNamesTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Program)!);
        File.WriteAllText(Program, "program");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task LegacyNames_IntoANewFolder_MakesRelativeLinksToTheProgram()
    {
        var outcome = await RunAsync("--into", Into);

        Assert.Equal((ExitCodes.Ok, $"Made 17 of 17 links in {Into}.\n"), (outcome.Code, outcome.Output));
        Assert.Equal(LegacyCommands.Names.Order(), Directory.EnumerateFiles(Into).Select(Path.GetFileName).Order());
        Assert.All(LegacyCommands.Names, name => Assert.Equal("../bin/dirac", new FileInfo(Path.Combine(Into, name)).LinkTarget));
    }

    [Fact]
    public async Task LegacyNames_Again_ChangesNothing()
    {
        await RunAsync("--into", Into);

        Assert.Equal($"Made 0 of 17 links in {Into}.\n", (await RunAsync("--into", Into)).Output);
    }

    [Fact]
    public async Task LegacyNames_WhereAFileHasAName_MakesNoneWithoutForce()
    {
        Directory.CreateDirectory(Into);
        await File.WriteAllTextAsync(Path.Combine(Into, "dsub"), "mine", TestContext.Current.CancellationToken);

        var refused = await RunAsync("--into", Into);
        var left = Directory.EnumerateFiles(Into).Count();
        var forced = await RunAsync("--into", Into, "--force");

        Assert.Equal((ExitCodes.Failed, 1, ExitCodes.Ok), (refused.Code, left, forced.Code));
        Assert.Equal("program", await File.ReadAllTextAsync(Path.Combine(Into, "dsub"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LegacyNames_WhereAFolderHasAName_RefusesEvenWithForce()
    {
        Directory.CreateDirectory(Path.Combine(Into, "dstat"));

        Assert.Equal(ExitCodes.Failed, (await RunAsync("--into", Into, "--force")).Code);
    }

    [Fact]
    public async Task LegacyNames_Remove_LeavesWhatIsNotOurs()
    {
        await RunAsync("--into", Into);
        File.Delete(Path.Combine(Into, "dsub"));
        await File.WriteAllTextAsync(Path.Combine(Into, "dsub"), "mine", TestContext.Current.CancellationToken);

        var outcome = await RunAsync("--into", Into, "--remove");

        Assert.Equal($"Removed 16 of 17 links from {Into}.\n", outcome.Output);
        Assert.Equal(["dsub"], Directory.EnumerateFiles(Into).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("/x/dirac-wms-job-status", "1", "dirac-wms-job-status", "1")]
    [InlineData("dstat", "-a", "dstat", "-a")]
    [InlineData("dkill.exe", "-a", "dkill", "-a")]
    [InlineData("/x/dirac", "legacy doutput 7", "doutput", "7")]
    public void Find_ByLinkOrWord_GivesTheCommandAndItsArguments(string calledAs, string args, string name, string rest)
    {
        var (command, left) = LegacyCommands.Find(calledAs, args.Split(' '))!.Value;

        Assert.Equal((name, rest), (command.Syntax.Name, string.Join(' ', left)));
    }

    [Theory]
    [InlineData("dirac", "job list")]
    [InlineData("dirac", "legacy dirac-unknown")]
    [InlineData("dirac", "legacy")]
    public void Find_OfAnythingElse_GivesNothing(string calledAs, string args) => Assert.Null(LegacyCommands.Find(calledAs, args.Split(' ')));

    [Fact]
    public void Names_AreThoseOfTheirCommands() => Assert.All(LegacyCommands.Names, name => Assert.Equal(name, LegacyCommands.Find(name, [])!.Value.Command.Syntax.Name));

    [Fact]
    public async Task Legacy_OfAnUnknownName_TellsTheKnownOnes()
    {
        var outcome = await new CommandLine().RunAsync("legacy", "dirac-unknown");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("dirac-wms-select-jobs", outcome.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine.Outcome> RunAsync(params string[] args) =>
        new CommandLine().RunAsync(host => DiracCommand.RunAsync(["legacy-names", .. args], host with { ProgramPath = Program }, TestContext.Current.CancellationToken));
}
