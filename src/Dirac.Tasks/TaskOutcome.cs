namespace Dirac.Tasks;

/// <summary>What a handler made of one task.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    /// <summary>Done; the worker removes the task.</summary>
    public static TaskOutcome Done { get; } = new Completed();

    /// <summary>Done, and the handler removed the task in its own transaction.</summary>
    public static TaskOutcome AlreadyDone { get; } = new AlreadyCompleted();

    /// <summary>Done; the worker removes the task.</summary>
    public sealed record Completed : TaskOutcome;

    /// <summary>Done, and the handler removed the task by <see cref="TaskContext.CompleteAsync"/>.</summary>
    public sealed record AlreadyCompleted : TaskOutcome;

    /// <summary>Nothing was wrong but it is too early; this was not an attempt.</summary>
    /// <param name="Delay">When to come again; zero or more.</param>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record RetryAfter(TimeSpan Delay, string Reason) : TaskOutcome;

    /// <summary>This attempt failed; there will be another unless it was the last or the kind's policy wants none.</summary>
    /// <param name="Error">Why, for a person.</param>
    /// <param name="Kind">What kind of failure it was, for <see cref="TaskDefinition.Retry"/>.</param>
    public sealed record Failed(string Error, FailureKind Kind = FailureKind.Other) : TaskOutcome;
}
