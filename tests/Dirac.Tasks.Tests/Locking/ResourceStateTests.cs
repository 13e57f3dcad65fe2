using Dirac.Tasks.Locking;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Locking;

/// <summary>What locks and limits promise, over random histories: a small world of holders and waiters that the rule alone moves.</summary>
public sealed class ResourceStateTests
{
    private const string Name = "lock Site/A";

    [Fact]
    public void Admits_AnyHistoryOfALock_NeverLetsOneInBesideWhoWantsItAlone()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 300; round++)
        {
            var world = new World(random, capacity: 1, [HoldMode.Exclusive, HoldMode.Shared]);
            for (var step = 0; step < 40; step++)
            {
                world.Step();
                var exclusive = world.Holders.Count(holder => holder.Mode == HoldMode.Exclusive);
                Assert.True(exclusive == 0 || world.Holders.Count == 1, $"{exclusive} of {world.Holders.Count} hold it alone.");
                world.CheckProgress();
            }
        }
    }

    [Fact]
    public void Admits_AnyHistoryOfALimit_NeverExceedsIt()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 300; round++)
        {
            var capacity = random.Next(1, 5);
            var world = new World(random, capacity, [HoldMode.Slot]);
            for (var step = 0; step < 40; step++)
            {
                world.Step();
                Assert.True(world.Holders.Count <= capacity);
                world.CheckProgress();
            }
        }
    }

    [Fact]
    public void Admits_AnyHistory_ServesConflictingOnesInTheirOrder()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 300; round++)
        {
            var world = new World(random, capacity: 1, [HoldMode.Exclusive, HoldMode.Shared]);
            for (var step = 0; step < 40; step++)
                world.Step();

            for (var later = 0; later < world.Served.Count; later++)
            {
                for (var earlier = 0; earlier < later; earlier++)
                {
                    var (one, other) = (world.Served[earlier], world.Served[later]);
                    var conflict = one.Mode == HoldMode.Exclusive || other.Mode == HoldMode.Exclusive;
                    Assert.False(conflict && one.TaskID > other.TaskID, $"{one} was served before {other}, which came first and wants what is not for both.");
                }
            }
        }
    }

    [Fact]
    public void Admits_StreamOfReaders_DoesNotPassAWriterThatWaits()
    {
        var state = new ResourceState(nowMs: 1_000);
        state.AddHolder(1, HoldMode.Shared);
        state.AddWaiter(new Waiter(At(2), HoldMode.Exclusive, WokenMs: null));

        Assert.False(state.Admits(new TaskNeed(Name, HoldMode.Shared), At(3), isWaiting: false));
        Assert.True(state.Admits(new TaskNeed(Name, HoldMode.Shared), At(1), isWaiting: false));
    }

    [Fact]
    public void Admits_WokenOneThatDoesNotCome_IsNotWaitedForLong()
    {
        var state = new ResourceState(nowMs: 10_000);
        state.AddWaiter(new Waiter(At(1), HoldMode.Exclusive, WokenMs: 9_000));
        Assert.False(state.Admits(new TaskNeed(Name, HoldMode.Exclusive), At(2), isWaiting: false));

        var later = new ResourceState(nowMs: 15_000);
        later.AddWaiter(new Waiter(At(1), HoldMode.Exclusive, WokenMs: 9_000));
        Assert.True(later.Admits(new TaskNeed(Name, HoldMode.Exclusive), At(2), isWaiting: false));
    }

    [Fact]
    public void Queue_ForARate_GivesTurnsOneIntervalApart_AndNewcomersComeLast()
    {
        var need = new TaskNeed("rate Mails", HoldMode.Pass) { Capacity = 1, IntervalUs = 60_000_000 };
        var state = new ResourceState(nowMs: 1_000);
        state.Take(need, At(1));

        Assert.Equal([61_000L, 121_000L, 181_000L], new[] { 2, 3, 4 }.Select(id => state.Queue(need, At(id), isWaiting: false)!.Value));

        var later = new ResourceState(nowMs: 61_000);
        later.SetRate(need.IntervalUs, new ResourceRow { Resource = need.Resource, IntervalUs = need.IntervalUs, TatUs = state.TatUs, LastTurnMs = state.LastTurnMs });
        Assert.True(later.Admits(need, At(2), isWaiting: true));
        Assert.False(later.Admits(need, At(5), isWaiting: false));
        Assert.Equal(241_000L, later.Queue(need, At(5), isWaiting: false));
    }

    private static Place At(long id) => new(TaskPriority.Normal, id, id);

    /// <summary>Tasks come, are woken, come again and end, as in the tables.</summary>
    private sealed class World(Random random, int capacity, HoldMode[] modes)
    {
        private readonly List<Waiter> _waiters = [];
        private long _last;

        public List<(long TaskID, HoldMode Mode)> Holders { get; } = [];

        public List<(long TaskID, HoldMode Mode)> Served { get; } = [];

        public void Step()
        {
            var woken = _waiters.Where(waiter => waiter.WokenMs is not null).ToList();
            if (random.Next(3) == 0 && Holders.Count > 0)
                End();
            else if (random.Next(2) == 0 && woken.Count > 0)
                Try(woken[random.Next(woken.Count)].Place, woken[0].Mode, isWaiting: true);
            else
                Try(At(++_last), modes[random.Next(modes.Length)], isWaiting: false);
        }

        // Nobody is forgotten: whoever waits has a holder in its way, or somebody before it was woken.
        public void CheckProgress() =>
            Assert.True(_waiters.Count == 0 || Holders.Count > 0 || _waiters.Any(waiter => waiter.WokenMs is not null), "Somebody waits for nobody.");

        private void End()
        {
            Holders.RemoveAt(random.Next(Holders.Count));
            var woken = State().Wakeable(Name, capacity).Select(place => place.TaskID).ToHashSet();
            for (var index = 0; index < _waiters.Count; index++)
            {
                if (woken.Contains(_waiters[index].Place.TaskID))
                    _waiters[index] = _waiters[index] with { WokenMs = 0 };
            }
        }

        private void Try(Place place, HoldMode mode, bool isWaiting)
        {
            mode = isWaiting ? _waiters.Single(waiter => waiter.Place == place).Mode : mode;
            var need = new TaskNeed(Name, mode) { Capacity = capacity };
            var admitted = State().Admits(need, place, isWaiting);
            _waiters.RemoveAll(waiter => waiter.Place == place);
            if (admitted)
            {
                Holders.Add((place.TaskID, mode));
                Served.Add((place.TaskID, mode));
            }
            else
            {
                _waiters.Add(new Waiter(place, mode, WokenMs: null));
            }
        }

        private ResourceState State()
        {
            var state = new ResourceState(nowMs: 0);
            foreach (var (id, mode) in Holders)
                state.AddHolder(id, mode);
            foreach (var waiter in _waiters)
                state.AddWaiter(waiter);
            return state;
        }
    }
}
