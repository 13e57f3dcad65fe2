namespace Dirac.Tasks.Storage;

/// <summary>Which of the due tasks are taken, and in which batches. Pure.</summary>
/// <param name="Batches">Batches of one name each, the most urgent first.</param>
/// <param name="Unknown">Tasks whose name this program does not know.</param>
/// <param name="Exhausted">Tasks that have used up their attempts, because whoever held them vanished.</param>
/// <param name="Paused">Tasks of kinds that an operator has paused.</param>
internal sealed record ClaimPlan(
    IReadOnlyList<ClaimBatch> Batches, IReadOnlyList<TaskRow> Unknown, IReadOnlyList<TaskRow> Exhausted, IReadOnlyList<TaskRow> Paused)
{
    /// <summary>Takes tasks in the order given until <paramref name="slots"/> batches are open; later tasks still fill open batches.</summary>
    /// <remarks>A task with an attempt behind it comes alone, for it may be the one that brought its whole batch down.</remarks>
    public static ClaimPlan Make(IEnumerable<TaskRow> due, IReadOnlyDictionary<string, TaskDefinition> known, IReadOnlySet<string> pausedKinds, int slots)
    {
        var batches = new List<ClaimBatch>();
        var open = new Dictionary<string, ClaimBatch>();
        var unknown = new List<TaskRow>();
        var exhausted = new List<TaskRow>();
        var paused = new List<TaskRow>();
        foreach (var row in due)
        {
            if (!known.TryGetValue(row.Name, out var definition))
                unknown.Add(row);
            else if (row.Attempt >= definition.MaxAttempts)
                exhausted.Add(row);
            else if (pausedKinds.Contains(row.Name))
                paused.Add(row);
            else if (row.Attempt == 0 && open.TryGetValue(row.Name, out var batch) && batch.Tasks.Count < definition.BatchSize)
                batch.Tasks.Add(row);
            else if (batches.Count < slots)
                Open(row, definition);
        }
        return new ClaimPlan(batches, unknown, exhausted, paused);

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
