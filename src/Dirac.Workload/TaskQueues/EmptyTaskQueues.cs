namespace Dirac.Workload.TaskQueues;

/// <summary>Remembers which queues were empty at the last look. Thread-safe.</summary>
internal sealed class EmptyTaskQueues
{
    private HashSet<long> _last = [];

    /// <summary>Takes the queues that are empty now; returns those that were so at the last look too.</summary>
    public IReadOnlyList<long> Replace(HashSet<long> empty)
    {
        var before = Interlocked.Exchange(ref _last, empty);
        return [.. empty.Where(before.Contains)];
    }
}
