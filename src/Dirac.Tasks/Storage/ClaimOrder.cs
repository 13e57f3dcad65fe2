namespace Dirac.Tasks.Storage;

/// <summary>
/// In which order a claim looks at the priorities. Strict, except that tasks of lower ones that have been due for too long are looked at first in a small
/// fixed share of the claims: a stream of urgent tasks that never ends slows others down but does not stop them. Pure.
/// </summary>
internal static class ClaimOrder
{
    /// <summary>One in so many claims.</summary>
    public const int OneIn = 10;

    private static readonly TaskPriority[] Strict = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    /// <summary>The steps of one claim. A task may be met in two of them.</summary>
    /// <param name="turn">The number of the claim, counted by its process for each size class.</param>
    /// <param name="patience">For how long a task of a lower priority is due before that counts as too long; zero: however long, it waits.</param>
    public static IReadOnlyList<ClaimStep> Of(long turn, TimeSpan patience)
    {
        var strict = Strict.Select(priority => new ClaimStep(priority, TimeSpan.Zero));
        if (patience <= TimeSpan.Zero || turn % OneIn != 0)
            return [.. strict];

        // They take turns, for the one could starve the other.
        TaskPriority[] waiting = turn / OneIn % 2 == 0 ? [TaskPriority.Normal, TaskPriority.Background] : [TaskPriority.Background, TaskPriority.Normal];
        return [.. waiting.Select(priority => new ClaimStep(priority, patience)), .. strict];
    }
}

/// <summary>One look at the queue.</summary>
/// <param name="Priority">At tasks of this priority.</param>
/// <param name="MinAge">That have been due for at least so long.</param>
internal readonly record struct ClaimStep(TaskPriority Priority, TimeSpan MinAge);
