namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>What becomes of a job nobody has heard of.</summary>
internal abstract record StalledJobDecision
{
    private StalledJobDecision()
    {
    }

    /// <summary>Nothing yet.</summary>
    public sealed record Leave : StalledJobDecision;

    /// <summary>Stalled; its last sign of life stays what it was.</summary>
    public sealed record MarkStalled : StalledJobDecision;

    /// <summary>Failed with this minor status; a payload that is alive after all is told to stop.</summary>
    public sealed record Fail(string MinorStatus) : StalledJobDecision;

    /// <summary>Rescheduled, whatever the state machine says; told to stop likewise. A later look puts it back to its start.</summary>
    public sealed record ForceRescheduled(string MinorStatus) : StalledJobDecision;

    /// <summary>Failed: its bulk was never confirmed. Nothing of it can run.</summary>
    public sealed record FailUnconfirmed : StalledJobDecision;

    /// <summary>Put back to its start.</summary>
    public sealed record Reschedule : StalledJobDecision;
}
