using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Workflows;

/// <summary>Exit codes, statuses and log files of the workflows that DIRAC's own program was run on as well; what it gave is expected here.</summary>
public sealed class JobexecTests : IDisposable
{
    private readonly RunningJobexec _jobexec = new();

    [Theory]
    [InlineData("echo", 0, new[] { "Executing RunScriptStep1", "echo hello successful" })]
    [InlineData("failing-with-failover", 3, new[] { "Executing RunScriptStep1", "sh Exited With Status 3", "sh Exited With Status 3" })]
    [InlineData("failover-input-data", 0, new[] { "Executing RunScriptStep1", "echo successful", "Job Finished Successfully", "Workflow successful, end of FailoverRequest module execution." })]
    [InlineData("own-failover-three", 1, new[] { "Executing RunScriptStep1", "sh Exited With Status 3", "sh Exited With Status 3" })]
    [InlineData("two-fail", 5, new[] { "Executing RunScriptStep1", "sh Exited With Status 3", "sh Exited With Status 3" })]
    [InlineData("second-fails", 1, new[] { "Executing RunScriptStep1", "true successful", "Executing RunScriptStep2", "false Exited With Status 1", "false Exited With Status 1" })]
    [InlineData("signal", 9, new[] { "Executing RunScriptStep1", "sh Exited With Status 9", "sh Exited With Status 9" })]
    [InlineData("no-program", 232, new[] { "Executing RunScriptStep1", "no Exited With Status 1000", "no Exited With Status 1000" })]
    [InlineData("no-executable", 1, new[] { "Executing RunScriptStep1", "No executable defined", "RuntimeError(No executable defined)" })]
    [InlineData("open-quote", 1, new[] { "Executing RunScriptStep1", "No closing quotation", "ValueError(No closing quotation)" })]
    public async Task Run_Workflow_EndsAsWithPython(string name, int code, string[] statuses)
    {
        Assert.Equal(code, await _jobexec.RunGoldenAsync(name));
        Assert.Equal(statuses, _jobexec.Statuses);
    }

    [Theory]
    [InlineData("special", "log with space.txt", "<&> quoted single ünïcödé 日本 00000000 RunScriptStep1 @{nothing}\n")]
    [InlineData("newlines", "Script1_echo.log", "line1 line2 tab\n")]
    [InlineData("typed-parameters", "Script1_echo.log", "App-1 3\n")]
    [InlineData("links", "Script2_echo.log", "<00000000_00000000_1 of vo>\n")]
    public async Task Run_Workflow_LogHoldsWhatWasPrinted(string name, string log, string printed)
    {
        Assert.Equal(0, await _jobexec.RunGoldenAsync(name));
        Assert.Equal($"<<<<<<<<<< /bin/echo Standard Output >>>>>>>>>>\n\n{printed} ", _jobexec.Text(log));
    }

    [Fact]
    public async Task Run_BothStreams_AreInTheLogOneAfterTheOther()
    {
        Assert.Equal(0, await _jobexec.RunGoldenAsync("streams"));
        Assert.StartsWith("<<<<<<<<<< /bin/sh Standard Output >>>>>>>>>>\n\nout\n", _jobexec.Text("Script1_sh.log"), StringComparison.Ordinal);
        Assert.EndsWith(" <<<<<<<<<< /bin/sh Standard Error >>>>>>>>>>\n\nerr\n ", _jobexec.Text("Script1_sh.log"), StringComparison.Ordinal);
        Assert.Equal(["Script1_sh.log", "jobDescription.xml", "statuses"], Directory.GetFiles(_jobexec.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_ParameterGiven_ReplacesTheJobs()
    {
        Assert.Equal(0, await _jobexec.RunGoldenAsync("parametric", "-p", "arguments=value1", "-p", "word=value1"));
        Assert.Contains("\n\nvalue1\n", _jobexec.Text("Script1_echo.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FilesOfTheJob_AreMadeExecutable()
    {
        _jobexec.Write("run_me.sh", "#!/bin/sh\necho \"$@\"\n");
        _jobexec.Write("script.py", "#!/bin/sh\necho from $0\n");

        Assert.Equal(0, await _jobexec.RunGoldenAsync("three-steps"));

        Assert.Contains("one two words\n", _jobexec.Text("first.log"), StringComparison.Ordinal);
        Assert.Contains("run_me.sh Standard Output >>>>>>>>>>\n\na b\n", _jobexec.Text("Script2_run_me.sh.log"), StringComparison.Ordinal);
        Assert.Contains($"from {_jobexec.Path("script.py")}\n", _jobexec.Text("Script3_CodeOutput.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LogNowhere_FailsWithPythonsWords()
    {
        Assert.Equal(1, await _jobexec.RunGoldenAsync("log-nowhere"));
        Assert.Equal($"[Errno 2] No such file or directory: {_jobexec.Path("none/sub.log")}", _jobexec.Statuses[1]);
        Assert.Equal("FileNotFoundError(2, No such file or directory)", _jobexec.Statuses[2]);
    }

    [Theory]
    [InlineData("bad-name", "not readable XML")]
    [InlineData("cdata-end", "not readable XML")]
    public async Task Run_BrokenXml_SaysWhereAndWhatToDo(string name, string words)
    {
        Assert.Equal(1, await _jobexec.RunGoldenAsync(name));
        Assert.Contains(words, _jobexec.Statuses[0], StringComparison.Ordinal);
        Assert.Contains("Line ", _jobexec.Error, StringComparison.Ordinal);
        Assert.Contains("Make the job again with the Python API.", _jobexec.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _jobexec.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoSuchFile_SaysSo()
    {
        Assert.Equal(1, await _jobexec.RunAsync("jobDescription.xml"));
        Assert.Equal("There is no jobDescription.xml in the jobs directory.", Assert.Single(_jobexec.Statuses));
    }

    [Fact]
    public async Task Run_OtherModule_NamesItAndSaysWhatToDo()
    {
        _jobexec.Write("jobDescription.xml", WithModule());

        Assert.Equal(1, await _jobexec.RunAsync("jobDescription.xml"));

        Assert.Equal("Module UploadResults of step RunScriptStep1 needs a Python DIRAC, and there is none on this node.", Assert.Single(_jobexec.Statuses));
        Assert.Contains("--dirac DIR", _jobexec.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherModuleAndPythonDirac_IsHandedOver()
    {
        _jobexec.Write("jobDescription.xml", WithModule());
        Directory.CreateDirectory(_jobexec.Path("dirac/bin"));
        _jobexec.Write("dirac/bin/dirac-jobexec", "#!/bin/sh\necho got \"$@\"\nexit 7\n");
        File.SetUnixFileMode(_jobexec.Path("dirac/bin/dirac-jobexec"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(7, await _jobexec.RunAsync("jobDescription.xml", "-o", "LogLevel=INFO"));

        Assert.EndsWith("got jobDescription.xml -o LogLevel=INFO -o /LocalSite/Site=LCG.Test.org\n", _jobexec.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileAStepRuns_TheProgramMayTidyUpAndNoOtherBegins()
    {
        _jobexec.Write("run_me.sh", "#!/bin/sh\ntrap 'echo tidied > tidy; exit 0' TERM\necho $$ > started\nwhile :; do sleep 0.05; done\n");
        _jobexec.WriteGolden("three-steps");
        using var process = _jobexec.Start("jobDescription.xml");
        var script = int.Parse(await Files.AppearAsync(_jobexec.Path("started")), System.Globalization.CultureInfo.InvariantCulture);

        _ = Dirac.Pilot.Supervision.Libc.Kill(process.Id, 15);
        _ = Dirac.Pilot.Supervision.Libc.Kill(process.Id, 2);
        _ = Dirac.Pilot.Supervision.Libc.Kill(script, 15);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((143, "tidied\n"), (process.ExitCode, _jobexec.Text("tidy")));
        Assert.Equal("Executing RunScriptStep2", _jobexec.Statuses[^1]);
    }

    public void Dispose() => _jobexec.Dispose();

    private static string WithModule() => System.Text.Encoding.UTF8.GetString(GoldenWorkflows.Read("echo"))
        .Replace("DIRAC.Workflow.Modules.Script import Script", "MyDIRAC.Workflow.Modules.UploadResults import UploadResults", StringComparison.Ordinal)
        .Replace("<type>Script</type>", "<type>UploadResults</type>", StringComparison.Ordinal);
}
