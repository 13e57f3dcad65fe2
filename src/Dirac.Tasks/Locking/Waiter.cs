namespace Dirac.Tasks.Locking;

/// <summary>A task that waits for a resource, or was woken for it and has not come yet.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Mode">What it wants.</param>
/// <param name="WokenMs">When it was woken; null while it waits.</param>
internal readonly record struct Waiter(Place Place, HoldMode Mode, long? WokenMs)
{
    // Longer than an idle worker takes to come; if all are busy, others need not wait for them.
    private const long ReservedMs = 5_000;

    /// <summary>Whether those behind it must leave it what it waits for.</summary>
    public bool KeepsItsPlace(long nowMs) => WokenMs is not { } woken || nowMs - woken < ReservedMs;
}
