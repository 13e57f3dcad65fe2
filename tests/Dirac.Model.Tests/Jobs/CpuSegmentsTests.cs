using Dirac.Model.Jobs;

namespace Dirac.Model.Tests.Jobs;

public sealed class CpuSegmentsTests
{
    [Theory]
    [InlineData(0, 360)]
    [InlineData(360, 360)]
    [InlineData(361, 1_800)]
    [InlineData(86_400, 86_400)]
    [InlineData(86_401, 172_800)]
    [InlineData(500_000, 518_400)]
    [InlineData(864_001, 1_080_000)]
    [InlineData(5_000_000, 1_080_000)]
    public void RoundUp_Default_TakesTheNextSegment(long cpuTime, long segment) => Assert.Equal(segment, CpuSegments.RoundUp(cpuTime));

    [Fact]
    public void RoundUp_SegmentsNotAscending_UsesTheDefaults()
    {
        Assert.Equal(1_000, CpuSegments.RoundUp(500, [1_000, 2_000]));
        Assert.Equal(1_800, CpuSegments.RoundUp(500, [2_000, 1_000]));
        Assert.Equal(1_800, CpuSegments.RoundUp(500, []));
    }

    [Theory]
    [InlineData(-1, 1e-5)]
    [InlineData(0, 1e-5)]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    [InlineData(10, 1e6)]
    [InlineData(11, 1e6)]
    public void RealPriority_UserPriority_IsClamped(int priority, double weight) => Assert.Equal(weight, JobPriority.RealPriority(priority));
}
