using Dirac.Monitoring.Downtimes;
using Dirac.Monitoring.Tests.Statuses;

namespace Dirac.Monitoring.Tests.Downtimes;

public sealed class DowntimeRulesTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DowntimeRow Long = StatusSnapshotTests.Downtime(Now, Now.AddHours(9), 1);
    private static readonly DowntimeRow Short = StatusSnapshotTests.Downtime(Now.AddHours(2), Now.AddHours(4), 2);

    [Fact]
    public void Begin_SiteInService_IsBannedUntilTheEnd()
    {
        var (row, write) = DowntimeRules.Begin(Long, StatusSnapshotTests.Row("A", "Degraded", reason: "slow disks"), []);

        Assert.Equal(("Ongoing", "Degraded", "slow disks"), (row.State, row.BeforeStatus, row.BeforeReason));
        Assert.Equal(("Banned", "ann", Long.EndTime), (write!.Status, write.TokenOwner, write.TokenExpiration));
        Assert.Equal("Downtime 1 until 2026-03-01 21:00 UTC: cooling", write.Reason);
    }

    [Fact]
    public void Begin_SiteThatSomebodyBanned_StaysHis()
    {
        var (row, write) = DowntimeRules.Begin(Long, StatusSnapshotTests.Row("A", "Banned", reason: "stolen"), []);

        Assert.Equal(("Ongoing", null), (row.State, row.BeforeStatus));
        Assert.Null(write);
        Assert.Null(DowntimeRules.End(row, StatusSnapshotTests.Row("A", "Banned", reason: "stolen"), []).Write);
    }

    [Fact]
    public void End_AfterItsBegin_GivesBackWhatWas()
    {
        var (row, banned) = DowntimeRules.Begin(Long, StatusSnapshotTests.Row("A", "Degraded", reason: "slow disks"), []);

        var (over, write) = DowntimeRules.End(row, banned, []);

        Assert.Equal("Over", over.State);
        Assert.Equal(("Degraded", "Downtime 1 is over; before: slow disks", "rs_svc"), (write!.Status, write.Reason, write.TokenOwner));
    }

    [Fact]
    public void End_SomebodySaidOtherwiseMeanwhile_LeavesIt()
    {
        var (row, banned) = DowntimeRules.Begin(Long, null, []);

        Assert.Null(DowntimeRules.End(row, banned! with { Reason = "really broken" }, []).Write);
        Assert.Null(DowntimeRules.End(row, banned! with { Status = "Active" }, []).Write);
        Assert.Equal("Active", DowntimeRules.End(row, banned, []).Write!.Status);
    }

    [Fact]
    public void Overlapping_EndsInAnyOrder_GiveBackWhatWasBeforeBoth()
    {
        var (first, banned) = DowntimeRules.Begin(Long, StatusSnapshotTests.Row("A", "Active"), []);
        var (second, banned2) = DowntimeRules.Begin(Short, banned, [first]);
        Assert.Equal("Active", second.BeforeStatus);

        var (_, afterShort) = DowntimeRules.End(second, banned2, [first]);
        Assert.Equal(("Banned", true), (afterShort!.Status, afterShort.Reason.StartsWith("Downtime 1 ", StringComparison.Ordinal)));

        Assert.Equal("Active", DowntimeRules.End(first, afterShort, []).Write!.Status);
        Assert.Null(DowntimeRules.End(first, banned2, [second]).Write);
        Assert.Equal("Active", DowntimeRules.End(second, banned2, []).Write!.Status);
    }

    [Fact]
    public void End_WithAnotherStartNumber_IsNotMistaken() =>
        Assert.Null(DowntimeRules.End(Long with { State = "Ongoing", BeforeStatus = "Active" }, StatusSnapshotTests.Row("A", "Banned", reason: "Downtime 11 until 2026-03-01 21:00 UTC: x"), []).Write);
}
