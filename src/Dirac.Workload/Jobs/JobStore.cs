using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Jobs.Submission;

namespace Dirac.Workload.Jobs;

/// <summary>The SQL of JobDB's job rows and descriptions.</summary>
internal static class JobStore
{
    private const int IdsPerStatement = 500;
    private const int JobsDescribedAhead = 1_000;
    private const int MinorLength = 128;
    private const int ApplicationLength = 255;

    private const string Columns =
        "JobID, Owner, OwnerGroup, VO, Site, Status, MinorStatus, ApplicationStatus, UserPriority, RescheduleCounter,"
        + " SubmissionTime, RescheduleTime, LastUpdateTime, HeartBeatTime, StartExecTime, EndExecTime";

    private static readonly string[] JobColumns =
    [
        "JobID", "JobType", "JobGroup", "Site", "JobName", "Owner", "OwnerGroup", "VO", "SubmissionTime", "LastUpdateTime",
        "Status", "MinorStatus", "ApplicationStatus", "UserPriority", "VerifiedFlag",
    ];

    private static readonly string[] JdlColumns = ["JobID", "JDL", "JobRequirements", "OriginalJDL"];

    private static readonly string[] StateColumns =
        ["Status", "MinorStatus", "ApplicationStatus", "StartExecTime", "EndExecTime", "HeartBeatTime", "LastUpdateTime"];

    private static readonly string[] SaidColumns = ["ApplicationStatus", "HeartBeatTime", "LastUpdateTime"];

    private static readonly string[] OptimizedColumns = ["Status", "MinorStatus", "ApplicationStatus", "Site", "EndExecTime", "LastUpdateTime"];

    /// <summary>Stores jobs as Received; returns their numbers, which are consecutive.</summary>
    public static Task<IReadOnlyList<long>> InsertAsync(IDbSession session, IReadOnlyList<NewJob> jobs, DateTime now, CancellationToken cancellationToken) =>
        InsertAsync(session, jobs, FirstState.Accepted, now, cancellationToken);

    /// <summary>Stores jobs; returns their numbers, which are consecutive.</summary>
    public static async Task<IReadOnlyList<long>> InsertAsync(
        IDbSession session, IReadOnlyList<NewJob> jobs, FirstState first, DateTime now, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return [];
        var start = await NewJobNumbers.TakeAsync(session, jobs.Count, cancellationToken);
        var numbered = jobs.Select((job, index) => (Job: job, Id: start + index)).ToList();

        // Writing the texts is much of the work of a submission: another core does it for the next jobs while these are stored.
        var described = Task.FromResult<IReadOnlyList<IReadOnlyList<object?>>>([]);
        foreach (var chunk in numbered.Chunk(JobsDescribedAhead).Append([]))
        {
            var descriptions = await described;
            described = Task.Run(() => Descriptions(chunk), cancellationToken);
            await session.InsertManyAsync("JobJDLs", JdlColumns, descriptions, cancellationToken);
        }

        await session.InsertManyAsync("Jobs", JobColumns, numbered.Select(pair => JobValues(pair.Job, pair.Id, first, now)), cancellationToken);
        var files = numbered.SelectMany(pair => pair.Job.InputData.Select(IReadOnlyList<object?> (lfn) => [pair.Id, lfn, "AprioriGood"]));

        // Not a plain insert: DIRAC's key takes names that differ in case only for one.
        await session.UpsertManyAsync("InputData", ["JobID", "LFN"], ["JobID", "LFN", "Status"], files, cancellationToken);
        await JobCounts.WriteAsync(session, CountsOf(jobs, first), cancellationToken);
        return [.. numbered.Select(pair => pair.Id)];
    }

    /// <summary>The rows of these jobs in one VO; ids that do not exist there are left out. Locked where several writers work.</summary>
    public static Task<IReadOnlyList<JobRow>> LoadAsync(IDbSession session, string? vo, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        SelectAsync(session, vo, ids, session.Dialect.ForUpdate, cancellationToken);

    /// <summary>As <see cref="LoadAsync"/>, for those who only look: waits for nobody.</summary>
    public static Task<IReadOnlyList<JobRow>> ReadAsync(IDbSession session, string? vo, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        SelectAsync(session, vo, ids, "", cancellationToken);

    /// <summary>Writes statuses and times of jobs (forced updates: the caller has decided).</summary>
    public static async Task SetStatesAsync(IDbSession session, IReadOnlyList<StateUpdate> updates, DateTime now, CancellationToken cancellationToken)
    {
        // Most updates are a payload's words. They change no number of jobs and no index of statuses.
        var said = updates.Where(update => update.OnlySays);
        await session.UpdateManyAsync("Jobs", "JobID", SaidColumns, said.Select(update => SaidValues(update, now)), cancellationToken);
        var moved = updates.Where(update => !update.OnlySays).ToList();
        if (moved.Count == 0) return;
        await JobCounts.KeepAsync(
            session,
            [.. moved.Select(update => update.JobID)],
            () => session.UpdateManyAsync("Jobs", "JobID", StateColumns, moved.Select(update => StateValues(update, now)), cancellationToken),
            cancellationToken);
    }

    /// <summary>Moves jobs that are still in the expected state; the caller has loaded them in this transaction.</summary>
    public static async Task MoveAsync(
        IDbSession session, IReadOnlyList<long> ids, JobStatus status, string minor, string application, DateTime now, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return;
        await JobCounts.KeepAsync(
            session,
            ids,
            async () =>
            {
                foreach (var chunk in ids.Chunk(IdsPerStatement))
                {
                    await session.ExecuteAsync(
                        "UPDATE {Jobs} SET Status = @status, MinorStatus = @minor, ApplicationStatus = @application, LastUpdateTime = @now WHERE JobID IN @chunk",
                        new { status = status.ToString(), minor = ColumnText.Fit(minor, MinorLength), application = ColumnText.Fit(application, ApplicationLength), now, chunk },
                        cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <summary>Notes the end of execution of jobs that have none yet.</summary>
    public static async Task SetEndAsync(IDbSession session, IReadOnlyList<long> ids, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            await session.ExecuteAsync("UPDATE {Jobs} SET EndExecTime = COALESCE(EndExecTime, @now) WHERE JobID IN @chunk", new { now, chunk }, cancellationToken);
        }
    }

    /// <summary>Sets columns of jobs, each to its own values; the caller has decided that they may stand there.</summary>
    public static Task SetColumnsAsync(IDbSession session, IReadOnlyList<ColumnChange> changes, CancellationToken cancellationToken) => changes.Count == 0
        ? Task.CompletedTask
        : JobCounts.KeepAsync(
            session,
            [.. changes.Select(change => change.JobID).Distinct()],
            async () =>
            {
                foreach (var column in changes.GroupBy(change => change.Column))
                {
                    await session.UpdateManyAsync(
                        "Jobs", "JobID", [column.Key], column.Select(IReadOnlyList<object?> (change) => [change.JobID, change.Value]), cancellationToken);
                }
            },
            cancellationToken);

    /// <summary>Gives a Waiting job to a pilot; false when it is not Waiting any more.</summary>
    public static async Task<bool> SetMatchedAsync(IDbSession session, long id, string site, DateTime now, CancellationToken cancellationToken) =>
        await JobCounts.KeepAsync(
            session,
            [id],
            () => session.ExecuteAsync(
                "UPDATE {Jobs} SET Status = 'Matched', MinorStatus = @minor, ApplicationStatus = 'Unknown', Site = @site, LastUpdateTime = @now"
                + " WHERE JobID = @id AND Status = 'Waiting'",
                new { id, site, now, minor = MinorStatuses.Assigned },
                cancellationToken),
            cancellationToken) == 1;

    /// <summary>Notes signs of life; a Matched or Stalled job with one is Running.</summary>
    public static async Task BeatAsync(IDbSession session, IReadOnlyList<long> ids, DateTime now, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("UPDATE {Jobs} SET HeartBeatTime = @now WHERE JobID IN @ids", new { ids, now }, cancellationToken);
        var silent = await session.QueryAsync<long>("SELECT JobID FROM {Jobs} WHERE JobID IN @ids AND Status IN ('Matched', 'Stalled')", new { ids }, cancellationToken);
        if (silent.Count == 0) return;
        await JobCounts.KeepAsync(
            session,
            silent,
            () => session.ExecuteAsync(
                "UPDATE {Jobs} SET Status = 'Running', StartExecTime = COALESCE(StartExecTime, @now), LastUpdateTime = @now"
                + " WHERE JobID IN @silent AND Status IN ('Matched', 'Stalled')",
                new { silent, now },
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Descriptions of jobs, still compressed.</summary>
    public static Task<IReadOnlyList<JobJdlRow>> LoadJdlsAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<JobJdlRow>("SELECT JobID, JDL, OriginalJDL FROM {JobJDLs} WHERE JobID IN @ids", new { ids }, cancellationToken);

    /// <summary>Derived descriptions of jobs, without the original ones.</summary>
    public static Task<IReadOnlyList<JobJdlRow>> LoadDerivedAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<JobJdlRow>("SELECT JobID, JDL FROM {JobJDLs} WHERE JobID IN @ids", new { ids }, cancellationToken);

    /// <summary>Replaces a derived description.</summary>
    public static Task SetJdlAsync(IDbSession session, long id, ClassAd derived, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {JobJDLs} SET JDL = @jdl WHERE JobID = @id", new { id, jdl = JobJdlCodec.Compress(derived.ToString()) }, cancellationToken);

    /// <summary>Writes what optimizers decided; the caller has loaded the jobs in this transaction.</summary>
    public static async Task SetOptimizedAsync(IDbSession session, IReadOnlyList<OptimizedJob> jobs, DateTime now, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        await JobCounts.KeepAsync(
            session,
            [.. jobs.Select(job => job.JobID)],
            () => session.UpdateManyAsync("Jobs", "JobID", OptimizedColumns, jobs.Select(job => OptimizedValues(job, now)), cancellationToken),
            cancellationToken);
        await session.UpdateManyAsync(
            "JobJDLs",
            "JobID",
            ["JobRequirements"],
            jobs.Where(job => job.Requirements is not null).Select(IReadOnlyList<object?> (job) => [job.JobID, job.Requirements]),
            cancellationToken);
    }

    /// <summary>Notes a rescheduling.</summary>
    public static Task SetRescheduledAsync(IDbSession session, long id, int counter, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {Jobs} SET RescheduleCounter = @counter, RescheduleTime = @now, HeartBeatTime = NULL, StartExecTime = NULL, EndExecTime = NULL WHERE JobID = @id",
            new { id, counter, now },
            cancellationToken);

    /// <summary>Marks jobs Stalled and leaves their LastUpdateTime alone.</summary>
    public static Task SetStalledAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        JobCounts.KeepAsync(
            session, ids, () => session.ExecuteAsync("UPDATE {Jobs} SET Status = 'Stalled' WHERE JobID IN @ids", new { ids }, cancellationToken), cancellationToken);

    /// <summary>Jobs after a number that have been Waiting since before a moment, by number.</summary>
    public static Task<IReadOnlyList<long>> WaitingSinceAsync(IDbSession session, long after, DateTime before, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT JobID FROM {Jobs} WHERE Status = 'Waiting' AND MinorStatus = @minor AND JobID > @after AND LastUpdateTime < @before ORDER BY JobID LIMIT @count",
            new { minor = MinorStatuses.PilotAgentSubmission, after, before, count },
            cancellationToken);

    private static async Task<IReadOnlyList<JobRow>> SelectAsync(
        IDbSession session, string? vo, IReadOnlyList<long> ids, string locking, CancellationToken cancellationToken)
    {
        var rows = new List<JobRow>(ids.Count);
        var filter = vo is null ? "" : " AND VO = @vo";
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            rows.AddRange(await session.QueryAsync<JobRow>(
                $"SELECT {Columns} FROM {{Jobs}} WHERE JobID IN @chunk{filter} ORDER BY JobID{locking}", new { chunk, vo }, cancellationToken));
        }

        return rows;
    }

    private static IReadOnlyList<IReadOnlyList<object?>> Descriptions(IReadOnlyList<(NewJob Job, long Id)> jobs) =>
    [
        .. jobs.Select(IReadOnlyList<object?> (pair) =>
        [
            pair.Id,
            JobJdlCodec.Compress(JobNumber.Fill(pair.Job.Derived, pair.Id).ToString()),
            pair.Job.Requirements.ToString(),
            JobJdlCodec.Compress(pair.Job.Original.ToString()),
        ]),
    ];

    private static JobCountChanges CountsOf(IReadOnlyList<NewJob> jobs, FirstState first) => jobs.Aggregate(
        new JobCountChanges(),
        (changes, job) => changes.Add(
            new JobCountKey
            {
                VO = job.VO, Owner = job.Owner, OwnerGroup = job.OwnerGroup, JobGroup = job.JobGroup, JobType = job.JobType, Site = job.Site,
                Status = first.Status.ToString(), MinorStatus = first.Minor,
            },
            1));

    private static IReadOnlyList<object?> OptimizedValues(OptimizedJob job, DateTime now) =>
    [
        job.JobID, job.Status.ToString(), ColumnText.Fit(job.Minor, MinorLength), ColumnText.Fit(job.Application, ApplicationLength), job.Site, job.EndExecTime, now,
    ];

    private static IReadOnlyList<object?> SaidValues(StateUpdate update, DateTime now) =>
        [update.JobID, ColumnText.Fit(update.State.ApplicationStatus, ApplicationLength), update.HeartBeat, now];

    private static IReadOnlyList<object?> StateValues(StateUpdate update, DateTime now) =>
    [
        update.JobID, update.State.Status.ToString(), ColumnText.Fit(update.State.MinorStatus, MinorLength),
        ColumnText.Fit(update.State.ApplicationStatus, ApplicationLength), update.State.StartExecTime, update.State.EndExecTime, update.HeartBeat, now,
    ];

    private static IReadOnlyList<object?> JobValues(NewJob job, long id, FirstState first, DateTime now) =>
    [
        id, job.JobType, job.JobGroup, job.Site, job.JobName.Replace("%j", $"{id}", StringComparison.Ordinal), job.Owner, job.OwnerGroup, job.VO, now, now,
        first.Status.ToString(), first.Minor, "Unknown", job.Priority, "True",
    ];
}
