namespace Dirac.Tasks.Locking;

/// <summary>Who holds a resource and who waits for it, at one moment of the database's clock. Pure: it knows no table. Used by one thread.</summary>
internal sealed class ResourceState(long nowMs)
{
    private readonly List<(long TaskID, HoldMode Mode)> _holders = [];
    private readonly List<Waiter> _waiters = [];
    private long _turnUs;

    /// <summary>Of a rate: the time of one pass, in microseconds.</summary>
    public long IntervalUs { get; private set; }

    /// <summary>Of a rate: its state, in microseconds.</summary>
    public long TatUs { get; private set; }

    /// <summary>Of a rate: the last turn given to a task that waits, in milliseconds.</summary>
    public long LastTurnMs { get; private set; }

    /// <summary>Whether passes or turns were given, or the rate has another value.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Those that wait, in their order.</summary>
    public IReadOnlyList<Waiter> Waiters => _waiters;

    private long NowUs => nowMs * 1_000;

    public void AddHolder(long taskID, HoldMode mode) => _holders.Add((taskID, mode));

    public void AddWaiter(Waiter waiter)
    {
        _waiters.Add(waiter);
        _waiters.Sort((one, other) => one.Place.CompareTo(other.Place));
    }

    /// <summary>Sets a rate's state.</summary>
    /// <param name="intervalUs">The time of one pass that counts now.</param>
    /// <param name="row">Its state under the value last used; a rate of another value begins anew.</param>
    public void SetRate(long intervalUs, ResourceRow row)
    {
        IntervalUs = intervalUs;
        if (row.IntervalUs == intervalUs)
            (TatUs, LastTurnMs) = (row.TatUs, row.LastTurnMs);
        else
            HasChanged = true;
    }

    /// <summary>Whether a task can have what it needs now, without passing those who came before it and want what is not for both.</summary>
    public bool Admits(TaskNeed need, Place place, bool isWaiting)
    {
        var holders = _holders.Where(holder => holder.TaskID != place.TaskID);
        var ahead = _waiters.Where(waiter => waiter.Place.IsBefore(place) && waiter.KeepsItsPlace(nowMs));
        return need.Mode switch
        {
            HoldMode.Exclusive => !holders.Any() && !ahead.Any(),
            HoldMode.Shared => holders.All(holder => holder.Mode == HoldMode.Shared) && ahead.All(waiter => waiter.Mode == HoldMode.Shared),
            HoldMode.Slot => holders.Count() + ahead.Count() < need.Capacity,
            _ => NowUs >= Rate.OpensAt(TatUs, need.IntervalUs, need.Capacity) && (isWaiting || LastTurnMs <= nowMs),
        };
    }

    /// <summary>Gives a task what it needs.</summary>
    public void Take(TaskNeed need, Place place)
    {
        _waiters.RemoveAll(waiter => waiter.Place.TaskID == place.TaskID);
        if (need.Mode == HoldMode.Pass)
            (TatUs, HasChanged) = (Rate.AfterPass(TatUs, NowUs, need.IntervalUs), true);
        else
            AddHolder(place.TaskID, need.Mode);
    }

    /// <summary>Lets a task wait.</summary>
    /// <returns>When its turn is, in milliseconds; null when it will be woken.</returns>
    public long? Queue(TaskNeed need, Place place, bool isWaiting)
    {
        _waiters.RemoveAll(waiter => waiter.Place.TaskID == place.TaskID);
        if (need.Mode != HoldMode.Pass)
        {
            AddWaiter(new Waiter(place, need.Mode, WokenMs: null));
            return null;
        }

        // No state is later than a full burst from now, unless the clock was put back.
        TatUs = Math.Min(TatUs, NowUs + (need.IntervalUs * need.Capacity));
        // Newcomers stand behind the last turn given; one whose turn came in vain stands behind those of its like only.
        var behind = isWaiting ? _turnUs : Math.Max(_turnUs, LastTurnMs > nowMs ? LastTurnMs * 1_000 : 0);
        _turnUs = Math.Max(Math.Max(Rate.OpensAt(TatUs, need.IntervalUs, need.Capacity), NowUs + 1_000), behind == 0 ? 0 : behind + need.IntervalUs);
        var turnMs = (_turnUs + 999) / 1_000;
        (LastTurnMs, HasChanged) = (Math.Max(LastTurnMs, turnMs), true);
        return turnMs;
    }

    /// <summary>Those that wait and can have the resource now: in their order, up to the first that cannot.</summary>
    /// <param name="resource">Its name.</param>
    /// <param name="capacity">How many have room at once.</param>
    public IReadOnlyList<Place> Wakeable(string resource, int capacity)
    {
        var woken = new List<Place>();
        foreach (var waiter in _waiters.Where(waiter => waiter.Mode != HoldMode.Pass && waiter.KeepsItsPlace(nowMs)).ToList())
        {
            var need = new TaskNeed(resource, waiter.Mode) { Capacity = capacity };
            if (!Admits(need, waiter.Place, isWaiting: true))
                break;
            if (waiter.WokenMs is null)
                woken.Add(waiter.Place);
            Take(need, waiter.Place);
        }
        return woken;
    }
}
