using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs;

/// <summary>Job policy applied to rows. Another VO's job does not exist.</summary>
internal static class JobAccess
{
    /// <summary>Why the caller may not do this to the job; null when it may.</summary>
    public static string? Refusal(Caller caller, JobRow? job, long id, JobRights wanted)
    {
        if (job is null || !JobPolicy.Exists(caller, job.VO)) return $"Job {id} does not exist.";
        if (JobPolicy.May(caller, Ownership(job), wanted)) return null;
        return job.Owner == caller.UserName
            ? $"Job {id} is yours, but the group {caller.Group} may not do this."
            : $"Job {id} belongs to {job.Owner}; you ({caller.UserName}) may not do this.";
    }

    /// <summary>What kind of refusal it is, when there is one.</summary>
    public static FailedKind KindOf(Caller caller, JobRow? job) =>
        job is not null && JobPolicy.Exists(caller, job.VO) ? FailedKind.NotAuthorized : FailedKind.NotFound;

    /// <summary>Throws unless the caller may do this to the job.</summary>
    public static void Demand(Caller caller, JobRow? job, long id, JobRights wanted)
    {
        if (Refusal(caller, job, id, wanted) is not { } refusal) return;
        var exists = job is not null && JobPolicy.Exists(caller, job.VO);
        throw new DiracException(
            exists ? ErrorCode.NotAuthorized : ErrorCode.NotFound,
            refusal,
            exists ? "Ask its owner, or use a group with the property JobAdministrator." : "List your jobs with 'dirac job list'.");
    }

    public static JobOwnership Ownership(JobRow job) => new(job.Owner, job.OwnerGroup, job.VO) { JobId = job.JobID };
}
