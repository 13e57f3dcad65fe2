using Dirac.Workload.TaskQueues;
using Dirac.Workload.TaskQueues.Shares;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Workload.Tests.TaskQueues;

/// <summary>Domain rules 4.5, line by line.</summary>
public sealed class ShareRulesTests
{
    private static readonly GroupShare Thousand = new(1_000);

    [Fact]
    public void Share_OfAGroup_IsSplitBetweenOwnersThenByMeanPriority()
    {
        var priorities = ShareRules.Of(Thousand, [Queue(1, "ann", 1), Queue(2, "ann", 3, "GPU"), Queue(3, "bob", 5)]);

        Assert.Equal([(1L, 125.0), (2L, 375.0), (3L, 500.0)], Sorted(priorities));
    }

    [Fact]
    public void Share_OfAGroupWithJobSharing_IsOneForAllItsQueues()
    {
        var priorities = ShareRules.Of(Thousand with { IsSharing = true }, [Queue(1, "ann", 1), Queue(2, "ann", 1, "GPU"), Queue(3, "bob", 2)]);

        Assert.Equal([(1L, 250.0), (2L, 250.0), (3L, 500.0)], Sorted(priorities));
    }

    [Fact]
    public void Queues_ThatDifferOnlyInSites_GetTheSumEach()
    {
        var priorities = ShareRules.Of(Thousand, [Queue(1, "ann", 1), Queue(2, "ann", 1, sites: "A"), Queue(3, "ann", 1, sites: "B", banned: "C"), Queue(4, "ann", 1, "GPU")]);

        Assert.Equal([(1L, 750.0), (2L, 750.0), (3L, 750.0), (4L, 250.0)], Sorted(priorities));
    }

    [Fact]
    public void Background_QueuesOfLowMean_GetTheLeastAndTakeNothing()
    {
        QueueWeight[] queues = [Queue(1, "ann", 1), Queue(2, "ann", 0.1, "GPU")];

        Assert.Equal([(1L, 1_000.0), (2L, ShareRules.Least)], Sorted(ShareRules.Of(Thousand with { HasBackground = true }, queues)));
        Assert.Equal([(1L, 909.0909), (2L, 90.9091)], Sorted(ShareRules.Of(Thousand, queues)));
    }

    [Fact]
    public void Background_Only_IsLeastForAll() =>
        Assert.Equal([(1L, ShareRules.Least)], Sorted(ShareRules.Of(Thousand with { HasBackground = true }, [Queue(1, "ann", 0.00001)])));

    [Fact]
    public void Priority_OfAlmostNothing_IsTheLeast() =>
        Assert.Equal([(1L, 1_000.0), (2L, ShareRules.Least)], Sorted(ShareRules.Of(Thousand, [Queue(1, "ann", 1e6), Queue(2, "ann", 1e-5, "GPU")])));

    [Property(MaxTest = 300)]
    public Property Sum_OverQueuesThatAreNotAlike_IsTheGroupsShare() => Prop.ForAll(Queues().ToArbitrary(), Gen.Choose(1, 5_000).ToArbitrary(), (queues, share) =>
        Math.Abs(ShareRules.Of(new GroupShare(share), queues).Values.Sum() - share) <= (0.0001 + ShareRules.Least) * queues.Length);

    [Property(MaxTest = 300)]
    public Property Owners_EachGetTheSame_HoweverManyQueuesTheyHave() => Prop.ForAll(Queues().ToArbitrary(), queues =>
    {
        var priorities = ShareRules.Of(Thousand, queues);
        var sums = queues.GroupBy(queue => queue.Key.Owner).Select(owner => owner.Sum(queue => priorities[queue.Id])).ToList();
        return sums.Max() - sums.Min() <= (0.0001 + ShareRules.Least) * queues.Length;
    });

    [Property(MaxTest = 300)]
    public Property Priority_IsNeverBelowTheLeastAndHasFourDecimals() => Prop.ForAll(Queues().ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (queues, background) =>
        ShareRules.Of(new GroupShare(10, HasBackground: background), queues).Values.All(priority => priority >= ShareRules.Least && priority == Math.Round(priority, 4)));

    // Tags make each queue of its own kind, so that none is grouped with another.
    private static Gen<QueueWeight[]> Queues() =>
        from owners in Gen.Choose(1, 4)
        from means in Gen.Elements(0.00001, 0.05, 1, 2, 5, 9.5, 1e6).NonEmptyListOf()
        select means.Take(20).Select((mean, index) => Queue(index, $"owner{index % owners}", mean, $"tag{index}")).ToArray();

    private static QueueWeight Queue(long id, string owner, double mean, string? tag = null, string? sites = null, string? banned = null) => new(
        id,
        new TaskQueueKey(owner, "demo_user", "demo", 3_600, [Values("Tags", tag), Values("Sites", sites), Values("BannedSites", banned)]),
        mean);

    private static KeyValuePair<string, IEnumerable<string>> Values(string field, string? value) => KeyValuePair.Create(field, value is null ? Enumerable.Empty<string>() : [value]);

    private static IEnumerable<(long, double)> Sorted(IReadOnlyDictionary<long, double> priorities) => priorities.OrderBy(queue => queue.Key).Select(queue => (queue.Key, queue.Value));
}
