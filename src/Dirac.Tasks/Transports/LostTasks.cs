using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Transports;

/// <summary>Concludes from what a broker holds which of the tasks handed to it are lost. Pure.</summary>
internal static class LostTasks
{
    // Time for a relay to publish what it has marked, and for a short handler to end.
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    // By then a worker that runs a task has renewed it, unless its lease is longer than a minute and a half.
    private static readonly TimeSpan PerhapsRunning = TimeSpan.FromSeconds(30);

    /// <summary>What to recall in each lane.</summary>
    /// <param name="transport">The broker's name.</param>
    /// <param name="lanes">The lanes.</param>
    /// <param name="state">What it holds; null when it cannot be reached.</param>
    /// <param name="isAway">Whether it has been away long enough for the table to take over.</param>
    /// <param name="owner">The owner of tasks handed over now.</param>
    public static IReadOnlyList<LostHandOvers> Of(string transport, IReadOnlyList<TransportLane> lanes, TransportState? state, bool isAway, string? owner)
    {
        if (state is null)
            return isAway ? [.. lanes.Select(lane => new LostHandOvers(transport, lane.Priority, null, PerhapsRunning))] : [];
        return [.. lanes.Zip(state.Depths, (lane, depth) => new LostHandOvers(transport, lane.Priority, depth.IsEmpty ? null : owner, Young))];
    }
}
