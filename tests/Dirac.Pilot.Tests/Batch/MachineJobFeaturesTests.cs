using Dirac.Pilot.Batch;

namespace Dirac.Pilot.Tests.Batch;

public sealed class MachineJobFeaturesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Parse_Limits_CountFromTheStartAndForAllProcessors()
    {
        var left = MachineJobFeatures.Parse(
            new Dictionary<string, string> { ["jobstart_secs"] = "1799999000", ["wall_limit_secs"] = "3600", ["cpu_limit_secs"] = "14400", ["allocated_cpu"] = "4" }, Nothing, Now);

        Assert.Equal((2_600, 10_400), (left.WallClock?.TotalSeconds, left.Cpu?.TotalSeconds));
    }

    [Fact]
    public void Parse_Shutdown_TheEarliestCounts()
    {
        var job = new Dictionary<string, string> { ["jobstart_secs"] = "1799999000", ["wall_limit_secs"] = "3600", ["shutdowntime_job"] = "1800000900" };

        Assert.Equal(900, MachineJobFeatures.Parse(job, Nothing, Now).WallClock?.TotalSeconds);
        Assert.Equal(300, MachineJobFeatures.Parse(job, new Dictionary<string, string> { ["shutdowntime"] = "1800000300" }, Now).WallClock?.TotalSeconds);
    }

    [Fact]
    public void Parse_NonsenseOrNothing_IsUnknown()
    {
        Assert.True(MachineJobFeatures.Parse(Nothing, Nothing, Now).IsUnknown);
        Assert.True(MachineJobFeatures.Parse(new Dictionary<string, string> { ["wall_limit_secs"] = "3600", ["shutdowntime_job"] = "tomorrow" }, Nothing, Now).IsUnknown);
    }
}
