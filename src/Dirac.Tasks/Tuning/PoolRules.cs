namespace Dirac.Tasks.Tuning;

/// <summary>How large a pool should be. Pure: an interval's facts in, a size out.</summary>
/// <remarks>
/// A pool in full use grows by half while tasks wait for too long and will not soon be younger, and each growth must show that it helps before the next: the queue gets
/// younger, or calls do not slow down as fast as they become more. One that does not help is taken back, and not tried again for a while that doubles.
/// It shrinks, in one step, to what the busiest second of a quarter of a minute needed and half as much again. Between the two lies a wide band in which
/// it stays, so that a constant load moves nothing.
/// </remarks>
internal static class PoolRules
{
    private const double GrowthFactor = 1.5;
    private const double FullUse = 0.8;
    private const double LittleUse = 0.5;
    private const double Reserve = 1.5;
    private const double LeastGain = 0.25;
    private const int CalmIntervals = 15;
    private const int SoonIntervals = 5;

    private static readonly TimeSpan ShortestTrial = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstCeiling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCeiling = TimeSpan.FromHours(1);

    /// <summary>The next state of a pool.</summary>
    /// <param name="before">Its state.</param>
    /// <param name="facts">How it fared since.</param>
    /// <param name="bounds">Between which numbers it moves.</param>
    public static (PoolState State, PoolMove Move) Next(PoolState before, PoolFacts facts, PoolBounds bounds)
    {
        var (next, move) = Decide(before, facts, bounds);
        return (next with { Age = facts.Age }, move);
    }

    private static (PoolState State, PoolMove Move) Decide(PoolState before, PoolFacts facts, PoolBounds bounds)
    {
        var state = Remember(before, facts);
        if (facts.DatabaseTime >= bounds.SlowDatabase && state.Size > bounds.Fewest && !JustSet(state.Ceiling))
            return (Under(state, Math.Max(bounds.Fewest, state.Size * 3 / 4)), PoolMove.GiveWay);

        if (state.OnTrial is { } growth)
        {
            switch (Judge(growth, state, facts, bounds))
            {
                case null:
                    return (state, PoolMove.Stay);
                case false:
                    return (Under(state, growth.From), PoolMove.TakeBack);
                default:
                    state = state with { OnTrial = null };
                    break;
            }
        }
        return Grown(state, facts, bounds) is { } grown ? (grown, PoolMove.Grow) : Shrunk(state, bounds) is { } shrunk ? (shrunk, PoolMove.Shrink) : (state, PoolMove.Stay);
    }

    private static PoolState Remember(PoolState state, PoolFacts facts)
    {
        var calm = facts.Busy < state.Size * LittleUse;
        return state with
        {
            CallTime = Blend(state, facts),
            OnTrial = state.OnTrial is { } growth ? growth with { Passed = growth.Passed + facts.Passed, Ended = growth.Ended + facts.Ended } : null,
            Ceiling = state.Ceiling is { } ceiling ? ceiling with { Left = ceiling.Left - facts.Passed } : null,
            Calm = calm ? state.Calm + 1 : 0,
            CalmPeak = calm ? Math.Max(state.CalmPeak, facts.Busy) : 0,
        };
    }

    // As many calls as the pool has slots replace what was known; fewer, by their share.
    private static TimeSpan? Blend(PoolState state, PoolFacts facts)
    {
        if (facts.CallTime is not { } now || state.CallTime is not { } known)
            return facts.CallTime ?? state.CallTime;
        return known + ((now - known) * Math.Min(1, (double)facts.Ended / state.Size));
    }

    /// <summary>Whether a growth helps; null when that cannot be said yet.</summary>
    private static bool? Judge(Growth growth, PoolState state, PoolFacts facts, PoolBounds bounds)
    {
        if (facts.Age <= bounds.TargetAge || facts.Age < growth.Age)
            return true;
        // Calls that end soon after it began before it.
        if (growth.Ended < 2 * state.Size || state.CallTime is not { } now)
            return null;
        var factor = (double)state.Size / growth.From;
        var allowed = (growth.CallTime ?? now) * (factor / (1 + (LeastGain * (factor - 1))));
        if (now <= allowed)
            return true;
        return growth.Passed >= ShortestTrial ? false : null;
    }

    private static PoolState? Grown(PoolState state, PoolFacts facts, PoolBounds bounds)
    {
        var most = Math.Min(bounds.Most, state.Size + facts.Room);
        if (state.Ceiling is { } ceiling && ceiling.Left > TimeSpan.Zero)
            most = Math.Min(most, ceiling.Size);
        if (!NeedsMore(state, facts, bounds) || facts.DatabaseTime >= bounds.SlowDatabase / 2 || state.Size >= most)
            return null;
        return state with
        {
            Size = Math.Min(most, (int)Math.Ceiling(state.Size * GrowthFactor)),
            OnTrial = new Growth(state.Size, facts.Age, state.CallTime),
        };
    }

    // A moment's stall makes tasks old too, and then the pool is soon through with them: it must last, and not be about to end.
    private static bool NeedsMore(PoolState state, PoolFacts facts, PoolBounds bounds)
    {
        if (facts.Age <= bounds.TargetAge || state.Age <= bounds.TargetAge || facts.Busy < state.Size * FullUse)
            return false;
        var younger = state.Age - facts.Age;
        return facts.Age - bounds.TargetAge > younger * SoonIntervals;
    }

    private static PoolState? Shrunk(PoolState state, PoolBounds bounds)
    {
        if (state.Calm < CalmIntervals)
            return null;
        var needed = Math.Max(bounds.Fewest, (int)Math.Ceiling(state.CalmPeak * Reserve));
        return needed < state.Size ? new PoolState(needed) { CallTime = state.CallTime } : null;
    }

    private static PoolState Under(PoolState state, int size)
    {
        var lasts = state.Ceiling is { } ceiling ? ceiling.Lasts * 2 : FirstCeiling;
        lasts = lasts < LongestCeiling ? lasts : LongestCeiling;
        return new PoolState(size) { CallTime = state.CallTime, Ceiling = new Ceiling(size, lasts, lasts) };
    }

    // What giving way brings is to be seen before more is given.
    private static bool JustSet(Ceiling? ceiling) => ceiling is not null && ceiling.Lasts - ceiling.Left < TimeSpan.FromSeconds(5);
}
