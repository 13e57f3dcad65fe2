namespace Dirac.Tasks.Storage;

/// <summary>
/// Records the outcomes of many handler calls in one transaction: those that come while one is being committed are in the next. An outcome that comes
/// alone is recorded at once. Safe for concurrent use.
/// </summary>
/// <param name="record">Records outcomes of some calls in one transaction; how many tasks were still held, of each call.</param>
internal sealed class SettlementQueue(Func<IReadOnlyList<SettledCall>, Task<IReadOnlyList<int>>> record)
{
    // More make the transaction long without making it cheaper for each.
    private const int MostCalls = 200;

    private readonly Lock _lock = new();
    private readonly Queue<Entry> _waiting = new();
    private bool _isRecording;

    /// <summary>Records what became of the tasks of one call; when this returns it is committed.</summary>
    /// <returns>How many were still held.</returns>
    public Task<int> AddAsync(SettledCall call)
    {
        var entry = new Entry(call);
        lock (_lock)
        {
            _waiting.Enqueue(entry);
            if (_isRecording)
                return entry.Held.Task;
            _isRecording = true;
        }
        // On a thread of the pool: the caller waits only for its own outcome, and not for those of all that come meanwhile.
        _ = Task.Run(RecordAsync);
        return entry.Held.Task;
    }

    private async Task RecordAsync()
    {
        while (TakeSome() is { Count: > 0 } entries)
        {
            if (!await TryRecordAsync(entries) && entries.Count > 1)
            {
                foreach (var entry in entries)
                    await TryRecordAsync([entry]);
            }
        }
    }

    private List<Entry> TakeSome()
    {
        var entries = new List<Entry>();
        lock (_lock)
        {
            while (entries.Count < MostCalls && _waiting.TryDequeue(out var entry))
                entries.Add(entry);
            _isRecording = entries.Count > 0;
        }
        return entries;
    }

    // What cannot be recorded together is recorded one by one: an outcome that the database refuses must not cost others theirs.
    private async Task<bool> TryRecordAsync(List<Entry> entries)
    {
        try
        {
            var held = await record([.. entries.Select(entry => entry.Call)]);
            foreach (var (entry, count) in entries.Zip(held))
                entry.Held.SetResult(count);
            return true;
        }
        catch (Exception exception)
        {
            if (entries is [var single])
                single.Held.SetException(exception);
            return false;
        }
    }

    private sealed record Entry(SettledCall Call)
    {
        public TaskCompletionSource<int> Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What became of the tasks of one handler call.</summary>
/// <param name="Batch">The tasks as claimed.</param>
/// <param name="Settlements">What is to be recorded; at most one for each.</param>
internal sealed record SettledCall(ClaimBatch Batch, IReadOnlyList<Settlement> Settlements);
