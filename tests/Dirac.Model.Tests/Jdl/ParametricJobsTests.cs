using System.Diagnostics;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Jdl;

public sealed class ParametricJobsTests
{
    [Fact]
    public void Expand_NumberWithStartAndStep_GeneratesTheSequence()
    {
        var jobs = Expand("Parameters=3; ParameterStart=10; ParameterStep=5; Arguments=\"%s %n\"");

        Assert.Equal(["10 0", "15 1", "20 2"], Arguments(jobs));
        Assert.Equal(["10", "15", "20"], jobs.Select(job => job.GetString("Parameter")));
        Assert.Equal([0, 1, 2], jobs.Select(job => job.GetInt("ParameterNumber")));
        Assert.All(jobs, job => Assert.Equal(["Arguments", "Parameter", "ParameterNumber"], job.Attributes.Keys));
    }

    [Fact]
    public void Expand_TwelveJobs_PadsTheIndex() =>
        Assert.Equal(["00", "01", "11"], Arguments(Expand("Parameters=12; Arguments=\"%n\"")).Where((_, i) => i is 0 or 1 or 11));

    [Fact]
    public void Expand_NamedAndUnnamedLists_GoTogether() =>
        Assert.Equal(
            ["a --seed 7", "b --seed 9"],
            Arguments(Expand("Parameters={\"a\",\"b\"}; Parameters.SEED={7,9}; Arguments=\"%s --seed %(SEED)s\"")));

    [Fact]
    public void Expand_Factor_Multiplies() =>
        Assert.Equal(["1", "2", "4"], Arguments(Expand("Parameters=3; ParameterStart=1; ParameterFactor=2; ParameterStep=0; Arguments=\"%s\"")));

    [Theory]
    [InlineData("ParameterStart=1.0", "1.0 1.0 1.0")]
    [InlineData("ParameterStart=1; ParameterStep=0.5", "1.0 1.5 2.0")]
    [InlineData("ParameterStart=0.1; ParameterStep=0.1", "0.1 0.2 0.30000000000000004")]
    [InlineData("ParameterStart=1e-5; ParameterFactor=10", "1e-05 0.0001 0.001")]
    [InlineData("ParameterStart=1e15; ParameterFactor=100", "1000000000000000.0 1e+17 1e+19")]
    public void Expand_OneFloat_MakesAllFloatsAsPythonWritesThem(string definition, string expected) =>
        Assert.Equal(expected, string.Join(' ', Arguments(Expand($"Parameters=3; {definition}; Arguments=\"%s\""))));

    [Fact]
    public void Expand_NamedSequence_UsesTheCountOfParameters() =>
        Assert.Equal(
            ["1/100", "1/98"],
            Arguments(Expand("Parameters=2; ParameterStart.N=100; ParameterStep.N=-2; Arguments=\"%s/%(N)s\"")));

    [Fact]
    public void Expand_OnlyNamedLists_ExpandsAsWritten()
    {
        var jobs = Expand("Parameters.X={u,v}; Arguments=\"%(X)s %s\"");

        Assert.Equal(["u %s", "v %s"], Arguments(jobs));
        Assert.Equal(["u", "v"], jobs.Select(job => job.GetString("Parameter.X")));
    }

    [Fact]
    public void Expand_ListInsideAList_LosesItsBraces()
    {
        var jobs = Expand("Parameters={{\"/a\",\"/b\"},{\"/c\"}}; InputData={\"%s\", \"/fixed\"}; OutputSE=\"%s\"; Arguments=\"%s\"");

        Assert.Equal(["/a", "/b", "/fixed"], jobs[0].GetList("InputData"));
        Assert.Equal(["/c", "/fixed"], jobs[1].GetList("InputData"));
        Assert.Equal(["/a", "/b"], jobs[0].GetList("OutputSE"));
        Assert.IsType<JdlList>(jobs[0].Get("Parameter"));
    }

    [Fact]
    public void Expand_NestedAdAndNumber_AreFilledToo()
    {
        var jobs = Expand("Parameters={100,\"a;b\"}; CPUTime=%s; Extra=[ Deep={\"x%s\"}; ]");

        Assert.Equal(100, jobs[0].GetInt("CPUTime"));
        Assert.Equal("a;b", ClassAd.Parse(jobs[1].ToString()).GetString("CPUTime"));
        Assert.Equal(["x100"], jobs[0].GetAd("Extra")!.GetList("Deep"));
    }

    [Fact]
    public void Expand_IndexInsideAValueAndJobMark_AreTextual() =>
        Assert.Equal(["f0 %j", "g %j"], Arguments(Expand("Parameters={\"f%n\",\"g\"}; Arguments=\"%s %j\"")));

    [Fact]
    public void Expand_NoParameters_IsTheDescriptionItself()
    {
        var ad = ClassAd.Parse("[ParameterStart=1; Arguments=\"%s\"]");

        Assert.False(ParametricJobs.IsParametric(ad));
        Assert.Same(ad, Assert.Single(ParametricJobs.Expand(ad, 1)));
    }

    [Theory]
    [InlineData("Parameters=0", "Parameters stands for no job at all.")]
    [InlineData("Parameters=-3", "Parameters stands for no job at all.")]
    [InlineData("Parameters={}", "Parameters stands for no job at all.")]
    [InlineData("Parameters=101", "Parameters stands for 101 jobs; at most 100 are allowed at once.")]
    [InlineData("Parameters=99999999999999", "Parameters stands for 99999999999999 jobs; at most 100")]
    [InlineData("Parameters=2; Parameters.X={1,2,3}", "Parameters stands for 2 jobs but Parameters.X for 3.")]
    [InlineData("Parameters=many", "Parameters must be a number of jobs or a list of values, not 'many'.")]
    [InlineData("Parameters=2.5", "Parameters must be a number of jobs")]
    [InlineData("Parameters.X=3", "Parameters.X must be a list of values.")]
    [InlineData("ParametersX={1}", "ParametersX is not a parameter attribute.")]
    [InlineData("Parameters.={1}", "Parameters. is not a parameter attribute.")]
    [InlineData("Parameters=2; ParameterStep=x", "Start, step and factor of the parameter sequence must be numbers; 'x' is none.")]
    [InlineData("Parameters=100; ParameterFactor=10", "The values of the parameter sequence grow beyond 64-bit integers.")]
    public void Expand_Mismatch_SaysWhy(string definition, string message)
    {
        var error = Assert.Throws<DiracException>(() => Expand($"{definition}; Arguments=\"%s\"", 100));

        Assert.Equal(ErrorCode.BadJobDescription, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_AHundredThousandJobs_TakesSeconds()
    {
        var ad = ClassAd.Parse(
            """
            [ Executable="/bin/sh"; Arguments="-c run --seed %s --index %n"; StdOutput="out.%n"; StdError="err"; CPUTime=3600;
              InputSandbox={"a","b","c"}; OutputSandbox={"out.%n","err"}; JobName="mc_%s"; JobGroup="g"; Site={"X.Y.z","A.B.c"};
              Parameters=100000; ParameterStart=1; ParameterStep=1; ]
            """);
        var clock = Stopwatch.StartNew();

        var jobs = ParametricJobs.Expand(ad, 100_000);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"Took {clock.Elapsed}.");
        TestContext.Current.TestOutputHelper?.WriteLine($"100,000 jobs in {clock.ElapsedMilliseconds} ms");
        Assert.Equal("-c run --seed 100000 --index 99999", jobs[^1].GetString("Arguments"));
        Assert.Same(jobs[0].Get("Site"), jobs[1].Get("Site"));
    }

    private static IReadOnlyList<ClassAd> Expand(string text, int maxJobs = 1000) => ParametricJobs.Expand(ClassAd.Parse(text), maxJobs);

    private static IEnumerable<string?> Arguments(IEnumerable<ClassAd> jobs) => jobs.Select(job => job.GetString("Arguments"));
}
