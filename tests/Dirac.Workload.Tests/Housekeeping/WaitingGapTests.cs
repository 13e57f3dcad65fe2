using Dirac.Workload.Rescue;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class WaitingGapTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WaitingGap _gap;

    public WaitingGapTests() => _gap = new WaitingGap(_clock);

    [Fact]
    public void MustWalk_NumbersDifferTwiceInARow_Walks()
    {
        Assert.False(_gap.MustWalk(10, 10));
        Assert.False(_gap.MustWalk(11, 10));
        Assert.True(_gap.MustWalk(12, 10));
    }

    [Fact]
    public void MustWalk_EqualInBetween_BeginsAnew()
    {
        Assert.False(_gap.MustWalk(11, 10));
        Assert.False(_gap.MustWalk(10, 10));
        Assert.False(_gap.MustWalk(9, 10));
        Assert.True(_gap.MustWalk(9, 10));
    }

    [Fact]
    public void MustWalk_AfterAWalkThatFoundNothing_WaitsAWhile()
    {
        Differ();
        _gap.Walked(0);

        Assert.False(Differ());
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(Differ());
    }

    [Fact]
    public void MustWalk_AfterAWalkThatFoundJobs_WalksAgain()
    {
        Differ();
        _gap.Walked(3);

        Assert.True(Differ());
    }

    [Fact]
    public void MustWalk_NoWalkForAnHour_WalksThoughNumbersAgree()
    {
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(_gap.MustWalk(10, 10));
        _gap.Walked(0);
        Assert.False(_gap.MustWalk(10, 10));
    }

    private bool Differ()
    {
        _gap.MustWalk(11, 10);
        return _gap.MustWalk(11, 10);
    }
}
