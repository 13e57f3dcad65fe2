using Dirac.Tasks.Tuning;
using FsCheck.Xunit;

namespace Dirac.Tasks.Tests.Tuning;

public sealed class PoolRulesTests
{
    private static readonly PoolBounds Bounds = new(8, 64, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    [Property]
    public bool Next_AnyFacts_StaysWithinBoundsAndConnections(int seed)
    {
        var random = new Random(seed);
        var bounds = Bounds with { Fewest = random.Next(1, 10), Most = random.Next(10, 100) };
        var state = new PoolState(bounds.Fewest);
        for (var step = 0; step < 300; step++)
        {
            var facts = Facts(random, state.Size);
            var (next, _) = PoolRules.Next(state, facts, bounds);
            if (next.Size < bounds.Fewest || next.Size > bounds.Most || next.Size > state.Size + facts.Room)
                return false;
            state = next;
        }
        return true;
    }

    [Property]
    public bool Next_ConstantLoad_DoesNotTurnOnceSettledAndKeepsTheQueueYoung(int seed, byte share)
    {
        var pool = new SimulatedPool(Bounds, handlerSeconds: 0.02, databaseSeconds: 0.004, databaseCalls: 100, new Random(seed));
        var load = pool.Capacity(Bounds.Most) * (0.02 + (0.8 * share / 255));
        pool.Run(90, load);
        pool.Directions.Clear();

        pool.Run(600, load);

        // At half of its use, chance decides when a pool gives back what it no longer needs: once.
        return pool.Turns == 0 && pool.Directions.Count <= 1 && pool.Age <= Bounds.TargetAge.TotalSeconds + 1;
    }

    [Property]
    public bool Next_TenTimesTheLoadAndBack_RecoversInHalfAMinuteAndGivesBack(int seed)
    {
        var pool = new SimulatedPool(Bounds, handlerSeconds: 0.02, databaseSeconds: 0.004, databaseCalls: 100, new Random(seed));
        var load = pool.Capacity(Bounds.Most) * 0.06;
        pool.Run(60, load);
        pool.Run(30, load * 10);
        var recovered = pool.Age <= Bounds.TargetAge.TotalSeconds + 1;
        pool.Run(60, load * 10);
        pool.Directions.Clear();

        pool.Run(60, load);

        return recovered && pool.State.Size == Bounds.Fewest && pool.Turns == 0;
    }

    [Property(MaxTest = 30)]
    public bool Next_DatabaseIsTheBottleneck_TakesBackWhatOnlyMakesItSlower(int seed, byte knee)
    {
        var calls = 8 + (knee % 12);
        var pool = new SimulatedPool(Bounds, handlerSeconds: 0.001, databaseSeconds: 0.01, databaseCalls: calls, new Random(seed));
        var load = pool.Capacity(Bounds.Most) * 3;
        pool.Run(120, load);

        pool.Run(3_600, load);

        // Growth is tried again after 30 s, 1 min, 2 min, ...: two turns each, and no more than seven in an hour.
        return pool.State.Size < calls * 2.3 && pool.Capacity(pool.State.Size) > 0.8 * pool.Capacity(Bounds.Most) && pool.Turns <= 16;
    }

    [Fact]
    public void Next_SlowDatabase_GivesWayStepByStepAndComesBackLater()
    {
        var state = new PoolState(40);
        var slow = Busy(40) with { DatabaseTime = TimeSpan.FromSeconds(2) };

        var (first, move) = PoolRules.Next(state, slow, Bounds);
        var (second, pause) = PoolRules.Next(first, slow, Bounds);

        Assert.Equal((30, PoolMove.GiveWay), (first.Size, move));
        Assert.Equal((30, PoolMove.Stay), (second.Size, pause));
        for (var passed = 0; passed < 40; passed++) (second, _) = PoolRules.Next(second, Busy(second.Size), Bounds);
        Assert.True(second.Size > 30, $"It is still {second.Size} though the database is fast again.");
    }

    [Fact]
    public void Next_NoConnectionLeft_DoesNotGrow() =>
        Assert.Equal(20, PoolRules.Next(new PoolState(20) { Age = TimeSpan.FromSeconds(10) }, Busy(20) with { Room = 0 }, Bounds).State.Size);

    [Fact]
    public void Next_OldForAMoment_DoesNotGrow()
    {
        var (state, first) = PoolRules.Next(new PoolState(8), Busy(8), Bounds);
        var (_, second) = PoolRules.Next(state, Busy(8) with { Age = TimeSpan.FromSeconds(8) }, Bounds);
        var (_, lasting) = PoolRules.Next(state, Busy(8) with { Age = TimeSpan.FromSeconds(9.5) }, Bounds);

        Assert.Equal((PoolMove.Stay, PoolMove.Stay, PoolMove.Grow), (first, second, lasting));
    }

    [Fact]
    public void Next_LongCalls_WaitForTheProofOfOneGrowthBeforeTheNext()
    {
        var state = new PoolState(8);
        for (var passed = 0; passed < 100; passed++)
            (state, _) = PoolRules.Next(state, Busy(state.Size) with { Ended = 0, CallTime = null }, Bounds);

        Assert.Equal(12, state.Size);
    }

    private static PoolFacts Busy(int size) => new()
    {
        Passed = TimeSpan.FromSeconds(1),
        Age = TimeSpan.FromSeconds(10),
        Busy = size,
        Ended = size * 10,
        CallTime = TimeSpan.FromSeconds(0.1),
        DatabaseTime = TimeSpan.FromMilliseconds(5),
        Room = 1_000,
    };

    private static PoolFacts Facts(Random random, int size) => new()
    {
        Passed = TimeSpan.FromSeconds(random.NextDouble() * 5),
        Age = TimeSpan.FromSeconds(random.Next(3) * random.NextDouble() * 10),
        Busy = random.NextDouble() * size * 1.1,
        Ended = random.Next(1_000),
        CallTime = random.Next(4) == 0 ? null : TimeSpan.FromSeconds(random.NextDouble()),
        DatabaseTime = TimeSpan.FromSeconds(random.NextDouble() * 1.5),
        Room = random.Next(30),
    };
}
