using Dirac.Pilot.Batch;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests.Batch;

public sealed class CondorSlotTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData("MaxRuntime = 7200", 3_600)]
    [InlineData("maxruntime = 7200", 3_600)]
    [InlineData("AllowedJobDuration = 4000", 400)]
    [InlineData("MaxRuntime = 7200\nAllowedExecuteDuration = 4000", 400)]
    [InlineData("MaxRuntime = 2 * 3600", null)]
    [InlineData("MaxRuntime = undefined", null)]
    [InlineData("MaxRuntime = 0", null)]
    [InlineData("Owner = \"ann = bob\"", null)]
    public void Parse_JobAd_CountsFromTheStart(string line, int? seconds) =>
        Assert.Equal(seconds, CondorSlot.Parse($"ClusterId = 17\nJobCurrentStartDate = 1799996400\n{line}\nCmd = \"pilot.sh\"\n", Now).WallClock?.TotalSeconds);

    [Fact]
    public void Parse_NoStart_IsUnknown() => Assert.True(CondorSlot.Parse("MaxRuntime = 7200\n", Now).IsUnknown);

    [Fact]
    public async Task Read_NoFile_IsUnknown() =>
        Assert.True((await new CondorSlot("/nonexistent/.job.ad", new FakeTimeProvider()).ReadAsync(TestContext.Current.CancellationToken)).IsUnknown);
}
