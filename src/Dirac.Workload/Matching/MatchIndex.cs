using System.Collections.Concurrent;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>The task queues in memory: what the matcher looks at instead of the database.</summary>
/// <remarks>
/// Thread-safe. Kept current by events and compared with the database every two seconds; it may be wrong for that long, which
/// costs a lost claim or a short wait, never a wrong match, because the claim is made in the database.
/// </remarks>
internal sealed class MatchIndex
{
    private readonly ConcurrentDictionary<long, Entry> _queues = new();
    private volatile TaskCompletionSource _changed = NewSignal();
    private long _version;

    /// <summary>Completes when jobs are added after this was read.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Rises with every event; a comparison with the database is void for queues that changed since it began.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Queues that hold jobs and match the offer.</summary>
    public IReadOnlyList<TaskQueue> Find(Offer offer)
    {
        var found = new List<TaskQueue>();
        foreach (var (_, entry) in _queues)
        {
            if (entry.Queue.Jobs > 0 && MatchPredicate.Matches(offer, entry.Queue.Key)) found.Add(entry.Queue);
        }

        return found;
    }

    /// <summary>All queues known.</summary>
    public IReadOnlyList<TaskQueue> All() => [.. _queues.Values.Select(entry => entry.Queue)];

    /// <summary>Jobs were put into a queue.</summary>
    public void Added(long id, TaskQueueKey key, long jobs)
    {
        var version = Interlocked.Increment(ref _version);
        _queues.AddOrUpdate(
            id,
            _ => new Entry(new TaskQueue(id, key, 1, jobs), version),
            (_, old) => new Entry(old.Queue with { Jobs = old.Queue.Jobs + jobs }, version));
        Wake();
    }

    /// <summary>Jobs left a queue.</summary>
    public void Removed(long id, long jobs)
    {
        var version = Interlocked.Increment(ref _version);
        if (_queues.TryGetValue(id, out var old))
        {
            _queues.TryUpdate(id, new Entry(old.Queue with { Jobs = Math.Max(0, old.Queue.Jobs - jobs) }, version), old);
        }
    }

    /// <summary>Queues have other priorities.</summary>
    public void Prioritise(IReadOnlyDictionary<long, double> priorities)
    {
        foreach (var (id, priority) in priorities)
        {
            while (_queues.TryGetValue(id, out var old) && !_queues.TryUpdate(id, old with { Queue = old.Queue with { Priority = priority } }, old))
            {
                // Jobs came or went meanwhile; once more with their number.
            }
        }
    }

    /// <summary>A queue by its number; null when there is none.</summary>
    public TaskQueue? Get(long id) => _queues.GetValueOrDefault(id)?.Queue;

    /// <summary>Takes over what the database holds, except for queues that changed after <paramref name="since"/>.</summary>
    /// <returns>Whether any queue gained jobs.</returns>
    public bool Reconcile(IReadOnlyList<TaskQueue> stored, long since)
    {
        var gained = false;
        var ids = stored.Select(queue => queue.Id).ToHashSet();
        foreach (var queue in stored)
        {
            var known = _queues.GetValueOrDefault(queue.Id);
            if (known is not null && (known.Version > since || known.Queue == queue)) continue;
            gained |= queue.Jobs > (known?.Queue.Jobs ?? 0);
            _queues[queue.Id] = new Entry(known is null ? queue : known.Queue with { Jobs = queue.Jobs, Priority = queue.Priority }, since);
        }

        foreach (var (id, entry) in _queues)
        {
            if (entry.Version <= since && !ids.Contains(id)) _queues.TryRemove(KeyValuePair.Create(id, entry));
        }

        if (gained) Wake();
        return gained;
    }

    private void Wake()
    {
        var signal = Interlocked.Exchange(ref _changed, NewSignal());
        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Entry(TaskQueue Queue, long Version);
}
