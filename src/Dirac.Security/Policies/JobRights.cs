namespace Dirac.Security.Policies;

/// <summary>What a caller may do with a job; rights combine.</summary>
[Flags]
public enum JobRights
{
    /// <summary>Nothing; for a job of another VO this means that it does not exist.</summary>
    None = 0,

    /// <summary>Fetch the job to run it.</summary>
    GetJob = 1,

    /// <summary>See status, attributes, parameters and history.</summary>
    GetInfo = 1 << 1,

    /// <summary>Download its sandboxes.</summary>
    GetSandbox = 1 << 2,

    /// <summary>Attach sandboxes.</summary>
    PutSandbox = 1 << 3,

    /// <summary>Change status and parameters.</summary>
    ChangeStatus = 1 << 4,

    /// <summary>Delete it.</summary>
    Delete = 1 << 5,

    /// <summary>Kill it.</summary>
    Kill = 1 << 6,

    /// <summary>Submit jobs; not about one job.</summary>
    Submit = 1 << 7,

    /// <summary>Send it through optimisation again.</summary>
    Reschedule = 1 << 8,

    /// <summary>See statistics.</summary>
    GetStats = 1 << 9,

    /// <summary>Reset its counters and reschedule.</summary>
    Reset = 1 << 10,
}
