using Dirac.Model.Jobs;

namespace Dirac.Workload.Sets;

/// <summary>How a set counts one of its jobs. The numbers are stored.</summary>
internal enum MemberState
{
    /// <summary>Something is still to come, from a Completed job too: Done or Failed.</summary>
    Active = 0,

    /// <summary>Done.</summary>
    Done = 1,

    /// <summary>Failed.</summary>
    Failed = 2,

    /// <summary>Killed.</summary>
    Killed = 3,

    /// <summary>Deleted, or its row is gone.</summary>
    Deleted = 4,
}

/// <summary>Which status counts as what. Pure.</summary>
internal static class MemberStates
{
    /// <summary>How a job in this status counts; null is a job that is gone.</summary>
    public static MemberState Of(string? status) => status switch
    {
        nameof(JobStatus.Done) => MemberState.Done,
        nameof(JobStatus.Failed) => MemberState.Failed,
        nameof(JobStatus.Killed) => MemberState.Killed,
        nameof(JobStatus.Deleted) or null => MemberState.Deleted,
        _ => MemberState.Active,
    };
}
