namespace Dirac.Model.Jobs;

/// <summary>The 16 major statuses of a DIRAC job, in DIRAC's order. The names are the stored and transmitted text.</summary>
public enum JobStatus
{
    /// <summary>Part of a bulk that is not confirmed yet.</summary>
    Submitting,

    /// <summary>Accepted; no optimizer has looked at it.</summary>
    Received,

    /// <summary>In the optimizer chain; the minor status names the next optimizer.</summary>
    Checking,

    /// <summary>Held back until a scout job of the same bulk has succeeded.</summary>
    Scouting,

    /// <summary>Its input files are brought from tape.</summary>
    Staging,

    /// <summary>In a task queue, ready to be matched.</summary>
    Waiting,

    /// <summary>Given to a pilot.</summary>
    Matched,

    /// <summary>To be run again; transient.</summary>
    Rescheduled,

    /// <summary>Its payload runs.</summary>
    Running,

    /// <summary>No sign of life for too long.</summary>
    Stalled,

    /// <summary>The payload ended; outputs are being dealt with.</summary>
    Completing,

    /// <summary>Finished but for pending requests.</summary>
    Completed,

    /// <summary>Finished well.</summary>
    Done,

    /// <summary>Finished badly; the minor status says how.</summary>
    Failed,

    /// <summary>Ended on request.</summary>
    Killed,

    /// <summary>Deleted by its owner; the row goes away later.</summary>
    Deleted,
}
