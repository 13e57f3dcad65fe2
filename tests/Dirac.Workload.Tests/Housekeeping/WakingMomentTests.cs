using Dirac.Workload.Rescue;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class WakingMomentTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SleepyClock _clock = new();
    private readonly WakingMoment _moment;

    public WakingMomentTests() => _moment = new WakingMoment(_clock);

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 3, false)]
    [InlineData(60, 0, true)]
    [InlineData(60, 60, true)]
    [InlineData(0, 60, true)]
    [InlineData(-60, 1, false)]
    public void HasSlept_GapOnEitherClock_Counts(int onCalendar, int onTimer, bool expected) =>
        Assert.Equal(expected, WakingMoment.HasSlept(Minute * onCalendar, Minute * onTimer, Minute * 3));

    [Fact]
    public void AwakeFor_RoundsInTime_GrowsFromTheStart()
    {
        for (var round = 1; round <= 10; round++)
        {
            _clock.Pass(Minute);
            Assert.Equal(Minute * round, _moment.AwakeFor(Minute));
        }
    }

    [Fact]
    public void AwakeFor_AfterSleep_CountsAnew()
    {
        _clock.Pass(Minute);
        _moment.AwakeFor(Minute);
        _clock.Sleep(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, _moment.AwakeFor(Minute));
        _clock.Pass(Minute);
        Assert.Equal(Minute, _moment.AwakeFor(Minute));
    }

    [Fact]
    public void AwakeFor_RoundsMeantToBeFarApart_AreNoSleep()
    {
        _clock.Pass(Minute * 30);

        Assert.Equal(Minute * 30, _moment.AwakeFor(Minute * 30));
    }

    [Fact]
    public void AwakeFor_CalendarSetBack_IsNoSleep()
    {
        _clock.Pass(Minute);
        _clock.Set(TimeSpan.FromHours(-5));

        Assert.Equal(Minute, _moment.AwakeFor(Minute));
    }
}
