namespace Dirac.Tasks.Storage;

/// <summary>Tasks that are due, by what a claim does with them. Pure.</summary>
/// <param name="Ready">Tasks that may be begun, in the order in which they were found.</param>
/// <param name="Unknown">Tasks whose name this program does not know.</param>
/// <param name="Exhausted">Tasks that have used up their attempts, because whoever held them vanished.</param>
/// <param name="Paused">Tasks of kinds that an operator has paused.</param>
internal sealed record DueTasks(IReadOnlyList<TaskRow> Ready, IReadOnlyList<TaskRow> Unknown, IReadOnlyList<TaskRow> Exhausted, IReadOnlyList<TaskRow> Paused)
{
    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Ready.Count + Unknown.Count + Exhausted.Count + Paused.Count == 0;

    public static DueTasks Sort(IEnumerable<TaskRow> due, IReadOnlyDictionary<string, TaskDefinition> known, IReadOnlySet<string> pausedKinds)
    {
        var (ready, unknown, exhausted, paused) = (new List<TaskRow>(), new List<TaskRow>(), new List<TaskRow>(), new List<TaskRow>());
        foreach (var row in due)
        {
            if (!known.TryGetValue(row.Name, out var definition))
                unknown.Add(row);
            else if (row.Attempt >= definition.MaxAttempts)
                exhausted.Add(row);
            else if (pausedKinds.Contains(row.Name))
                paused.Add(row);
            else
                ready.Add(row);
        }
        return new DueTasks(ready, unknown, exhausted, paused);
    }
}
