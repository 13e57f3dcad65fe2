using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Transports;

/// <summary>Which due tasks of a lane are handed over, and in which messages. Pure.</summary>
/// <param name="Batches">One message each.</param>
/// <param name="Others">Whether there are tasks that go by the table.</param>
/// <param name="Paused">Whether some of those are of kinds that were paused when somebody last looked.</param>
/// <param name="Found">How many tasks were due.</param>
internal sealed record HandOverPlan(IReadOnlyList<LaneBatch> Batches, bool Others, bool Paused, int Found)
{
    // Brokers like small messages better; a longer body goes alone.
    private const int LongestMessage = 1_000_000;

    /// <summary>Fills messages in the order given until there is no space for another; later tasks still fill open ones.</summary>
    public static HandOverPlan Make(
        TransportLane lane, IReadOnlyList<TaskRow> due, IReadOnlyDictionary<string, TaskDefinition> known, IReadOnlySet<string> pausedKinds, int space)
    {
        var batches = new List<LaneBatch>();
        var open = new Dictionary<string, (List<TaskRow> Rows, int Length)>();
        var (others, paused) = (false, false);
        foreach (var row in due)
        {
            if (pausedKinds.Contains(row.Name))
                (others, paused) = (true, true);
            else if (!Carries(row, known))
                others = true;
            else if (open.TryGetValue(row.Name, out var batch) && batch.Rows.Count < known[row.Name].BatchSize && batch.Length + row.Body.Length <= LongestMessage)
                Add(row, batch);
            else if (batches.Count < space)
                Open(row);
        }
        return new HandOverPlan(batches, others, paused, due.Count);

        void Open(TaskRow row)
        {
            var rows = new List<TaskRow>();
            batches.Add(new LaneBatch(lane, row.Name, rows));
            Add(row, (rows, 0));
        }

        void Add(TaskRow row, (List<TaskRow> Rows, int Length) batch)
        {
            batch.Rows.Add(row);
            open[row.Name] = (batch.Rows, batch.Length + row.Body.Length);
        }
    }

    /// <summary>
    /// Whether a task goes by the broker. One with an attempt behind it must come alone, and what needs locks or has limits is begun in the transaction that
    /// gets them: those go by the table.
    /// </summary>
    public static bool Carries(TaskRow row, IReadOnlyDictionary<string, TaskDefinition> known) =>
        row.Attempt == 0 && known.TryGetValue(row.Name, out var definition) && !definition.MayNeed;
}

/// <summary>Tasks that make one message.</summary>
/// <param name="Lane">Its lane.</param>
/// <param name="Name">Their kind.</param>
/// <param name="Rows">The tasks.</param>
internal sealed record LaneBatch(TransportLane Lane, string Name, IReadOnlyList<TaskRow> Rows)
{
    /// <summary>The message, once they are marked as handed over.</summary>
    public CarriedBatch? Message { get; init; }
}
