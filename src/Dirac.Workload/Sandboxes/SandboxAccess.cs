using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Sandboxes;

/// <summary>Who may store and see sandboxes: users their own; pilots those of the jobs they hold.</summary>
internal sealed class SandboxAccess(WorkloadDatabases databases)
{
    /// <summary>To whom an upload will belong: the user, or the owner of the job a pilot uploads for.</summary>
    public async Task<JobOwnership> OwnerOfUploadAsync(Caller caller, long? job, CancellationToken cancellationToken)
    {
        if (caller.Kind != CallerKind.Pilot)
        {
            return caller.Properties.HasAny([DiracProperties.NormalUser, DiracProperties.JobAdministrator])
                ? new JobOwnership(caller.UserName, caller.Group, caller.Vo)
                : throw new DiracException(ErrorCode.NotAuthorized, $"Group {caller.Group} may not store sandboxes.", "Use a group with the property NormalUser.");
        }

        if (job is not { } id) throw new DiracException(ErrorCode.BadRequest, "A pilot names the job it uploads for.", "Add ?job_id=ID.");
        var row = (await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, caller.Vo, [id], token), cancellationToken)).SingleOrDefault();
        if (row is null || !(await HeldAsync(caller, cancellationToken)).Contains(id))
        {
            throw new DiracException(ErrorCode.NotAuthorized, $"Job {id} is not held by pilot {caller.PilotStamp}.");
        }

        return JobAccess.Ownership(row);
    }

    /// <summary>Whether a person may read the sandboxes of an owner, or of that owner's jobs: besides the job policy, a JobMonitor may.</summary>
    public static bool MayRead(Caller caller, JobOwnership ownership) =>
        JobPolicy.May(caller, ownership, JobRights.GetSandbox)
        || (JobPolicy.Exists(caller, ownership.Vo) && caller.Properties.Has(DiracProperties.JobMonitor));

    /// <summary>Throws unless the caller may read the sandbox.</summary>
    public async Task DemandReadAsync(Caller caller, SandboxRow? sandbox, SandboxName name, CancellationToken cancellationToken)
    {
        if (sandbox is null || !JobPolicy.Exists(caller, sandbox.VO)) throw new DiracException(ErrorCode.NotFound, $"Sandbox {name} does not exist.");
        var ownership = new JobOwnership(sandbox.Owner, sandbox.OwnerGroup, sandbox.VO);
        var may = caller.Kind == CallerKind.Pilot
            ? await IsOfHeldJobAsync(caller, sandbox, cancellationToken)
            : MayRead(caller, ownership);
        if (!may) throw new DiracException(ErrorCode.NotAuthorized, $"Sandbox {name} belongs to {sandbox.Owner}.");
    }

    private async Task<bool> IsOfHeldJobAsync(Caller pilot, SandboxRow sandbox, CancellationToken cancellationToken)
    {
        var held = (await HeldAsync(pilot, cancellationToken)).Select(SandboxStore.JobEntity).ToHashSet();
        var entities = await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.EntitiesAsync(session, sandbox.SBId, token), cancellationToken);
        return entities.Any(held.Contains);
    }

    private async Task<HashSet<long>> HeldAsync(Caller pilot, CancellationToken cancellationToken) =>
        [.. (await databases.Jobs.ReadAsync((session, token) => AttemptStore.LiveOfPilotAsync(session, pilot.Vo, pilot.PilotStamp!, token), cancellationToken)).Select(row => row.JobID)];
}
