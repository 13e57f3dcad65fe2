using Dirac.Tasks.Locking;

namespace Dirac.Tasks.Storage;

/// <summary>Which of the tasks that may be begun are taken, and in which batches. Pure.</summary>
/// <param name="Batches">Batches of one name each, the most urgent first; all tasks of all of them can hold what they need at the same time.</param>
/// <param name="Blocked">Tasks that cannot have what they need and wait for it from now on.</param>
internal sealed record ClaimPlan(IReadOnlyList<ClaimBatch> Batches, IReadOnlyList<Refusal> Blocked)
{
    /// <summary>Takes tasks in the order given until <paramref name="slots"/> batches are open; later tasks still fill open batches.</summary>
    /// <remarks>A task with an attempt behind it comes alone, for it may be the one that brought its whole batch down.</remarks>
    public static ClaimPlan Make(IEnumerable<TaskRow> tasks, IReadOnlyDictionary<string, TaskDefinition> known, HoldLedger ledger, int slots)
    {
        var batches = new List<ClaimBatch>();
        var open = new Dictionary<string, ClaimBatch>();
        var blocked = new List<Refusal>();
        foreach (var row in tasks)
        {
            var definition = known[row.Name];
            var joins = row.Attempt == 0 && open.TryGetValue(row.Name, out var batch) && batch.Tasks.Count < definition.BatchSize ? batch : null;
            if (joins is null && batches.Count == slots)
                continue;
            if (ledger.TryTake(row) is { } refusal)
                blocked.Add(refusal);
            else if (joins is not null)
                joins.Tasks.Add(row);
            else
                Open(row, definition);
        }
        return new ClaimPlan(batches, blocked);

        void Open(TaskRow row, TaskDefinition definition)
        {
            var batch = new ClaimBatch(definition, [row]);
            batches.Add(batch);
            if (row.Attempt == 0)
                open[row.Name] = batch;
        }
    }
}

/// <summary>Tasks of one name for one handler call.</summary>
internal sealed record ClaimBatch(TaskDefinition Definition, List<TaskRow> Tasks)
{
    /// <summary>The epoch under which this worker holds all of them.</summary>
    public long Epoch { get; init; }
}
