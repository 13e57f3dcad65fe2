using Dirac.Pilot.Batch;

namespace Dirac.Pilot.Tests.Batch;

public sealed class PbsSlotTests
{
    private const string Job = """
        Job Id: 512.gate.example.org
            Job_Name = pilot
            job_state = R
            resources_used.cput = 00:10:30
            resources_used.mem = 102400kb
            resources_used.walltime = 01:00:00
            Resource_List.cput = 48:00:00
            Resource_List.nodes = 1:ppn=4
            Resource_List.walltime = 24:00:00
        """;

    [Fact]
    public void Parse_Job_IsLimitsLessUse() =>
        Assert.Equal((82_800, 172_170), (PbsSlot.Parse(Job).WallClock?.TotalSeconds, PbsSlot.Parse(Job).Cpu?.TotalSeconds));

    [Fact]
    public void Parse_TorqueSaysWhatRemains_ThatCounts() => Assert.Equal(500, PbsSlot.Parse(Job + "\n    Walltime.Remaining = 500\n").WallClock?.TotalSeconds);

    [Theory]
    [InlineData("qstat: Unknown Job Id 512")]
    [InlineData("Resource_List.walltime = 24:00:00")]
    [InlineData("Resource_List.walltime = forever\nresources_used.walltime = 00:01:00")]
    public void Parse_NotEnough_IsUnknown(string output) => Assert.True(PbsSlot.Parse(output).IsUnknown);
}
