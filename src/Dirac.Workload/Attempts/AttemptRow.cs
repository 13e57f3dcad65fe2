namespace Dirac.Workload.Attempts;

/// <summary>One attempt at running a job, as stored in <c>x_JobAttempts</c>.</summary>
internal sealed class AttemptRow
{
    /// <summary>The end of a lease that is none: of an attempt of DIRAC's own pilots, which renew nothing. Their jobs are judged as DIRAC judges them.</summary>
    public const long NoLease = 253_402_300_799_999;

    public long JobID { get; init; }

    public int Attempt { get; init; }

    public string MatchId { get; init; } = "";

    public string PilotStamp { get; init; } = "";

    public string Site { get; init; } = "";

    /// <summary>The node, as its pilot named it; empty when it did not.</summary>
    public string Host { get; init; } = "";

    /// <summary>The job's VO, where it was asked for.</summary>
    public string VO { get; init; } = "";

    /// <summary>The computing element of the offer; null when the pilot named none.</summary>
    public string? GridCE { get; init; }

    public string Outcome { get; init; } = AttemptOutcome.Running;

    public string Reason { get; init; } = "";

    public string Fault { get; init; } = AttemptFault.Unknown;

    public long LastSequence { get; init; }

    public long LeaseUntilMs { get; init; }

    public long StartedMs { get; init; }

    /// <summary>When its payload was known to be gone; null while it may run.</summary>
    public long? EndedMs { get; init; }

    public bool IsCurrent => Outcome == AttemptOutcome.Running;
}
