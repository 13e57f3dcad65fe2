using Dirac.Monitoring.Statuses;

namespace Dirac.Monitoring.Tests.Statuses;

/// <summary>Domain rules 13.</summary>
public sealed class StatusRulesTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Active", true)]
    [InlineData("Degraded", true)]
    [InlineData("Probing", false)]
    [InlineData("Banned", false)]
    [InlineData("Error", false)]
    [InlineData("Unknown", false)]
    [InlineData("active", false)]
    public void IsUsable_EachStatus_OnlyActiveAndDegradedAre(string status, bool usable) => Assert.Equal(usable, StatusRules.IsUsable(status));

    [Theory]
    [InlineData("Banned", "Active", "Probing")]
    [InlineData("Banned", "Degraded", "Probing")]
    [InlineData("Banned", "Unknown", "Probing")]
    [InlineData("Banned", "Probing", "Probing")]
    [InlineData("Banned", "Error", "Error")]
    [InlineData("Banned", "Banned", "Banned")]
    [InlineData("Probing", "Active", "Active")]
    [InlineData("Error", "Active", "Active")]
    [InlineData("Active", "Banned", "Banned")]
    [InlineData(null, "Active", "Active")]
    public void Propose_FromAStatus_LeavesBannedOverProbingOnly(string? current, string proposed, string expected) =>
        Assert.Equal(expected, StatusRules.Propose(current, proposed));

    [Fact]
    public void Combine_Several_LowestLevelWins()
    {
        Assert.Equal("Banned", StatusRules.Combine(["Active", "Banned", "Degraded"]));
        Assert.Equal("Error", StatusRules.Combine(["Banned", "Error"]));
        Assert.Equal("Unknown", StatusRules.Combine([]));
    }

    [Fact]
    public void Change_SameStatus_KeepsTheTimeOfEffect()
    {
        var before = new StatusRow { Name = "A", Status = "Banned", Reason = "old", DateEffective = Now.AddDays(-3) };

        var same = StatusRules.Change(before, before with { Reason = "new" }, Now);
        var other = StatusRules.Change(before, before with { Status = "Active" }, Now);

        Assert.Equal((Now.AddDays(-3), Now, "new"), (same.DateEffective, same.LastCheckTime, same.Reason));
        Assert.Equal((Now, Now), (other.DateEffective, other.LastCheckTime));
    }

    [Fact]
    public void Digest_RepeatedLines_KeepsThoseThatChangeStatusOrHolder()
    {
        StatusRow Line(long id, string status, string owner = "rs_svc") => new() { ID = id, Name = "A", Status = status, TokenOwner = owner };

        var kept = LogDigest.Of([Line(1, "Active"), Line(2, "Active"), Line(3, "Banned", "ann"), Line(4, "Banned", "ann"), Line(5, "Banned"), Line(6, "Active")], Line(0, "Active"));

        Assert.Equal([3, 5, 6], kept.Select(line => line.ID));
    }
}
