namespace Dirac.Tasks.Running;

/// <summary>How one call of a handler ended.</summary>
internal abstract record HandlerCall
{
    private HandlerCall()
    {
    }

    /// <summary>It returned one outcome per task.</summary>
    public sealed record Returned(IReadOnlyList<TaskOutcome> Outcomes) : HandlerCall;

    /// <summary>It threw, or was cancelled at its time limit.</summary>
    public sealed record Threw(string Error, FailureKind Kind, Exception? Exception) : HandlerCall;

    /// <summary>It ignored its cancellation and still runs, fenced off.</summary>
    public sealed record GivenUp(string Error) : HandlerCall;

    /// <summary>The process stops; it was cancelled before its end.</summary>
    public sealed record Interrupted : HandlerCall;

    /// <summary>Somebody else holds the tasks.</summary>
    public sealed record LostLease : HandlerCall;
}
