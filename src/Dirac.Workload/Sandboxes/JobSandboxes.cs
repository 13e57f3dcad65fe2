using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Sandboxes;

/// <summary>Which sandboxes belong to which jobs, for callers.</summary>
internal sealed class JobSandboxes(WorkloadDatabases databases, AssignSandboxes assign)
{
    /// <summary>Names (without SE) of a job's sandboxes of one type; a single null when there is none, as DiracX's clients expect.</summary>
    public async Task<IReadOnlyList<string?>> ListAsync(Caller caller, long job, string type, CancellationToken cancellationToken)
    {
        await DemandAsync(caller, [job], JobRights.GetSandbox, cancellationToken);
        var found = await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.OfEntityAsync(session, SandboxStore.JobEntity(job), type, token), cancellationToken);
        return found.Count == 0 ? [null] : [.. found.Select(sandbox => sandbox.SEPFN)];
    }

    public async Task AssignOutputAsync(Caller caller, long job, string pfn, CancellationToken cancellationToken)
    {
        var row = (await DemandAsync(caller, [job], JobRights.PutSandbox, cancellationToken)).Single();
        if (await assign.AssignOutputAsync(row, pfn, cancellationToken) is { } problem) throw new DiracException(ErrorCode.BadRequest, problem);
    }

    public async Task UnassignAsync(Caller caller, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        await DemandAsync(caller, jobs, JobRights.PutSandbox, cancellationToken);
        await databases.Sandboxes.WriteAsync(
            (session, token) => SandboxStore.UnassignAsync(session, [.. jobs.Select(SandboxStore.JobEntity)], token), cancellationToken);
    }

    private Task<IReadOnlyList<JobRow>> DemandAsync(Caller caller, IReadOnlyList<long> jobs, JobRights wanted, CancellationToken cancellationToken) =>
        databases.Jobs.ReadAsync((session, token) => JobWriters.DemandAsync(session, caller, jobs, wanted, token), cancellationToken);
}
