using Dirac.Workload.TaskQueues;
using Dirac.Workload.Tests.Matching;

namespace Dirac.Workload.Tests.TaskQueues;

public sealed class TaskQueueKeyTests
{
    [Fact]
    public void Equality_SameSetsInAnyOrder_IsTheSameKey()
    {
        var key = AKey.With(("Sites", ["a", "b"]), ("Tags", []));
        var same = AKey.With(("Sites", ["b", "a", "a"]));

        Assert.Equal(key, same);
        Assert.Equal(key.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Equality_VoIsNoPartOfIt() => Assert.Equal(AKey.Of("x", 360), AKey.Of("y", 360));

    public static TheoryData<int> Others() => [.. Enumerable.Range(0, Different.Length)];

    private static readonly TaskQueueKey[] Different =
    [
        AKey.With(), AKey.Of(AnOffer.Vo, 360), AKey.With(("Sites", ["a"])), AKey.With(("BannedSites", ["a"])), AKey.With(("GridCEs", ["a"])), AKey.With(("Platforms", ["a"])),
        AKey.With(("JobTypes", ["a"])), AKey.With(("Tags", ["a"])), AKey.With(("Tags", ["a", "b"])), AKey.With(("Tags", ["A"])),
        new TaskQueueKey("bob", "demo_user", AnOffer.Vo, 3_600, []), new TaskQueueKey("ann", "demo_prod", AnOffer.Vo, 3_600, []),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Equality_AnythingElseDifferent_IsAnotherKey(int index)
    {
        for (var other = 0; other < Different.Length; other++)
        {
            Assert.Equal(index == other, Different[index].Equals(Different[other]));
        }
    }
}
