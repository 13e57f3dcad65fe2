using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs;

/// <summary>Takes heartbeats in DiracX's form, which carry no attempt number: only from the job's pilot or those who may change it.</summary>
/// <remarks>
/// A Matched or Stalled job becomes Running; other states stay, unlike in DIRAC, where a late heartbeat brings a killed job back to life.
/// Commands are repeated until the job ends, so that a lost reply loses no Kill.
/// </remarks>
internal sealed class BeatJobs(WorkloadDatabases databases, IJobParameterStore parameters, TimeProvider clock)
{
    public Task<IReadOnlyList<JobCommand>> RunAsync(Caller caller, IReadOnlyDictionary<long, JobHeartbeat> beats, CancellationToken cancellationToken) =>
        RunAsync(caller, beats.ToDictionary(beat => beat.Key, beat => SignOfLife.From(beat.Value)), cancellationToken);

    /// <summary>The same, with figures and parameters of any name.</summary>
    public Task<IReadOnlyList<JobCommand>> RunAsync(Caller caller, IReadOnlyDictionary<long, SignOfLife> beats, CancellationToken cancellationToken) =>
        databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, beats, token), cancellationToken);

    private async Task<IReadOnlyList<JobCommand>> ApplyAsync(
        IDbSession session, Caller caller, IReadOnlyDictionary<long, SignOfLife> beats, CancellationToken cancellationToken)
    {
        if (beats.Count == 0) return [];
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await JobWriters.DemandAsync(session, caller, [.. beats.Keys], JobRights.ChangeStatus, cancellationToken);
        await JobStore.BeatAsync(session, [.. beats.Keys], now, cancellationToken);
        foreach (var (id, beat) in beats) await HeartbeatData.StoreAsync(session, parameters, id, beat, now, cancellationToken);

        var live = rows.Where(row => row.ParsedStatus is not (JobStatus.Done or JobStatus.Failed or JobStatus.Deleted)).Select(row => row.JobID).ToList();
        var open = live.Count == 0 ? [] : await CommandStore.OpenAsync(session, live, cancellationToken);
        return [.. open.Select(command => new JobCommand(command.JobID, command.Command, command.Arguments))];
    }
}
