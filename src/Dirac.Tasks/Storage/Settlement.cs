namespace Dirac.Tasks.Storage;

/// <summary>What is to be recorded about a claimed task.</summary>
/// <param name="Task">The row as claimed.</param>
internal abstract record Settlement(TaskRow Task)
{
    /// <summary>It is done.</summary>
    public sealed record Remove(TaskRow Task) : Settlement(Task);

    /// <summary>It comes again after <paramref name="Delay"/>.</summary>
    /// <param name="Task">The row as claimed.</param>
    /// <param name="Delay">How long it waits.</param>
    /// <param name="Counts">Whether this was an attempt.</param>
    /// <param name="Errors">All errors so far.</param>
    public sealed record Release(TaskRow Task, TimeSpan Delay, bool Counts, string? Errors) : Settlement(Task)
    {
        public TaskRelease ToRow(long epoch) =>
            new(Task.TaskID, epoch, Counts ? Task.Attempt + 1 : Task.Attempt, (long)Delay.TotalMilliseconds, Errors);
    }

    /// <summary>It has no further attempt.</summary>
    /// <param name="Task">The row as claimed.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Errors">All errors.</param>
    public sealed record Bury(TaskRow Task, DeathReason Reason, string? Errors) : Settlement(Task);
}
