using System.Globalization;
using Dirac.Tasks.Schedules;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Tasks.Tests.Schedules;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Now = At("2026-11-28T08:15:30");

    [Theory]
    [InlineData("every 90s", "2026-11-28T08:17:00")]
    [InlineData("every 1.5m", "2026-11-28T08:17:00")]
    [InlineData("300", "2026-11-28T08:20:30")]
    [InlineData("every 2h", "2026-11-28T10:15:30")]
    [InlineData("every 1d", "2026-11-29T08:15:30")]
    [InlineData("cron 0 6 * * *", "2026-11-29T06:00:00")]
    [InlineData("cron */20 * * * * *", "2026-11-28T08:15:40")]
    [InlineData("cron 0 0 29 2 *", "2028-02-29T00:00:00")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=6", "2026-11-30T06:00:00")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=-1FR", "2026-12-25T00:00:00")]
    [InlineData("DTSTART:20260105T060000Z RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-12-07T06:00:00")]
    [InlineData("DTSTART:20270101T000000Z RRULE:FREQ=DAILY;COUNT=2", "2027-01-01T00:00:00")]
    public void First_OfASchedule_IsTheFirstMomentAfterNow(string text, string due) => Assert.Equal(At(due), ScheduleText.Parse(text).First(Now));

    [Theory]
    [InlineData("never")]
    [InlineData("DTSTART:20250101T000000Z RRULE:FREQ=DAILY;COUNT=2")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=20260101T000000Z")]
    public void First_ScheduleThatIsOver_IsNever(string text) => Assert.Null(ScheduleText.Parse(text).First(Now));

    [Theory]
    [InlineData("")]
    [InlineData("daily")]
    [InlineData("every")]
    [InlineData("every 0s")]
    [InlineData("every 0.5s")]
    [InlineData("every -5m")]
    [InlineData("every 5y")]
    [InlineData("every 1e300d")]
    [InlineData("cron 0 6 * *")]
    [InlineData("cron 61 6 * * *")]
    [InlineData("cron 0 0 30 2 *")]
    [InlineData("RRULE:")]
    [InlineData("RRULE:FREQ=OFTEN")]
    [InlineData("RRULE:FREQ=SECONDLY")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("RRULE:FREQ=DAILY;INTERVAL=0")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=5")]
    [InlineData("DTSTART:yesterday RRULE:FREQ=DAILY")]
    public void Parse_WhatMakesNoSense_IsRefusedWithItsReason(string text) => Assert.NotEmpty(Assert.Throws<FormatException>(() => ScheduleText.Parse(text)).Message);

    [Fact]
    public void Following_IntervalAfterALongPause_KeepsItsBeat() =>
        Assert.Equal(At("2026-11-28T08:16:00"), Schedule.Every(TimeSpan.FromMinutes(1)).Following(At("2026-11-01T00:00:00"), Now));

    [Property]
    public Property Following_AnySchedule_IsAheadAndNothingLiesBetween()
    {
        var texts = Gen.Elements("every 7s", "every 13m", "every 3d", "cron */7 3 * * 1", "cron 15 10 13 * 5", "RRULE:FREQ=HOURLY;INTERVAL=5", "RRULE:FREQ=MONTHLY;BYDAY=-1FR", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH");
        var cases = from text in texts from late in Gen.Choose(0, 40_000_000) select (text, late);
        return Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var schedule = ScheduleText.Parse(one.text);
            var due = schedule.First(Now)!.Value;
            var now = due.AddSeconds(one.late);
            var following = schedule.Following(due, now)!.Value;
            return following > now && (following == schedule.Following(due, following.AddSeconds(-1)));
        });
    }

    [Theory]
    [InlineData("every 90s", "every 90s")]
    [InlineData("90", "every 90s")]
    [InlineData("every  1.5m", "every 90s")]
    [InlineData("cron  0 6 * * *", "cron 0 6 * * *")]
    public void Text_OfEqualSchedules_IsEqual(string written, string text)
    {
        Assert.Equal(text, ScheduleText.Parse(written).Text);
        Assert.Equal(text, ScheduleText.Parse(text).Text);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
