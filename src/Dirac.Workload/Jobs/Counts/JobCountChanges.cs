namespace Dirac.Workload.Jobs.Counts;

/// <summary>How many jobs came to and left each key. What cancels out is not there. Not thread-safe.</summary>
internal sealed class JobCountChanges
{
    private readonly Dictionary<JobCountKey, long> _changes = [];

    /// <summary>The keys whose number changes, and by how much; ordered, so that no two writers wait for each other.</summary>
    public IReadOnlyList<(JobCountKey Key, long Jobs)> All =>
        [.. _changes.Where(change => change.Value != 0)
            .OrderBy(change => string.Join('\n', change.Key.Values), StringComparer.Ordinal)
            .Select(change => (change.Key, change.Value))];

    public JobCountChanges Add(JobCountKey key, long jobs)
    {
        _changes[key] = _changes.GetValueOrDefault(key) + jobs;
        return this;
    }
}
