using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Notes which jobs pilots run (DIRAC's setJobForPilot), for pilots that are not ours: ours are noted when they get a job.</summary>
internal sealed class SetPilotJobs(WorkloadDatabases databases, TimeProvider clock)
{
    public async Task<PilotBulkResult> RunAsync(Caller caller, IReadOnlyDictionary<string, PilotJobAssignment> jobs, CancellationToken cancellationToken)
    {
        PilotAccess.CheckCount(jobs.Count);
        foreach (var (stamp, job) in jobs.WithoutHoles("The jobs"))
        {
            PilotAccess.DemandSelf(caller, stamp);
            PilotColumns.CheckElement(job.DestinationSite);
        }

        var ids = jobs.Values.Select(job => job.JobID).Where(id => id is > 0 and <= uint.MaxValue).Distinct().ToList();
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, caller.Vo, ids, token), cancellationToken);
        var existing = rows.Select(row => row.JobID).ToHashSet();
        return await databases.Pilots.WriteAsync((session, token) => SetAsync(session, caller, jobs, existing, token), cancellationToken);
    }

    private async Task<PilotBulkResult> SetAsync(
        IDbSession session, Caller caller, IReadOnlyDictionary<string, PilotJobAssignment> jobs, HashSet<long> existing, CancellationToken cancellationToken)
    {
        var outcome = new PilotOutcome();
        var pilots = await PilotAccess.FindAsync(session, caller, jobs.Keys, cancellationToken);
        foreach (var (stamp, job) in jobs)
        {
            if (!pilots.TryGetValue(stamp, out var pilot)) outcome.Fail(stamp, PilotAccess.Missing(stamp));
            else if (!existing.Contains(job.JobID)) outcome.Fail(stamp, $"Job {job.JobID} does not exist.");
            else
            {
                await PilotJobStore.SetAsync(session, pilot.PilotID, job.JobID, job.DestinationSite, clock.GetUtcNow().UtcDateTime, cancellationToken);
                outcome.Succeed(stamp, pilot.Status);
            }
        }

        return outcome.ToResult();
    }
}
