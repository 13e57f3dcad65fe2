using Dirac.Model.Errors;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Tests.Workflows;

/// <summary>The pure parts: values, links, the command line, and what needs Python.</summary>
public sealed class WorkflowRulesTests
{
    private const string ScriptBody = "\nfrom DIRAC.Workflow.Modules.Script import Script\n";

    [Fact]
    public void Resolve_LinkToTheJob_TakesItsValue() =>
        Assert.Equal("the job's", Resolve([Own("a", "the job's")], [Own("x", "") with { LinkedTo = new ParameterLink("self", "a") }])["x"]);

    [Fact]
    public void Resolve_VariableOfALinkedValue_IsReplacedWhenTheStepRuns() =>
        Assert.Equal("<v>", Resolve([Own("a", "v")], [Own("x", "<@{l}>"), Own("l", "") with { LinkedTo = new ParameterLink("self", "a") }])["x"]);

    [Fact]
    public void Resolve_NearestVariable_Wins() => Assert.Equal("step", Resolve([Own("a", "job")], [Own("x", "@{a}"), Own("a", "step")])["x"]);

    [Fact]
    public void Resolve_ValueGiven_ReplacesTheJobsAfterVariablesWereReplaced()
    {
        var given = new Dictionary<string, string> { ["a"] = "given", ["unknown"] = "ignored" };

        var resolved = WorkflowResolver.Resolve(Of([Own("a", "job")], [Own("x", "@{a}")]), given);

        Assert.Equal(("given", "job"), (resolved.Values["a"], resolved.Steps[0].Values["x"]));
    }

    [Fact]
    public void Resolve_LinkToNothing_IsRefused() => Assert.Contains(
        "'x' of step 's' is linked to 'none'",
        Assert.Throws<WorkflowFormatException>(() => Resolve([], [Own("x", "") with { LinkedTo = new ParameterLink("self", "none") }])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Resolve_VariablesInACircle_AreLeft() => Assert.Contains("@{", Resolve([], [Own("x", "@{y}"), Own("y", "@{x}")])["x"], StringComparison.Ordinal);

    [Fact]
    public void Resolve_ValueThatGrowsWithoutEnd_IsRefused() => Assert.Contains(
        "is longer than",
        Assert.Throws<WorkflowFormatException>(() => Resolve([], [Own("x", "@{x}@{x}@{x}@{x}@{x}@{x}@{x}@{x}")])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Script", ScriptBody, null)]
    [InlineData("FailoverRequest", "from DIRAC.Workflow.Modules.FailoverRequest import FailoverRequest", null)]
    [InlineData("Script", "from LHCbDIRAC.Workflow.Modules.Script import Script", "Module 'Script' of step 's'")]
    [InlineData("Script", ScriptBody + "import os", "Module 'Script' of step 's'")]
    [InlineData("Script", "from DIRAC.Workflow.Modules.FailoverRequest import FailoverRequest", "Module 'Script' of step 's'")]
    [InlineData("Upload", "from DIRAC.Workflow.Modules.Upload import Upload", "Module 'Upload' of step 's'")]
    public void PythonNeed_Module_IsToldByNameAndOrigin(string type, string body, string? need) => Assert.Equal(need, PythonNeed.Find(Of([], [], type, body)));

    [Fact]
    public void PythonNeed_ValueOfAModulePassedOn_IsFound() => Assert.Equal(
        "A value that step 's' passes on",
        PythonNeed.Find(Of([], [Own("o", "") with { IsOutput = true, LinkedTo = new ParameterLink("Script", "command") }])));

    [Theory]
    [InlineData("00000000", "LFN:/vo/a", false)]
    [InlineData("00012345", "", false)]
    [InlineData("00012345", "LFN:/vo/a", true)]
    public void PythonNeed_FilesOfATransformation_AreReportedByPython(string production, string data, bool needed)
    {
        var workflow = Of([Own("PRODUCTION_ID", production), Own("InputData", data)], [], "FailoverRequest", "");

        Assert.Equal(needed, PythonNeed.Find(WorkflowResolver.Resolve(workflow, new Dictionary<string, string>())) is not null);
    }

    [Fact]
    public void Arguments_AsTheApiMakesThem_AreRead()
    {
        var read = JobexecArguments.Parse(
            ["--status", "/s", "--dirac", "/a", "--dirac", "/b", "--setting", "/L/S=x", "--", "jobDescription.xml", "-o", "LogLevel=DEBUG", "--cfg", "x.cfg", "-p", "arguments=a=b c", "-pn={\"a\", \"b\"}", "-o/L=1"]);

        Assert.Equal(("/s", "jobDescription.xml", "a=b c", "a;b"), (read.StatusFile, read.File, read.Values["arguments"], read.Values["n"]));
        Assert.Equal(["/a", "/b"], read.DiracDirectories);
        Assert.Equal(["/L/S=x"], read.Settings);
        Assert.Equal("jobDescription.xml", read.Given[0]);
    }

    [Theory]
    [InlineData(new string[0], "is missing")]
    [InlineData(new[] { "a", "b" }, "more than one file: a, b")]
    [InlineData(new[] { "a", "--status", "b" }, "'--status' is not an option")]
    [InlineData(new[] { "a", "-p" }, "-p needs a value")]
    [InlineData(new[] { "a", "-p", "b" }, "'-p b' has no value")]
    [InlineData(new[] { "a", "-p", "b={" }, null)]
    public void Arguments_Wrong_AreRefusedWithReason(string[] arguments, string? reason)
    {
        if (reason is null) Assert.Equal("", JobexecArguments.Parse(["--", .. arguments]).Values["b"]);
        else Assert.Contains(reason, Assert.Throws<DiracException>(() => JobexecArguments.Parse(["--", .. arguments])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DIRAC", "")]
    [InlineData("DIRACOS", "")]
    [InlineData("DIRACSYSCONFIG", "/etc/dirac.cfg")]
    [InlineData("PATH", "/bin")]
    public void PythonDirac_NamedByTheEnvironment_IsFound(string variable, string tail)
    {
        using var folder = new Dirac.Testing.TempFolder();
        Directory.CreateDirectory(folder.File("bin"));
        File.WriteAllText(folder.File("bin/dirac-jobexec"), "");

        Assert.Equal(folder.File("bin/dirac-jobexec"), PythonDirac.Find([], name => name == variable ? folder.FullPath + tail : null));
        Assert.Null(PythonDirac.Find([], _ => null));
    }

    private static IReadOnlyDictionary<string, string> Resolve(WorkflowParameter[] job, WorkflowParameter[] step) =>
        WorkflowResolver.Resolve(Of(job, step), new Dictionary<string, string>()).Steps[0].Values;

    private static WorkflowParameter Own(string name, string value) => new(name, "string", value);

    private static Workflow Of(WorkflowParameter[] job, WorkflowParameter[] step, string type = "Script", string body = ScriptBody) => new(
        "w",
        job,
        new Dictionary<string, ModuleDefinition> { [type] = new(type, body) },
        new Dictionary<string, StepDefinition> { ["S"] = new("S", [new ModuleInstance(type, type, [])]) },
        [new StepInstance("s", "S", step)]);
}
