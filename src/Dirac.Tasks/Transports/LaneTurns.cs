using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Transports;

/// <summary>
/// In which order a consumer looks into its lanes: as claims look at the table (<see cref="ClaimOrder"/>). What waits in a lane the broker does not tell; a lane of a
/// lower priority counts as waiting too long when nobody has looked into it for so long, and as long as what comes out of it was on its way for so long.
/// </summary>
/// <remarks>One caller takes turns; ages may be noted meanwhile.</remarks>
/// <param name="patience">What too long is; zero: however long, lower priorities wait.</param>
/// <param name="time">The clock.</param>
internal sealed class LaneTurns(TimeSpan patience, TimeProvider time)
{
    private static readonly int Lanes = Enum.GetValues<TaskPriority>().Length;

    private readonly long[] _lookedAt = [.. Enumerable.Repeat(time.GetTimestamp(), Lanes)];
    private readonly long[] _waitedTicks = new long[Lanes];
    private long _turn;

    /// <summary>The priorities of the next turn, each once.</summary>
    public IReadOnlyList<TaskPriority> Next() =>
        [.. ClaimOrder.Of(++_turn, patience).Where(step => step.MinAge == TimeSpan.Zero || IsWaiting(step.Priority)).Select(step => step.Priority).Distinct()];

    /// <summary>Notes what a turn has brought.</summary>
    /// <param name="received">The deliveries.</param>
    /// <param name="most">How many there may have been; fewer: every lane was looked into and is empty.</param>
    public void Note(IReadOnlyList<Delivery> received, int most)
    {
        var now = time.GetTimestamp();
        if (received.Count < most)
        {
            Array.Fill(_lookedAt, now);
            for (var lane = 0; lane < Lanes; lane++)
                Volatile.Write(ref _waitedTicks[lane], 0);
        }
        foreach (var delivery in received)
            _lookedAt[(int)delivery.Lane.Priority] = now;
    }

    /// <summary>Notes for how long a message of a lane was on its way.</summary>
    public void NoteAge(TransportLane lane, TimeSpan age) => Volatile.Write(ref _waitedTicks[(int)lane.Priority], age.Ticks);

    private bool IsWaiting(TaskPriority priority) =>
        time.GetElapsedTime(_lookedAt[(int)priority]) >= patience || Volatile.Read(ref _waitedTicks[(int)priority]) >= patience.Ticks;
}
