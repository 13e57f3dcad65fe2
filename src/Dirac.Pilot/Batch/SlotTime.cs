namespace Dirac.Pilot.Batch;

/// <summary>What a batch system leaves to the slot this pilot runs in.</summary>
/// <param name="WallClock">Until it ends the slot; null when it does not say.</param>
/// <param name="Cpu">CPU time of all processors together until it ends the slot; null when it does not say.</param>
internal readonly record struct SlotTime(TimeSpan? WallClock, TimeSpan? Cpu = null)
{
    /// <summary>Whether nothing is known.</summary>
    internal bool IsUnknown => WallClock is null && Cpu is null;

    /// <summary>How long the slot lasts if all its processors work: never longer than the batch system lets it; null when it does not say.</summary>
    /// <param name="processors">Processors of the slot.</param>
    internal TimeSpan? Least(int processors)
    {
        var cpu = Cpu / processors;
        return WallClock is { } wall && cpu is { } work ? (wall < work ? wall : work) : WallClock ?? cpu;
    }

    /// <summary>What is left later, if all processors have worked meanwhile.</summary>
    /// <param name="elapsed">How much later.</param>
    /// <param name="processors">Processors of the slot.</param>
    internal SlotTime After(TimeSpan elapsed, int processors) => new(WallClock - elapsed, Cpu - (elapsed * processors));

    /// <summary>What is left of limits.</summary>
    /// <param name="wallLimit">Longest run; null for none.</param>
    /// <param name="wallUsed">How long it has run; null when not known, and then its limit tells nothing.</param>
    /// <param name="cpuLimit">Most CPU time; null for none.</param>
    /// <param name="cpuUsed">CPU time used; null when not known.</param>
    internal static SlotTime Of(TimeSpan? wallLimit, TimeSpan? wallUsed, TimeSpan? cpuLimit, TimeSpan? cpuUsed) => new(wallLimit - wallUsed, cpuLimit - cpuUsed);
}
