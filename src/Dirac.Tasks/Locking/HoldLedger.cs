using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Locking;

/// <summary>What the tasks of one claim need, and who has it: decides which of them can begin together. Pure. Used by one thread.</summary>
internal sealed class HoldLedger
{
    private readonly IReadOnlyDictionary<string, ResourceState> _resources;
    private readonly IReadOnlyDictionary<long, OwnWait> _waits;

    /// <param name="resources">Every resource that one of the tasks needs.</param>
    /// <param name="waits">The waits of those tasks that have been waiting.</param>
    public HoldLedger(IReadOnlyDictionary<string, ResourceState> resources, IReadOnlyDictionary<long, OwnWait> waits)
    {
        _resources = resources;
        _waits = waits;
    }

    /// <summary>A ledger for tasks that need nothing.</summary>
    public static HoldLedger Empty { get; } = new(new Dictionary<string, ResourceState>(), new Dictionary<long, OwnWait>());

    public IReadOnlyDictionary<string, ResourceState> Resources => _resources;

    public IReadOnlyDictionary<long, OwnWait> Waits => _waits;

    /// <summary>Gives a task all it needs, or nothing.</summary>
    /// <returns>Null when it has it; otherwise what it waits for from now on.</returns>
    public Refusal? TryTake(TaskRow task)
    {
        if (task.Needs.Count == 0)
            return null;

        var place = PlaceOf(task);
        foreach (var need in task.Needs)
        {
            var resource = _resources[need.Resource];
            var isWaiting = _waits.GetValueOrDefault(task.TaskID)?.Resource == need.Resource;
            if (!resource.Admits(need, place, isWaiting))
                return new Refusal(task, need, place, resource.Queue(need, place, isWaiting));
        }
        foreach (var need in task.Needs)
            _resources[need.Resource].Take(need, place);
        return null;
    }

    private Place PlaceOf(TaskRow task) => new(task.Priority, _waits.GetValueOrDefault(task.TaskID)?.SinceMs ?? task.DueMs, task.TaskID);
}

/// <summary>That a task cannot begin yet.</summary>
/// <param name="Task">The task.</param>
/// <param name="Need">The first thing that it cannot have.</param>
/// <param name="Place">Its place among those that wait.</param>
/// <param name="TurnMs">When it is to try again; null when it will be woken.</param>
internal sealed record Refusal(TaskRow Task, TaskNeed Need, Place Place, long? TurnMs);

/// <summary>That a task has been waiting.</summary>
/// <param name="Resource">For what.</param>
/// <param name="SinceMs">Since when it could have begun.</param>
internal sealed record OwnWait(string Resource, long SinceMs);
