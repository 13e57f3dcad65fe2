using Dirac.Tasks.Storage;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Storage;

public sealed class ClaimOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TaskPriority[] Strict = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    [Fact]
    public void Of_AnyTenClaims_StartWithThoseThatWaitedTooLongInExactlyOne()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 1_000; round++)
        {
            var first = random.NextInt64(1, 1_000_000);
            var leads = Enumerable.Range(0, ClaimOrder.OneIn).Select(offset => ClaimOrder.Of(first + offset, Patience)[0]).ToList();

            Assert.Equal(ClaimOrder.OneIn - 1, leads.Count(step => step == new ClaimStep(TaskPriority.Realtime, TimeSpan.Zero)));
            Assert.Single(leads, step => step.Priority != TaskPriority.Realtime && step.MinAge == Patience);
        }
    }

    [Fact]
    public void Of_AnyTwentyClaims_StartWithEachLowerPriorityOnce()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 1_000; round++)
        {
            var first = random.NextInt64(1, 1_000_000);
            var leads = Enumerable.Range(0, 2 * ClaimOrder.OneIn).Select(offset => ClaimOrder.Of(first + offset, Patience)[0].Priority).ToList();

            Assert.Single(leads, TaskPriority.Normal);
            Assert.Single(leads, TaskPriority.Background);
        }
    }

    [Fact]
    public void Of_AnyClaim_EndsWithTheStrictOrderOfAll()
    {
        for (var turn = 1; turn <= 40; turn++)
        {
            var steps = ClaimOrder.Of(turn, Patience);
            Assert.Equal(Strict.Select(priority => new ClaimStep(priority, TimeSpan.Zero)), steps.TakeLast(3));
            Assert.All(steps.SkipLast(3), step => Assert.Equal(Patience, step.MinAge));
        }
    }

    [Fact]
    public void Of_NoPatienceSet_IsAlwaysStrict() =>
        Assert.All(Enumerable.Range(1, 40), turn => Assert.Equal(Strict, ClaimOrder.Of(turn, TimeSpan.Zero).Select(step => step.Priority)));
}
