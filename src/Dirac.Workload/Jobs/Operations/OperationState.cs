namespace Dirac.Workload.Jobs.Operations;

/// <summary>The states of an operation, as stored and told.</summary>
internal static class OperationState
{
    /// <summary>Its jobs are still being written down; nobody has been told of it yet.</summary>
    public const string Filling = nameof(Filling);

    /// <summary>Accepted, not begun.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>Under way.</summary>
    public const string Running = nameof(Running);

    /// <summary>Told to stop; the jobs in hand are finished.</summary>
    public const string Cancelling = nameof(Cancelling);

    /// <summary>All jobs were tried.</summary>
    public const string Done = nameof(Done);

    /// <summary>Stopped; what was not begun was left alone.</summary>
    public const string Cancelled = nameof(Cancelled);

    /// <summary>It could not go on; the problem says why.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>Its jobs are put back.</summary>
    public const string Undoing = nameof(Undoing);

    /// <summary>Its jobs were put back as far as that is possible.</summary>
    public const string Undone = nameof(Undone);

    /// <summary>States in which a task works on it.</summary>
    public static readonly IReadOnlyList<string> Active = [Pending, Running, Cancelling, Undoing];
}
