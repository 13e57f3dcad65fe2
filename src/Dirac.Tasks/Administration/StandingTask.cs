namespace Dirac.Tasks.Administration;

/// <summary>One task that waits or runs.</summary>
/// <param name="Id">Its number in its database.</param>
/// <param name="Attempt">Attempts that have begun.</param>
/// <param name="Created">When it was enqueued.</param>
/// <param name="Due">When it may be begun; of a running one, when its lease ends unless it is renewed.</param>
/// <param name="Owner">Host and process that run it; null when it waits.</param>
/// <param name="Errors">What earlier attempts said, oldest first.</param>
/// <param name="TraceParent">The trace in which it was enqueued (W3C form), or null.</param>
public sealed record StandingTask(
    long Id, int Attempt, DateTimeOffset Created, DateTimeOffset Due, string? Owner, IReadOnlyList<TaskError> Errors, string? TraceParent)
{
    /// <summary>The lock or limit that keeps it from beginning; null when none does.</summary>
    public TaskWait? WaitsFor { get; init; }
}
