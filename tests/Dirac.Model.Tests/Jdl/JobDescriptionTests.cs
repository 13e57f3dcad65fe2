using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Jdl;

public sealed class JobDescriptionTests
{
    private static readonly JobDescriptionLimits Limits = new()
    {
        KnownSites = ["LCG.CERN.ch", "LCG.CNAF.it", "DIRAC.Local.local"],
        KnownPlatforms = ["x86_64-el9"],
        Vo = "vo",
    };

    [Fact]
    public void Properties_NothingGiven_AreDiracsDefaults()
    {
        var job = Job("Executable=\"/bin/true\"");

        Assert.Equal((86_400, 1, "User", "INFO"), (job.CpuTime, job.Priority, job.JobType, job.LogLevel));
        Assert.Equal((TimeSpan.FromSeconds(1800), 2), (job.StopSignalStart, job.StopSignalNumber));
        Assert.Empty(job.Sites);
        Assert.Empty(job.Tags());
        Assert.Empty(job.Validate(Limits));
        Assert.Null(job.StdOutput);
    }

    [Theory]
    [InlineData("Site=ANY", "")]
    [InlineData("Site=\"any\"", "")]
    [InlineData("Site=\"\"", "")]
    [InlineData("Site=\"LCG.CERN.ch, LCG.CNAF.it\"", "LCG.CERN.ch LCG.CNAF.it")]
    [InlineData("Site={\"LCG.CERN.ch\"}", "LCG.CERN.ch")]
    public void Sites_EveryForm_IsAList(string text, string expected) => Assert.Equal(expected, string.Join(' ', Job(text).Sites));

    [Fact]
    public void OldNames_WithoutTheNewOnes_AreRead()
    {
        var job = Job("BannedSite=\"LCG.CERN.ch\"; GridRequiredCEs={\"ce1\"}");

        Assert.Equal(["LCG.CERN.ch"], job.BannedSites);
        Assert.Equal(["ce1"], job.GridCEs);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("NumberOfProcessors=1", "")]
    [InlineData("NumberOfProcessors=4; MinNumberOfProcessors=2", "4Processors MultiProcessor")]
    [InlineData("MinNumberOfProcessors=2", "2Processors MultiProcessor")]
    [InlineData("MinNumberOfProcessors=1", "MultiProcessor")]
    [InlineData("MinNumberOfProcessors=1; MaxNumberOfProcessors=1", "")]
    [InlineData("MinNumberOfProcessors=1; MaxNumberOfProcessors=8", "MultiProcessor")]
    [InlineData("MaxNumberOfProcessors=8", "")]
    [InlineData("WholeNode=True", "WholeNode MultiProcessor")]
    [InlineData("WholeNode=\"y\"", "WholeNode MultiProcessor")]
    [InlineData("WholeNode=0", "")]
    [InlineData("MaxRAM=8", "8GB")]
    [InlineData("MaxRAM=1", "")]
    [InlineData("Tags={\"GPU\",\"AVX\"}; Tag=\"GPU\"", "GPU AVX")]
    [InlineData("NumberOfGPUs=1", "GPU")]
    [InlineData("NumberOfGPUs=3; Tags=\"AVX\"", "AVX GPU 3GPUs")]
    [InlineData("NumberOfGPUs=0", "")]
    [InlineData("ContainerImage=\"docker://alpine\"", "Container")]
    [InlineData("ContainerImage=\"/cvmfs/unpacked/x\"; Tags=\"Podman\"", "Podman Container")]
    [InlineData("ContainerImage=\"/images/x.sif\"", "Apptainer")]
    public void Tags_FromTheDescription_FollowTheTable(string text, string tags) => Assert.Equal(tags, string.Join(' ', Job(text).Tags()));

    [Theory]
    [InlineData("Executable=\"\"", "Executable is missing: the job has nothing to run.")]
    [InlineData("CPUTime=99", "CPUTime is 99; it must be between 100 and 500000.")]
    [InlineData("CPUTime=500001", "CPUTime is 500001; it must be between 100 and 500000.")]
    [InlineData("CPUTime=long", "CPUTime must be a whole number, not 'long'.")]
    [InlineData("Priority=11", "Priority is 11; it must be between 0 and 10.")]
    [InlineData("NumberOfProcessors=0", "NumberOfProcessors is 0; it must be between 1 and 1024.")]
    [InlineData("NumberOfProcessors=1025", "NumberOfProcessors is 1025; it must be between 1 and 1024.")]
    [InlineData(
        "MinNumberOfProcessors=4; MaxNumberOfProcessors=2", "MaxNumberOfProcessors (2) is less than MinNumberOfProcessors (4).")]
    [InlineData("NumberOfGPUs=65", "NumberOfGPUs is 65; it must be between 0 and 64.")]
    [InlineData("ContainerImage=\"alpine\"", "ContainerImage 'alpine' is neither an absolute path nor docker://NAME.")]
    [InlineData("ContainerImage=\"docker://\"", "ContainerImage 'docker://' is neither")]
    [InlineData("ContainerImage=\"/a b\"", "ContainerImage must be at most 512 printable ASCII characters")]
    [InlineData("ContainerImage=\"/a:/b\"", "ContainerImage must be at most 512 printable ASCII characters")]
    [InlineData("Executable=\"dirac-jobexec\"; ContainerImage=\"/a\"", "ContainerImage cannot be used with dirac-jobexec")]
    [InlineData("JobType=\"Usr\"", "JobType 'Usr' is not known; did you mean User?")]
    [InlineData("JobType=\"MCSimulation\"", "JobType 'MCSimulation' is not known; known are User, Test, Hospital.")]
    [InlineData("LogLevel=\"LOUD\"", "LogLevel 'LOUD' is not known; known are DEBUG")]
    [InlineData("Platform=\"x86_64-el8\"", "Platform 'x86_64-el8' is not known; did you mean x86_64-el9?")]
    [InlineData("Site=\"LCG.CREN.ch\"", "Site 'LCG.CREN.ch' is not known; did you mean LCG.CERN.ch")]
    [InlineData("Site=\"cnaf\"", "Site 'cnaf' is not known; did you mean LCG.CNAF.it?")]
    [InlineData("Site={\"LCG.CERN.ch\"}; BannedSites={\"LCG.CERN.ch\"}", "Every site in Site is also in BannedSites")]
    [InlineData("InputData=\"LFN:/vo//a\"", "InputData: The logical file name '/vo//a' contains '//'.")]
    [InlineData("InputData=\"LFN:/other/a\"", "InputData: '/other/a' does not lie in your VO's directory /vo/.")]
    [InlineData("InputData=\"LFN:/vo/../other/a\"", "InputData: The logical file name '/vo/../other/a' contains '.' or '..'")]
    [InlineData("InputSandbox=\"LFN:vo/a\"", "InputSandbox: The logical file name 'vo/a' must begin with '/'.")]
    [InlineData("JobGroup=\"123456789012345678901234567890123\"", "JobGroup '123456789012345678901234567890…' has 33 characters")]
    [InlineData("JobName=\"\u5b9f\u9a13\"", "JobName '\u5b9f\u9a13' contains letters that the database cannot hold")]
    public void Validate_BrokenRule_SaysItInOneSentence(string text, string problem)
    {
        var problems = Job(text.StartsWith("Exec", StringComparison.Ordinal) ? text : "Executable=\"/bin/true\"; " + text).Validate(Limits);

        Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(499, "User", 0)]
    [InlineData(500, "User", 1)]
    [InlineData(500, "Test", 0)]
    public void Validate_ManyInputFiles_LimitsUserJobs(int files, string type, int problems)
    {
        var ad = ClassAd.Parse($"Executable=\"x\"; JobType=\"{type}\"").With("InputData", Enumerable.Range(0, files).Select(i => $"/vo/{i}"));

        Assert.Equal(problems, new JobDescription(ad).Validate(Limits).Count);
    }

    [Fact]
    public void Validate_NoKnownSites_AcceptsAnyName() =>
        Assert.Empty(Job("Executable=\"x\"; Site=\"Somewhere.Else.org\"").Validate(Limits with { KnownSites = null }));

    [Fact]
    public void Validate_ThousandsOfWrongNames_ReportsAFew()
    {
        var ad = ClassAd.Parse("Executable=\"x\"").With("Site", Enumerable.Range(0, 10_000).Select(i => $"LCG.X{i}.ch"));

        Assert.InRange(new JobDescription(ad).Validate(Limits).Count, 1, 50);
    }

    private static JobDescription Job(string text) => new(ClassAd.Parse(text));
}
