using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>What the database knows of queues at one moment. Pure.</summary>
internal sealed class DirectionFacts(long nowMs, IReadOnlyList<QueueRow> rows, IReadOnlyList<QueueCountRow> counts)
{
    private readonly Dictionary<QueueName, QueueRow> _rows = rows.ToDictionary(row => row.Name);
    private readonly ILookup<QueueName, QueueCountRow> _counts = counts.ToLookup(row => row.Name);

    /// <summary>The moment, by the database's clock.</summary>
    public long NowMs => nowMs;

    /// <summary>The queues that have pilots of ours, or traces of them.</summary>
    public IEnumerable<QueueName> QueuesWithPilots => _counts.Select(queue => queue.Key);

    /// <summary>A queue with our pilots.</summary>
    public QueueState StateOf(DirectedQueue queue) => new(
        queue, _counts[queue.Name].ToDictionary(row => row.VO, row => new PilotCount(row.Waiting, row.Coming, row.Running), StringComparer.Ordinal));

    /// <summary>What is remembered of a queue; null when nothing is.</summary>
    public QueueRow? RowOf(QueueName queue) => _rows.GetValueOrDefault(queue);

    /// <summary>Whether a failure keeps pilots from it now.</summary>
    public bool IsPaused(DirectedQueue queue) => RowOf(queue.Name)?.IsPaused(queue, nowMs) == true;

    /// <summary>Whether nobody works on it, and its element may be asked again.</summary>
    public bool IsFree(DirectedQueue queue) =>
        RowOf(queue.Name) is not { } row || (row.HeldUntilMs <= nowMs && nowMs - row.AskedMs >= queue.MinAskSeconds * 1000L);

    /// <summary>Whether it has pilots whose statuses should be asked for.</summary>
    public bool IsDue(DirectedQueue queue, long intervalMs)
    {
        var pilots = _counts[queue.Name].ToList();
        if (pilots.Sum(row => row.Waiting + row.Running + row.Ended) == 0) return false;
        if (RowOf(queue.Name) is not { } row) return true;
        // An element that does not answer is asked less often, and not by the statuses that are missing.
        var silent = row.Failures > 0 && row.Trouble == nameof(CETrouble.TryAgain) ? (long)Pauses.After(CETrouble.TryAgain, row.Failures).TotalMilliseconds : 0;
        var asked = row.Trouble.Length > 0 ? Math.Max(row.FollowedMs, row.AskedMs) : row.FollowedMs;
        return nowMs - asked >= Math.Max(intervalMs, silent);
    }
}
