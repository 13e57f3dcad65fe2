using Dirac.Monitoring.Downtimes;
using Dirac.Monitoring.Statuses;

namespace Dirac.Monitoring.Tests.Statuses;

public sealed class StatusSnapshotTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Find_RowOfTheVO_LiesOverThatOfAll()
    {
        var snapshot = Of([Row("A", "Banned"), Row("A", "Active", vo: "demo")]);

        Assert.Equal("Active", snapshot.Find(ElementKind.Site, "demo", "A")!.Status);
        Assert.Equal("Banned", snapshot.Find(ElementKind.Site, "other", "A")!.Status);
        Assert.Null(snapshot.Find(ElementKind.Site, "demo", "B"));
    }

    [Fact]
    public void Find_NoRow_IsWhatTheConfigurationSays()
    {
        var marked = new ElementState("Banned", "");

        Assert.Equal(marked, StatusSnapshot.Empty.Find(ElementKind.Site, "demo", "A", otherwise: marked));
        Assert.Equal("Active", Of([Row("A", "Active")]).Find(ElementKind.Site, "demo", "A", otherwise: marked)!.Status);
    }

    [Fact]
    public void Find_ResourceOfAnotherType_IsAnotherElement()
    {
        var snapshot = new StatusSnapshot([], [Row("x", "Banned") with { ElementType = "FTS" }], [], Now);

        Assert.Null(snapshot.Find(ElementKind.Compute, "demo", "x"));
        Assert.Equal("Banned", snapshot.Find(ElementKind.Fts, "demo", "x")!.Status);
    }

    [Theory]
    [InlineData(-30, "Active", "status")]
    [InlineData(-1, "Draining", "downtime")]
    [InlineData(0, "Banned", "downtime")]
    [InlineData(3, "Banned", "downtime")]
    [InlineData(4, "Active", "status")]
    public void Find_DowntimeAroundNow_DrainsBansAndGivesBack(int hoursAfterBegin, string status, string source)
    {
        var downtime = Downtime(Now, Now.AddHours(4));

        var found = Of([Row("A", "Active")], [downtime], Now.AddHours(hoursAfterBegin)).Find(ElementKind.Site, "demo", "A")!;

        Assert.Equal((status, source), (found.Status, found.Source));
    }

    [Fact]
    public void Find_DowntimeOfABannedSite_KeepsTheWorseReason()
    {
        var found = Of([Row("A", "Error", reason: "fire")], [Downtime(Now, Now.AddHours(4))], Now).Find(ElementKind.Site, "demo", "A")!;

        Assert.Equal(("Error", "fire"), (found.Status, found.Reason));
    }

    [Fact]
    public void Find_DowntimeOfAnotherVO_DoesNothing()
    {
        var snapshot = Of([], [Downtime(Now, Now.AddHours(4)) with { VO = "other" }], Now);

        Assert.Null(snapshot.Find(ElementKind.Site, "demo", "A"));
        Assert.Empty(snapshot.NamesOf(ElementKind.Site, "demo"));
        Assert.Equal(["A"], snapshot.NamesOf(ElementKind.Site, "other"));
    }

    internal static DowntimeRow Downtime(DateTime begin, DateTime end, long id = 1) => new()
    {
        Id = id, Element = "site", Name = "A", VO = "all", Reason = "cooling", Planner = "ann", BeginTime = begin, EndTime = end, DrainSeconds = 12 * 3_600,
    };

    internal static StatusRow Row(string name, string status, string vo = "all", string reason = "") => new()
    {
        Name = name, Status = status, VO = vo, Reason = reason, DateEffective = Now.AddDays(-1), LastCheckTime = Now.AddDays(-1),
    };

    private static StatusSnapshot Of(IReadOnlyList<StatusRow> sites, IReadOnlyList<DowntimeRow>? downtimes = null, DateTime? now = null) => new(sites, [], downtimes ?? [], now ?? Now);
}
