namespace Dirac.Workload.Attempts;

/// <summary>How an attempt stands. Stored as text.</summary>
internal static class AttemptOutcome
{
    /// <summary>The current attempt; its reports count.</summary>
    public const string Running = "Running";

    /// <summary>Ended by its pilot's last report, whatever the job's status.</summary>
    public const string Finished = "Finished";

    /// <summary>Ended by pilot, node or server; not the user's failure.</summary>
    public const string Infrastructure = "Infrastructure";

    /// <summary>Its pilot was not heard of until the lease ended.</summary>
    public const string Expired = "Expired";

    /// <summary>The job was rescheduled under it; no next attempt starts until its payload is gone.</summary>
    public const string Superseded = "Superseded";
}
