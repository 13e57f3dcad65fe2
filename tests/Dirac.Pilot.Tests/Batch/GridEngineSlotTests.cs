using Dirac.Pilot.Batch;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Batch;

public sealed class GridEngineSlotTests
{
    private const string Job = """
        ==============================================================
        job_number:                 3001
        owner:                      ann
        hard resource_list:         h_rt=86400,s_rt=24:10:00,h_cpu=172800,h_vmem=4G
        job-array tasks:            1-20:1
        usage    1:                 cpu=00:10:00, mem=12.10000 GBs, io=0.30000, vmem=1.1G, maxvmem=1.2G, wallclock=00:20:00
        usage   17:                 cpu=1:00:00:00, mem=12.10000 GBs, io=0.30000, vmem=1.1G, maxvmem=1.2G, wallclock=02:00:00
        """;

    [Theory]
    [InlineData("undefined", 85_200, 172_200)]
    [InlineData("1", 85_200, 172_200)]
    [InlineData("17", 79_200, 86_400)]
    public async Task Read_Task_HasItsOwnUsage(string task, int wall, int cpu)
    {
        var tool = new FakeTool { Prints = { ["qstat"] = Job } };

        var left = await new GridEngineSlot("3001", task, tool).ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal((wall, cpu), (left.WallClock?.TotalSeconds, left.Cpu?.TotalSeconds));
        Assert.Equal(["qstat -f -j 3001"], tool.Calls);
    }

    [Fact]
    public void Parse_NoUsageOrNoLimit_IsUnknown()
    {
        Assert.True(GridEngineSlot.Parse(Job, "5").IsUnknown);
        Assert.True(GridEngineSlot.Parse(Job.Replace("hard resource_list", "soft resource_list", StringComparison.Ordinal), "1").IsUnknown);
        Assert.True(GridEngineSlot.Parse("Following jobs do not exist: 3001", "1").IsUnknown);
    }

    [Fact]
    public void Parse_NonsenseAsLimit_IsUnknown() =>
        Assert.Null(GridEngineSlot.Parse(Job.Replace("h_rt=86400,s_rt=24:10:00", "h_rt=INFINITY", StringComparison.Ordinal), "1").WallClock);
}
