using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Tests.Jobs;

public sealed class SubmissionTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dirac-cli-test-").FullName;
    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server) { WorkingDirectory = _folder };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Submit_LocalFiles_AreSentAndTheirArchiveAppended()
    {
        Write("sub/run.sh", "#!/bin/sh\necho hello\n");
        Write("sub/a.dat", "1");
        Write("sub/b.dat", "2");
        Write("sub/job.jdl", """[ Executable = "run.sh"; InputSandbox = {"run.sh", "*.dat", "LFN:/testvo/x", "%s.in"}; ]""");

        var outcome = await _dirac.RunAsync("job", "submit", "sub/job.jdl");

        Assert.Equal((ExitCodes.Ok, $"Job 1{Environment.NewLine}"), (outcome.Code, outcome.Output));
        var (name, archive) = Assert.Single(_server.Sandboxes);
        Assert.NotEmpty(archive);
        Assert.Equal(["run.sh", "*.dat", "LFN:/testvo/x", "%s.in", name], SubmittedAds()[0].GetList("InputSandbox"));
    }

    [Fact]
    public async Task Submit_MissingFile_NamesItAndSendsNothing()
    {
        Write("good.jdl", """[ Executable = "/bin/true"; ]""");
        Write("bad.jdl", """[ Executable = "/bin/true"; InputSandbox = {"nowhere.txt"}; ]""");

        var outcome = await _dirac.RunAsync("job", "submit", "good.jdl", "bad.jdl");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("bad.jdl names nowhere.txt in its InputSandbox", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Submit_NoSuchDescription_SaysSo()
    {
        var outcome = await _dirac.RunAsync("job", "submit", "nowhere.jdl");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("There is no job description nowhere.jdl.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_BadDescription_NamesTheFile()
    {
        Write("bad.jdl", "[ Executable = ; ]");

        var outcome = await _dirac.RunAsync("job", "submit", "bad.jdl");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("dirac: bad.jdl: ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Submit_SeveralFiles_InOneCall()
    {
        Write("a.jdl", """[ Executable = "/bin/true"; ]""");

        var outcome = await _dirac.RunAsync("job", "submit", "a.jdl", "a.jdl", "a.jdl");

        Assert.Contains("3 jobs: 1-3", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, SubmittedAds().Count);
    }

    [Fact]
    public async Task Submit_ParametricAmongOthers_IsRefused()
    {
        Write("a.jdl", """[ Executable = "/bin/true"; ]""");
        Write("p.jdl", """[ Executable = "/bin/true"; Parameters = 3; ]""");

        var outcome = await _dirac.RunAsync("job", "submit", "a.jdl", "p.jdl");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("p.jdl is parametric", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Submit_StandardInputWithCommentsAndNoBrackets_IsUnderstood()
    {
        _dirac.Input = "# a job\nExecutable = \"/bin/echo\";\n#Arguments = \"no\";\nArguments = \"yes\";\n";

        var outcome = await _dirac.RunAsync("job", "submit", "-");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal("yes", SubmittedAds()[0].GetString("Arguments"));
    }

    [Fact]
    public async Task Submit_Executable_MakesADescription()
    {
        var outcome = await _dirac.RunAsync("job", "submit", "--executable", "/bin/echo", "--arguments", "hello world");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        var ad = SubmittedAds()[0];
        Assert.Equal(("/bin/echo", "hello world", "echo"), (ad.GetString("Executable"), ad.GetString("Arguments"), ad.GetString("JobName")));
        Assert.Equal(["std.out", "std.err"], ad.GetList("OutputSandbox"));
    }

    [Theory]
    [InlineData("job", "submit")]
    [InlineData("job", "submit", "--arguments", "x")]
    public async Task Submit_Nothing_IsUsage(params string[] args) => Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync(args)).Code);

    [Fact]
    public async Task Output_OfAJob_ComesHomeAsItWasPacked()
    {
        Write("result.txt", "42");
        await _dirac.RunAsync("job", "submit", "--executable", "/bin/true", "--input", "result.txt");
        _server.Answers["/api/jobs/1/sandbox/output"] = JsonSerializer.Serialize([_server.Sandboxes.Keys.Single()], Model.Api.ModelJsonContext.Default.IReadOnlyListString);

        var outcome = await _dirac.RunAsync("job", "output", "1", "--into", "out");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal("42", await File.ReadAllTextAsync(Path.Combine(_folder, "out", "1", "result.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(Path.Combine(_folder, "out", "1", "result.txt") + Environment.NewLine, outcome.Output);
    }

    [Fact]
    public async Task Output_None_SaysSo()
    {
        _server.Answers["/api/jobs/1/sandbox/output"] = "[null]";

        var outcome = await _dirac.RunAsync("job", "output", "1");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("No output yet", outcome.Error, StringComparison.Ordinal);
    }

    private IReadOnlyList<ClassAd> SubmittedAds()
    {
        var body = _server.Calls.Single(call => call.Call == "POST /api/jobs/jdl").Body;
        return [.. JsonSerializer.Deserialize(body, Model.Api.ModelJsonContext.Default.IReadOnlyListString)!.Select(ClassAd.Parse)];
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
