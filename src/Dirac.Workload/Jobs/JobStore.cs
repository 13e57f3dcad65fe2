using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>The SQL of JobDB's job rows and descriptions.</summary>
internal static class JobStore
{
    private const int IdsPerStatement = 500;
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

    /// <summary>Stores jobs as Received; returns their numbers, which are consecutive.</summary>
    public static async Task<IReadOnlyList<long>> InsertAsync(IDbSession session, IReadOnlyList<NewJob> jobs, DateTime now, CancellationToken cancellationToken)
    {
        var ids = await ReserveIdsAsync(session, jobs.Count, cancellationToken);
        var numbered = jobs.Zip(ids, (job, id) => (Job: job, Id: id)).ToList();
        foreach (var chunk in numbered.Chunk(IdsPerStatement)) await FillDescriptionsAsync(session, chunk, cancellationToken);
        await session.InsertManyAsync("Jobs", JobColumns, numbered.Select(pair => JobValues(pair.Job, pair.Id, now)), cancellationToken);
        var files = numbered.SelectMany(pair => pair.Job.InputData.Select(IReadOnlyList<object?> (lfn) => [pair.Id, lfn, "AprioriGood"]));

        // Not a plain insert: DIRAC's key takes names that differ in case only for one.
        await session.UpsertManyAsync("InputData", ["JobID", "LFN"], ["JobID", "LFN", "Status"], files, cancellationToken);
        return ids;
    }

    /// <summary>The rows of these jobs in one VO; ids that do not exist there are left out. Locked where several writers work.</summary>
    public static async Task<IReadOnlyList<JobRow>> LoadAsync(IDbSession session, string? vo, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = new List<JobRow>(ids.Count);
        var filter = vo is null ? "" : " AND VO = @vo";
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            rows.AddRange(await session.QueryAsync<JobRow>(
                $"SELECT {Columns} FROM {{Jobs}} WHERE JobID IN @chunk{filter} ORDER BY JobID{session.Dialect.ForUpdate}", new { chunk, vo }, cancellationToken));
        }

        return rows;
    }

    /// <summary>Writes status and times of a job (a forced update: the caller has decided).</summary>
    public static Task SetStateAsync(IDbSession session, long id, JobState state, DateTime? heartBeat, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {Jobs} SET Status = @Status, MinorStatus = @MinorStatus, ApplicationStatus = @ApplicationStatus, StartExecTime = @StartExecTime,"
            + " EndExecTime = @EndExecTime, HeartBeatTime = COALESCE(@heartBeat, HeartBeatTime), LastUpdateTime = @now WHERE JobID = @id",
            new
            {
                Status = state.Status.ToString(), MinorStatus = ColumnText.Fit(state.MinorStatus, MinorLength),
                ApplicationStatus = ColumnText.Fit(state.ApplicationStatus, ApplicationLength), state.StartExecTime, state.EndExecTime, heartBeat, now, id,
            },
            cancellationToken);

    /// <summary>Moves jobs that are still in the expected state; the caller has loaded them in this transaction.</summary>
    public static async Task MoveAsync(
        IDbSession session, IReadOnlyList<long> ids, JobStatus status, string minor, string application, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            await session.ExecuteAsync(
                "UPDATE {Jobs} SET Status = @status, MinorStatus = @minor, ApplicationStatus = @application, LastUpdateTime = @now WHERE JobID IN @chunk",
                new { status = status.ToString(), minor = ColumnText.Fit(minor, MinorLength), application = ColumnText.Fit(application, ApplicationLength), now, chunk },
                cancellationToken);
        }
    }

    /// <summary>Notes the end of execution of jobs that have none yet.</summary>
    public static async Task SetEndAsync(IDbSession session, IReadOnlyList<long> ids, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            await session.ExecuteAsync("UPDATE {Jobs} SET EndExecTime = COALESCE(EndExecTime, @now) WHERE JobID IN @chunk", new { now, chunk }, cancellationToken);
        }
    }

    /// <summary>Sets one column that has no rules of its own.</summary>
    public static Task SetAttributeAsync(IDbSession session, long id, string column, object value, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"UPDATE {{Jobs}} SET {column} = @value WHERE JobID = @id", new { id, value }, cancellationToken);

    /// <summary>Gives a Waiting job to a pilot; false when it is not Waiting any more.</summary>
    public static async Task<bool> SetMatchedAsync(IDbSession session, long id, string site, DateTime now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {Jobs} SET Status = 'Matched', MinorStatus = @minor, ApplicationStatus = 'Unknown', Site = @site, LastUpdateTime = @now"
            + " WHERE JobID = @id AND Status = 'Waiting'",
            new { id, site, now, minor = MinorStatuses.Assigned },
            cancellationToken) == 1;

    /// <summary>Notes signs of life; a Matched or Stalled job with one is Running.</summary>
    public static async Task BeatAsync(IDbSession session, IReadOnlyList<long> ids, DateTime now, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("UPDATE {Jobs} SET HeartBeatTime = @now WHERE JobID IN @ids", new { ids, now }, cancellationToken);
        await session.ExecuteAsync(
            "UPDATE {Jobs} SET Status = 'Running', StartExecTime = COALESCE(StartExecTime, @now), LastUpdateTime = @now"
            + " WHERE JobID IN @ids AND Status IN ('Matched', 'Stalled')",
            new { ids, now },
            cancellationToken);
    }

    /// <summary>Descriptions of jobs, still compressed.</summary>
    public static Task<IReadOnlyList<JobJdlRow>> LoadJdlsAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<JobJdlRow>("SELECT JobID, JDL, OriginalJDL FROM {JobJDLs} WHERE JobID IN @ids", new { ids }, cancellationToken);

    /// <summary>Replaces a derived description.</summary>
    public static Task SetJdlAsync(IDbSession session, long id, ClassAd derived, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {JobJDLs} SET JDL = @jdl WHERE JobID = @id", new { id, jdl = JobJdlCodec.Compress(derived.ToString()) }, cancellationToken);

    /// <summary>Replaces the requirements written by the optimizers, and the site column that follows from them.</summary>
    public static async Task SetRequirementsAsync(IDbSession session, long id, string requirements, string site, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("UPDATE {JobJDLs} SET JobRequirements = @requirements WHERE JobID = @id", new { id, requirements }, cancellationToken);
        await session.ExecuteAsync("UPDATE {Jobs} SET Site = @site WHERE JobID = @id", new { id, site }, cancellationToken);
    }

    /// <summary>Notes a rescheduling.</summary>
    public static Task SetRescheduledAsync(IDbSession session, long id, int counter, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {Jobs} SET RescheduleCounter = @counter, RescheduleTime = @now, HeartBeatTime = NULL, StartExecTime = NULL, EndExecTime = NULL WHERE JobID = @id",
            new { id, counter, now },
            cancellationToken);

    /// <summary>Ids of jobs in a status whose last sign of life (or change) is older than a moment.</summary>
    public static Task<IReadOnlyList<JobRow>> SilentSinceAsync(
        IDbSession session, IReadOnlyList<string> statuses, DateTime before, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<JobRow>(
            $"SELECT {Columns} FROM {{Jobs}} WHERE Status IN @statuses AND LastUpdateTime < @before AND (HeartBeatTime IS NULL OR HeartBeatTime < @before)"
            + " ORDER BY LastUpdateTime LIMIT @count",
            new { statuses, before, count },
            cancellationToken);

    /// <summary>Marks a job Stalled and leaves its LastUpdateTime alone.</summary>
    public static Task SetStalledAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.ExecuteAsync("UPDATE {Jobs} SET Status = 'Stalled' WHERE JobID = @id", new { id }, cancellationToken);

    /// <summary>Jobs after a number that have been Waiting since before a moment, by number.</summary>
    public static Task<IReadOnlyList<long>> WaitingSinceAsync(IDbSession session, long after, DateTime before, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT JobID FROM {Jobs} WHERE Status = 'Waiting' AND JobID > @after AND LastUpdateTime < @before ORDER BY JobID LIMIT @count",
            new { after, before, count },
            cancellationToken);

    // Ids come from JobJDLs' own counter, since a Python DIRAC may submit at the same time.
    private static async Task<IReadOnlyList<long>> ReserveIdsAsync(IDbSession session, int count, CancellationToken cancellationToken)
    {
        var ids = new List<long>(count);
        while (ids.Count < count)
        {
            var rows = Math.Min(IdsPerStatement, count - ids.Count);
            var values = string.Join(", ", Enumerable.Repeat("('', '', '')", rows));
            await session.ExecuteAsync($"INSERT INTO {{JobJDLs}} (JDL, JobRequirements, OriginalJDL) VALUES {values}", null, cancellationToken);
            var first = await session.ScalarAsync<long>($"SELECT {session.Dialect.FirstOfInserted(rows)}", null, cancellationToken);
            ids.AddRange(Enumerable.Range(0, rows).Select(offset => first + offset));
        }

        return ids;
    }

    private static Task FillDescriptionsAsync(IDbSession session, IReadOnlyList<(NewJob Job, long Id)> jobs, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            "JobJDLs",
            ["JobID"],
            ["JobID", "JDL", "JobRequirements", "OriginalJDL"],
            jobs.Select(IReadOnlyList<object?> (pair) =>
            [
                pair.Id,
                JobJdlCodec.Compress(JobNumber.Fill(pair.Job.Derived, pair.Id).ToString()),
                pair.Job.Requirements.ToString(),
                JobJdlCodec.Compress(pair.Job.Original.ToString()),
            ]),
            cancellationToken);

    private static IReadOnlyList<object?> JobValues(NewJob job, long id, DateTime now) =>
    [
        id, job.JobType, job.JobGroup, job.Site, job.JobName.Replace("%j", $"{id}", StringComparison.Ordinal), job.Owner, job.OwnerGroup, job.VO, now, now,
        nameof(JobStatus.Received), MinorStatuses.JobAccepted, "Unknown", job.Priority, "True",
    ];
}
