using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

/// <summary>Jobs as DIRAC's Python API describes them: <c>dirac-jobexec</c> and a workflow in the input sandbox. There is no Python DIRAC here.</summary>
public sealed class PythonApiJobTests
{
    private const string ScriptBody = "from DIRAC.Workflow.Modules.Script import Script";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_OfTwoSteps_IsDoneAndItsLogsComeBack()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        site.Script("count_me.sh", "wc -c < \"$1\"\necho \"for $JOBID\" >&2\n");
        await SubmitAsync(site, Workflow(ScriptBody, "Script", ("count_me.sh", "jobDescription.xml", "count.log"), ("/bin/echo", "the end", "end.log")), "count_me.sh");

        Assert.Equal(0, await RunAsync(site, "job", "wait", "1", "--timeout", "60s"));
        await RunAsync(site, "job", "output", "1", "--into", site.File("output"));

        var length = new FileInfo(site.File("jobDescription.xml")).Length;
        Assert.Equal(
            $"<<<<<<<<<< count_me.sh Standard Output >>>>>>>>>>\n\n{length}\n <<<<<<<<<< count_me.sh Standard Error >>>>>>>>>>\n\nfor 1\n ",
            await File.ReadAllTextAsync(site.File("output/1/count.log"), Token));
        Assert.Contains("the end\n", await File.ReadAllTextAsync(site.File("output/1/end.log"), Token), StringComparison.Ordinal);
        var history = await site.Jobs.LogAsync(1, Token);
        Assert.Equal(
            ["Executing RunScriptStep1", "count successful", "Executing RunScriptStep2", "echo successful"],
            history.Where(record => record.Source == "Job_1").Select(record => record.ApplicationStatus));
        Assert.Equal(("Done", "echo successful"), await StatusAsync(site));
    }

    [Fact]
    public async Task Job_WhoseStepFails_IsFailedWithTheStepsStatus()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        await SubmitAsync(site, Workflow(ScriptBody, "Script", ("/bin/sh", "-c 'exit 3'", "count.log"), ("/bin/echo", "still runs", "end.log")));

        await RunAsync(site, "job", "wait", "1", "--timeout", "60s");

        Assert.Equal(("Failed", "sh Exited With Status 3"), await StatusAsync(site));
        await RunAsync(site, "job", "output", "1", "--into", site.File("output"));
        Assert.Contains("still runs", await File.ReadAllTextAsync(site.File("output/1/end.log"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithAModuleOfItsOwn_FailsAndSaysWhatItNeeds()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        await SubmitAsync(site, Workflow("from OurDIRAC.Workflow.Modules.Simulate import Simulate", "Simulate", ("/bin/true", "", "count.log")));

        await RunAsync(site, "job", "wait", "1", "--timeout", "60s");

        Assert.Equal(("Failed", "Module Simulate of step RunScriptStep1 needs a Python DIRAC, and there is none on this node."), await StatusAsync(site));
        await RunAsync(site, "job", "output", "1", "--into", site.File("output"));
        Assert.Contains("with the pilot's option --dirac DIR", await File.ReadAllTextAsync(site.File("output/1/std.err"), Token), StringComparison.Ordinal);
    }

    private static async Task SubmitAsync(Site site, string workflow, params string[] files)
    {
        await File.WriteAllTextAsync(site.File("jobDescription.xml"), workflow, Token);
        var inputs = string.Join(", ", files.Append("jobDescription.xml").Select(file => $"\"{file}\""));
        await File.WriteAllTextAsync(
            site.File("job.jdl"),
            $$"""
            Executable = "dirac-jobexec";
            Arguments = "jobDescription.xml -o LogLevel=INFO";
            InputSandbox = { {{inputs}} };
            OutputSandbox = { "count.log", "end.log", "std.out", "std.err" };
            StdOutput = "std.out";
            StdError = "std.err";
            """,
            Token);
        Assert.Equal(0, await RunAsync(site, "job", "submit", site.File("job.jdl")));
    }

    private static string Workflow(string body, string module, params (string Executable, string Arguments, string Log)[] steps)
    {
        var definitions = steps.Select((_, i) =>
            $"<StepDefinition><type>ScriptStep{i + 1}</type><ModuleInstance><name>{module}</name><type>{module}</type></ModuleInstance></StepDefinition>");
        var instances = steps.Select((step, i) =>
            $"<StepInstance><name>RunScriptStep{i + 1}</name><type>ScriptStep{i + 1}</type>"
            + $"{Parameter("executable", step.Executable)}{Parameter("arguments", step.Arguments)}{Parameter("applicationLog", step.Log)}</StepInstance>");
        return $"<Workflow><name>Test</name>{Parameter("JobType", "User")}{Parameter("arguments", "")}"
            + $"<ModuleDefinition><body><![CDATA[\n{body}\n]]></body><type>{module}</type></ModuleDefinition>{string.Concat(definitions)}{string.Concat(instances)}</Workflow>";
    }

    private static string Parameter(string name, string value) =>
        $"<Parameter name=\"{name}\" type=\"string\" linked_module=\"\" linked_parameter=\"\" in=\"True\" out=\"False\" description=\"\"><value><![CDATA[{value}]]></value></Parameter>";

    private static async Task<(string? Status, string? ApplicationStatus)> StatusAsync(Site site)
    {
        var last = (await site.Jobs.SearchAsync(new SearchRequest { Parameters = ["JobID", "Status", "ApplicationStatus"] }, cancellationToken: Token)).Rows[0];
        return (last.GetProperty("Status").GetString(), last.GetProperty("ApplicationStatus").GetString());
    }

    private static async Task<int> RunAsync(Site site, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["DIRAC_DATA"] = site.Server.Directory };
        await using var cli = RunningProgram.Start(Programs.Cli, arguments, site.File("cli.log"), environment: environment);
        return await cli.WaitAsync(Token);
    }
}
