using System.Text;
using Dirac.Model.Errors;
using Dirac.Pilot.Tests.Support;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Tests.Workflows;

public sealed class WorkflowReaderTests
{
    private const string Head = "<?xml version=\"1.0\"?>";

    [Fact]
    public void Read_ThreeSteps_HasThemInOrder()
    {
        var workflow = Read(GoldenWorkflows.Read("three-steps"));

        Assert.Equal(["RunScriptStep1", "RunScriptStep2", "RunScriptStep3"], workflow.Steps.Select(step => step.Name));
        Assert.Equal("one \"two words\"", Value(workflow.Steps[0].Parameters, "arguments"));
        Assert.Equal("Script", Assert.Single(workflow.Definitions["ScriptStep2"].Modules).Type);
        Assert.Equal("\nfrom DIRAC.Workflow.Modules.Script import Script\n", workflow.Modules["Script"].Body);
    }

    [Theory]
    [InlineData("special", "<&> \"quoted\" 'single' ünïcödé 日本 @{JOB_ID} @{STEP_INSTANCE_NAME} @{nothing}")]
    [InlineData("newlines", "line1\nline2\ttab")]
    public void Read_SpecialCharacters_AreAsTheUserGaveThem(string name, string arguments) =>
        Assert.Equal(arguments, Value(Read(GoldenWorkflows.Read(name)).Steps[0].Parameters, "arguments"));

    [Fact]
    public void Read_TypedValues_StayText()
    {
        var parameters = Read(GoldenWorkflows.Read("typed-parameters")).Steps[0].Parameters;

        Assert.Equal(["3", "0.5", "True", "['a', 'b']", "{'k': 1}"], ((string[])["count", "ratio", "flag", "names", "table"]).Select(name => Value(parameters, name)));
        Assert.Equal("dict", parameters.Single(parameter => parameter.Name == "table").Type);
    }

    [Fact]
    public void Read_Link_IsKept() =>
        Assert.Equal(new ParameterLink("RunScriptStep1", "note"), Read(GoldenWorkflows.Read("links")).Steps[1].Parameters.Single(parameter => parameter.Name == "note").LinkedTo);

    [Theory]
    [InlineData("<!DOCTYPE w [<!ENTITY a \"b\">]><Workflow><name>&a;</name></Workflow>", "DTD")]
    [InlineData("<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><Workflow/>", "DTD")]
    [InlineData("<Workflow><name>&xxe;</name></Workflow>", "xxe")]
    [InlineData("", "not readable XML")]
    [InlineData("<Workflow>", "not readable XML")]
    [InlineData("<Step/>", "there is no <Workflow>")]
    [InlineData("<StepInstance/>", "it begins with <StepInstance>")]
    [InlineData("<Workflow><ModuleInstance/></Workflow>", "<ModuleInstance> does not belong into <Workflow>")]
    [InlineData("<Workflow><Parameter name=\"a\"/></Workflow>", "has no attribute 'type'")]
    [InlineData("<Workflow><StepInstance><name>s</name><type>none</type></StepInstance></Workflow>", "step 's' is of type 'none', which is not defined")]
    [InlineData("<Workflow><StepDefinition><ModuleInstance><type>M</type></ModuleInstance></StepDefinition></Workflow>", "is of type 'M', which is not defined")]
    public void Read_HostileOrBroken_IsRefusedWithReason(string xml, string reason)
    {
        var error = Assert.Throws<DiracException>(() => Read(Encoding.UTF8.GetBytes(Head + xml)));

        Assert.Equal(ErrorCode.BadJobDescription, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public void Read_TooDeep_IsRefused() =>
        Assert.Contains("16 deep", Refused(string.Concat(Enumerable.Repeat("<a>", 100_000))), StringComparison.Ordinal);

    [Fact]
    public void Read_TooManyElements_IsRefused() =>
        Assert.Contains("200000 elements", Refused($"<Workflow>{string.Concat(Enumerable.Repeat("<a/>", WorkflowReader.MaxElements))}</Workflow>"), StringComparison.Ordinal);

    [Fact]
    public void Read_TooLong_IsRefused() => Refused($"<Workflow><name>{new string('x', WorkflowReader.MaxBytes)}</name></Workflow>");

    private static string Refused(string xml) => Assert.Throws<DiracException>(() => Read(Encoding.UTF8.GetBytes(xml))).Message;

    private static Workflow Read(byte[] bytes) => WorkflowReader.Read(new MemoryStream(bytes));

    private static string Value(IReadOnlyList<WorkflowParameter> parameters, string name) => parameters.Single(parameter => parameter.Name == name).Value;
}
