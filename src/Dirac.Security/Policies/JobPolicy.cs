using Dirac.Security.Identities;

namespace Dirac.Security.Policies;

/// <summary>DIRAC's rules on who may do what with a job. Pure.</summary>
public static class JobPolicy
{
    // DIRAC keeps Reset to administrators; DiracX lets owners begin the count of reschedulings anew, and its clients do.
    private const JobRights OwnerRights = JobRights.GetInfo | JobRights.GetSandbox | JobRights.PutSandbox | JobRights.ChangeStatus
        | JobRights.Delete | JobRights.Kill | JobRights.Reschedule | JobRights.Reset;

    private const JobRights AdministratorRights = OwnerRights | JobRights.GetJob | JobRights.GetStats;

    // A payload looks at its owner's jobs and writes to its own. What begins, ends or repeats jobs is for people, as it is with a limited proxy.
    private const JobRights PayloadRights = JobRights.GetInfo | JobRights.GetSandbox;

    private const JobRights OwnPayloadRights = PayloadRights | JobRights.PutSandbox | JobRights.ChangeStatus;

    // A pilot of ours has a token of its own and is asked which jobs it holds. DIRAC's come as a group, all alike.
    private const JobRights PilotRights = JobRights.Reschedule | JobRights.ChangeStatus;

    // Who may say that a job is killed may kill it.
    private const JobRights HostRights = JobRights.GetInfo | JobRights.ChangeStatus | JobRights.Kill | JobRights.Delete;

    /// <summary>Everything <paramref name="caller"/> may do with <paramref name="job"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="job">Whose job it is.</param>
    /// <param name="everybodySeesJobs">The VO's setting GlobalJobsInfo: whether every member sees the information of every job.</param>
    /// <returns><see cref="JobRights.None"/> for a job of another VO: it does not exist for this caller.</returns>
    public static JobRights Evaluate(Caller caller, JobOwnership job, bool everybodySeesJobs = true)
    {
        if (!Exists(caller, job.Vo))
            return JobRights.None;

        var rights = General(caller);
        if (everybodySeesJobs)
            rights |= JobRights.GetInfo;
        if (IsOwner(caller, job))
            rights |= OwnerRights;
        if (caller.Kind == CallerKind.Payload && string.Equals(caller.UserName, job.Owner, StringComparison.Ordinal))
            rights |= caller.Job?.JobId == job.JobId ? OwnPayloadRights : PayloadRights;
        return rights;
    }

    /// <summary>Whether <paramref name="caller"/> has all of <paramref name="wanted"/> on <paramref name="job"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="job">Whose job it is.</param>
    /// <param name="wanted">The rights needed.</param>
    /// <param name="everybodySeesJobs">The VO's setting GlobalJobsInfo.</param>
    public static bool May(Caller caller, JobOwnership job, JobRights wanted, bool everybodySeesJobs = true) =>
        Evaluate(caller, job, everybodySeesJobs).HasFlag(wanted);

    /// <summary>Whether things of <paramref name="vo"/> exist for <paramref name="caller"/> at all.</summary>
    public static bool Exists(Caller caller, string vo) => caller.IsHost || string.Equals(caller.Vo, vo, StringComparison.Ordinal);

    /// <summary>Whether <paramref name="caller"/> may submit jobs. Administration alone does not allow it, and no payload may.</summary>
    public static bool MaySubmit(Caller caller) => caller is { Kind: CallerKind.User, IsHost: false } && caller.Properties.Has(DiracProperties.NormalUser);

    /// <summary>Whether a pilot of DIRAC's kind asks, who has nothing else to do with the job.</summary>
    public static bool ActsAsPilot(Caller caller, JobOwnership job) =>
        caller.Kind == CallerKind.User && caller.Properties.Has(DiracProperties.GenericPilot)
        && !IsOwner(caller, job) && !caller.IsHost && !caller.Properties.Has(DiracProperties.JobAdministrator);

    private static JobRights General(Caller caller)
    {
        var rights = MaySubmit(caller) ? JobRights.Submit : JobRights.None;
        if (caller.Properties.Has(DiracProperties.JobAdministrator))
            rights |= AdministratorRights;
        if (caller.Properties.Has(DiracProperties.JobMonitor))
            rights |= JobRights.GetInfo;
        if (caller.Properties.Has(DiracProperties.GenericPilot))
            rights |= caller.Kind == CallerKind.User ? PilotRights : JobRights.Reschedule;
        if (caller.IsHost)
            rights |= HostRights;
        return rights;
    }

    // The owner is a user name, whatever the group; a pilot is nobody's owner even if its name were a user's.
    private static bool IsOwner(Caller caller, JobOwnership job) =>
        caller.Kind == CallerKind.User && !caller.IsHost
        && (string.Equals(caller.UserName, job.Owner, StringComparison.Ordinal)
            || (caller.Properties.Has(DiracProperties.JobSharing) && string.Equals(caller.Group, job.OwnerGroup, StringComparison.Ordinal)));
}
