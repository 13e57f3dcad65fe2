using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Which pilots had a job and which jobs a pilot had: from the attempts of our own pilots, and from DIRAC's mapping for others.</summary>
internal sealed class PilotJobs(WorkloadDatabases databases)
{
    /// <summary>The most jobs told of one pilot.</summary>
    public const int MostJobs = 10_000;

    /// <summary>A pilot's jobs, the newest first.</summary>
    public async Task<IReadOnlyList<PilotJob>> OfPilotAsync(Caller caller, string stamp, CancellationToken cancellationToken)
    {
        var pilot = await databases.Pilots.ReadAsync((session, token) => PilotAccess.DemandAsync(session, caller, stamp, token), cancellationToken);
        return await OfPilotAsync(pilot, MostJobs, cancellationToken);
    }

    /// <summary>The latest jobs of a pilot, the newest first.</summary>
    public async Task<IReadOnlyList<PilotJob>> OfPilotAsync(PilotRow pilot, int count, CancellationToken cancellationToken)
    {
        var attempts = await databases.Jobs.ReadAsync((session, token) => AttemptStore.OfPilotAsync(session, pilot.VO, pilot.PilotStamp, count, token), cancellationToken);
        var mapped = await databases.Pilots.ReadAsync((session, token) => PilotJobStore.OfPilotAsync(session, pilot.PilotID, count, token), cancellationToken);
        var known = attempts.Select(attempt => attempt.JobID).ToHashSet();
        return
        [
            .. attempts.Select(ToMessage)
                .Concat(mapped.Where(row => !known.Contains(row.JobID)).Select(ToMessage))
                .OrderByDescending(job => job.StartTime).ThenByDescending(job => job.JobID).Take(count),
        ];
    }

    /// <summary>The pilots a job had, the first first.</summary>
    public async Task<IReadOnlyList<PilotOfJob>> OfJobAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var attempts = await databases.Jobs.ReadAsync((session, token) => AttemptsAsync(session, caller, id, token), cancellationToken);
        return await databases.Pilots.ReadAsync((session, token) => WithPilotsAsync(session, caller.Vo, id, attempts, token), cancellationToken);
    }

    private static async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(IDbSession session, Caller caller, long id, CancellationToken cancellationToken)
    {
        var job = (await JobStore.LoadAsync(session, caller.Vo, [id], cancellationToken)).SingleOrDefault();
        JobAccess.Demand(caller, job, id, JobRights.GetInfo);
        return await AttemptStore.OfJobsAsync(session, [id], cancellationToken);
    }

    private static async Task<IReadOnlyList<PilotOfJob>> WithPilotsAsync(
        IDbSession session, string vo, long id, IReadOnlyList<AttemptRow> attempts, CancellationToken cancellationToken)
    {
        var known = attempts.Select(attempt => attempt.PilotStamp).ToHashSet(StringComparer.Ordinal);
        var mapped = (await PilotJobStore.OfJobAsync(session, vo, id, cancellationToken)).Where(row => !known.Contains(row.PilotStamp)).ToList();
        var jobs = attempts.Select(attempt => (Stamp: attempt.PilotStamp, attempt.Site, Job: ToMessage(attempt)))
            .Concat(mapped.Select(row => (Stamp: row.PilotStamp, Site: "Unknown", Job: ToMessage(row))))
            .OrderBy(job => job.Job.StartTime)
            .ToList();
        var rows = await PilotStore.FindManyAsync(session, vo, [.. jobs.Select(job => job.Stamp).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. jobs.Select(job => ToMessage(job.Stamp, job.Site, rows.GetValueOrDefault(job.Stamp), job.Job))];
    }

    private static PilotOfJob ToMessage(string stamp, string site, PilotRow? row, PilotJob job) => row is null
        ? new PilotOfJob(stamp, "", site, "", "Unknown", "", job)
        : new PilotOfJob(stamp, row.PilotJobReference, row.GridSite, row.DestinationSite, row.Status, row.StatusReason is "Unknown" ? "" : row.StatusReason, job);

    private static PilotJob ToMessage(AttemptRow row) => new(
        row.JobID,
        DateTimeOffset.FromUnixTimeMilliseconds(row.StartedMs),
        row.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        row.Attempt,
        row.Reason.Length == 0 ? row.Outcome : $"{row.Outcome}: {row.Reason}");

    private static PilotJob ToMessage(PilotJobRow row) => new(row.JobID, new DateTimeOffset(row.StartTime, TimeSpan.Zero));
}
