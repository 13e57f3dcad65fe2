namespace Dirac.Tasks;

/// <summary>A task that runs no more unless an operator wants it to.</summary>
/// <param name="Database">Where it stands.</param>
/// <param name="Id">Its number in its database.</param>
/// <param name="Name">What kind of task it is.</param>
/// <param name="Reason">Why it died.</param>
/// <param name="Attempts">How many attempts were begun.</param>
/// <param name="Message">Its message as JSON.</param>
/// <param name="Created">When it was enqueued.</param>
/// <param name="Died">When it was given up.</param>
/// <param name="Errors">What each attempt said, oldest first.</param>
/// <param name="TraceParent">The trace in which it was enqueued (W3C form), or null.</param>
public sealed record DeadTask(
    string Database,
    long Id,
    string Name,
    DeathReason Reason,
    int Attempts,
    string Message,
    DateTimeOffset Created,
    DateTimeOffset Died,
    IReadOnlyList<TaskError> Errors,
    string? TraceParent);
