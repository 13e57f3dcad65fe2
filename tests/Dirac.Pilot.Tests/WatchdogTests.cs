using Dirac.Model.Jdl;
using Dirac.Pilot.Payloads;

namespace Dirac.Pilot.Tests;

public sealed class WatchdogTests
{
    private static readonly PayloadUsage Modest = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 100_000, 200_000, 1L << 30);

    [Fact]
    public void Look_ModestPayload_GoesOn() => Assert.Null(Of("[ MaxRAM = 1; ]").Look(Modest));

    [Fact]
    public void Look_TooLong_NamesTheWallClock() =>
        Assert.Equal("Job has exceeded maximum wall clock time", Of("[ ]").Look(Modest with { WallClock = TimeSpan.FromDays(4), Cpu = TimeSpan.FromDays(1) })?.MinorStatus);

    [Fact]
    public void Look_DiskFull_SaysSo() => Assert.Equal("Job has insufficient disk space to continue", Of("[ ]").Look(Modest with { FreeDiskBytes = 1 })?.MinorStatus);

    [Theory]
    [InlineData("[ MaxRAM = 1; ]", Watchdog.MemoryExceeded)]
    [InlineData("[ MaxRAM = 3; ]", null)]
    [InlineData("[ ]", null)]
    public void Look_MuchMemory_IsLimitedOnlyWhenAskedFor(string jdl, string? verdict) =>
        Assert.Equal(verdict, Of(jdl).Look(Modest with { ResidentKilobytes = 2_000_000 })?.MinorStatus);

    [Theory]
    [InlineData("[ CPUTime = 100; ]", "Job has reached the CPU limit of the queue")]
    [InlineData("[ CPUTime = 100; DisableCPUCheck = true; ]", null)]
    [InlineData("[ CPUTime = 1000; ]", null)]
    public void Look_MuchCpu_IsJudgedInNormalisedSeconds(string jdl, string? verdict) =>
        Assert.Equal(verdict, Of(jdl).Look(Modest with { Cpu = TimeSpan.FromSeconds(31) })?.MinorStatus);

    [Theory]
    [InlineData("[ ]", 60, "Watchdog identified this job as stalled")]
    [InlineData("[ ]", 120, null)]
    [InlineData("[ JobType = \"Test\"; ]", 60, null)]
    public void Look_LittleCpuOverTheWindow_IsStalled(string jdl, double cpuSeconds, string? verdict)
    {
        var watchdog = Of(jdl);
        Assert.Null(watchdog.Look(Modest with { WallClock = TimeSpan.Zero, Cpu = TimeSpan.Zero }));

        Assert.Equal(verdict, watchdog.Look(Modest with { WallClock = TimeSpan.FromMinutes(31), Cpu = TimeSpan.FromSeconds(cpuSeconds) })?.MinorStatus);
    }

    [Theory]
    [InlineData(301, null)]
    [InlineData(300, "The batch system ends this slot in 300 s")]
    [InlineData(-1, "The batch system ends this slot in 0 s")]
    public void Look_SlotNearlyOver_IsTheQueuesLimit(double left, string? detail)
    {
        var verdict = Of("[ DisableCPUCheck = true; ]").Look(Modest, TimeSpan.FromSeconds(left));

        Assert.Equal((detail is null ? null : "Job has reached the CPU limit of the queue", detail), (verdict?.MinorStatus, verdict?.Detail));
    }

    [Theory]
    [InlineData(401, false)]
    [InlineData(400, true)]
    public void WantsCheckpoint_SlotNearlyOver_CountsTheMargin(double left, bool wanted) =>
        Assert.Equal(wanted, Of("[ CPUTime = 1000000; StopSigRegex = \".\"; StopSigStartSeconds = 100; ]").WantsCheckpoint(Modest, TimeSpan.FromSeconds(left)));

    [Theory]
    [InlineData("[ CPUTime = 10000; StopSigRegex = \".\"; StopSigStartSeconds = 100; ]", 1400, true)]
    [InlineData("[ CPUTime = 10000; StopSigRegex = \".\"; StopSigStartSeconds = 100; ]", 1399, false)]
    [InlineData("[ CPUTime = 10000; StopSigStartSeconds = 100; ]", 1490, false)]
    public void WantsCheckpoint_LittleTimeLeft_OnceAndOnlyIfAskedFor(string jdl, double cpuSeconds, bool wanted)
    {
        var watchdog = Of(jdl);

        Assert.Equal(wanted, watchdog.WantsCheckpoint(Modest with { Cpu = TimeSpan.FromSeconds(cpuSeconds) }));
        Assert.False(watchdog.WantsCheckpoint(Modest with { Cpu = TimeSpan.FromSeconds(cpuSeconds) }));
    }

    private static Watchdog Of(string jdl) => new(new WatchdogLimits(), new JobDescription(ClassAd.Parse(jdl)), processors: 1, cpuPower: 10);
}
