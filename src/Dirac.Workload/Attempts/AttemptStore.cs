using Dirac.Model.Jobs;
using Dirac.Persistence;

namespace Dirac.Workload.Attempts;

/// <summary>The SQL of <c>x_JobAttempts</c>, in JobDB so that an attempt is recorded with the job's change.</summary>
internal static class AttemptStore
{
    private const string Columns =
        "a.JobID, a.Attempt, a.MatchId, a.PilotStamp, a.Site, a.Host, a.GridCE, a.Outcome, a.Reason, a.Fault, a.LastSequence, a.LeaseUntilMs, a.StartedMs, a.EndedMs";

    // An attempt is of its job's VO: two VOs may have pilots of one stamp.
    private const string WithJob = "{x_JobAttempts} a JOIN {Jobs} j ON j.JobID = a.JobID";

    private static readonly string[] WithPayload = [nameof(JobStatus.Matched), nameof(JobStatus.Running), nameof(JobStatus.Stalled), nameof(JobStatus.Completing)];

    public static Task<AttemptRow?> FindByMatchAsync(IDbSession jobs, string matchId, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<AttemptRow>($"SELECT {Columns}, j.VO FROM {WithJob} WHERE a.MatchId = @matchId", new { matchId }, cancellationToken);

    /// <summary>All attempts of these jobs, oldest first.</summary>
    public static Task<IReadOnlyList<AttemptRow>> OfJobsAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns}, j.VO FROM {WithJob} WHERE a.JobID IN @ids ORDER BY a.JobID, a.Attempt", new { ids }, cancellationToken);

    /// <summary>Attempts of a VO's pilot whose payloads may run and whose leases it holds: whatever DIRAC's own pilots call themselves, they are others.</summary>
    public static Task<IReadOnlyList<AttemptRow>> LiveOfPilotAsync(IDbSession jobs, string vo, string stamp, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns}, j.VO FROM {WithJob} WHERE a.PilotStamp = @stamp AND a.EndedMs IS NULL AND j.VO = @vo AND a.LeaseUntilMs < @NoLease",
            new { vo, stamp, AttemptRow.NoLease },
            cancellationToken);

    /// <summary>Whether an attempt is its job's current one, under its lease, and the job one whose payload is to run.</summary>
    public static async Task<bool> IsRunningAsync(IDbSession jobs, string vo, long job, int attempt, CancellationToken cancellationToken) =>
        await jobs.ScalarAsync<long>(
            $"SELECT COUNT(*) FROM {WithJob} WHERE a.JobID = @job AND a.Attempt = @attempt AND a.EndedMs IS NULL AND a.Outcome = 'Running'"
            + $" AND a.LeaseUntilMs >= {jobs.Dialect.UtcNowMs} AND j.VO = @vo AND j.Status IN @WithPayload",
            new { vo, job, attempt, WithPayload },
            cancellationToken) == 1;

    /// <summary>Attempts of a VO's pilot, the newest first.</summary>
    public static Task<IReadOnlyList<AttemptRow>> OfPilotAsync(IDbSession jobs, string vo, string stamp, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns}, j.VO FROM {WithJob} WHERE a.PilotStamp = @stamp AND j.VO = @vo ORDER BY a.StartedMs DESC, a.JobID DESC LIMIT @count",
            new { vo, stamp, count },
            cancellationToken);

    /// <summary>Attempts whose lease ended at least <paramref name="graceMs"/> ago by the database's clock.</summary>
    public static Task<IReadOnlyList<AttemptRow>> ExpiredAsync(IDbSession jobs, long graceMs, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns} FROM {{x_JobAttempts}} a WHERE a.EndedMs IS NULL AND a.LeaseUntilMs < {jobs.Dialect.UtcNowMs} - @graceMs ORDER BY a.LeaseUntilMs LIMIT @count",
            new { graceMs, count },
            cancellationToken);

    /// <summary>Records the next attempt of a job, with a lease from now on, or without one for null; null when the match was recorded before.</summary>
    public static async Task<int?> StartAsync(IDbSession jobs, AttemptRow attempt, long? leaseMs, CancellationToken cancellationToken)
    {
        var until = leaseMs is null ? "@NoLease" : $"{jobs.Dialect.UtcNowMs} + @leaseMs";
        var number = 1 + await jobs.ScalarAsync<int>(
            "SELECT COALESCE(MAX(Attempt), 0) FROM {x_JobAttempts} WHERE JobID = @JobID", new { attempt.JobID }, cancellationToken);
        var added = await jobs.ExecuteAsync(
            $"{jobs.Dialect.InsertIgnore} {{x_JobAttempts}} (JobID, Attempt, MatchId, PilotStamp, Site, Host, GridCE, LeaseUntilMs, StartedMs)"
            + $" VALUES (@JobID, @number, @MatchId, @PilotStamp, @Site, @Host, @GridCE, {until}, {jobs.Dialect.UtcNowMs})",
            new { attempt.JobID, number, attempt.MatchId, attempt.PilotStamp, attempt.Site, attempt.Host, attempt.GridCE, leaseMs = leaseMs ?? 0, AttemptRow.NoLease },
            cancellationToken);
        return added == 1 ? number : null;
    }

    /// <summary>Gives a pilot's current attempts another lease.</summary>
    public static Task RenewAsync(IDbSession jobs, string stamp, IReadOnlyList<long> ids, long leaseMs, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = {jobs.Dialect.UtcNowMs} + @leaseMs"
            + " WHERE PilotStamp = @stamp AND JobID IN @ids AND EndedMs IS NULL AND Outcome = 'Running'",
            new { stamp, ids, leaseMs },
            cancellationToken);

    /// <summary>Notes the newest report taken in, only forwards.</summary>
    public static async Task<bool> AdvanceAsync(IDbSession jobs, AttemptRow attempt, long sequence, CancellationToken cancellationToken) =>
        await jobs.ExecuteAsync(
            "UPDATE {x_JobAttempts} SET LastSequence = @sequence WHERE JobID = @JobID AND Attempt = @Attempt AND LastSequence < @sequence",
            new { attempt.JobID, attempt.Attempt, sequence },
            cancellationToken) == 1;

    /// <summary>Ends an attempt whose payload is gone; false when it had ended already.</summary>
    public static async Task<bool> EndAsync(
        IDbSession jobs, AttemptRow attempt, string outcome, string reason, string fault, CancellationToken cancellationToken) =>
        await jobs.ExecuteAsync(
            $"UPDATE {{x_JobAttempts}} SET Outcome = @outcome, Reason = @reason, Fault = @fault, EndedMs = {jobs.Dialect.UtcNowMs}"
            + " WHERE JobID = @JobID AND Attempt = @Attempt AND EndedMs IS NULL",
            new { attempt.JobID, attempt.Attempt, outcome, fault, reason = reason.Length > 255 ? reason[..255] : reason },
            cancellationToken) == 1;

    /// <summary>Takes the reports' right to count from live attempts of these jobs; their payloads may still run.</summary>
    public static async Task SupersedeAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await EndUnleasedAsync(jobs, ids, AttemptOutcome.Superseded, cancellationToken);
        await jobs.ExecuteAsync(
            "UPDATE {x_JobAttempts} SET Outcome = 'Superseded' WHERE JobID IN @ids AND EndedMs IS NULL AND Outcome = 'Running'", new { ids }, cancellationToken);
    }

    /// <summary>Ends attempts without a lease with their jobs: nobody will ever say that their payloads are gone.</summary>
    public static async Task EndUnleasedAsync(IDbSession jobs, IReadOnlyList<long> ids, string outcome, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(500))
        {
            await jobs.ExecuteAsync(
                $"UPDATE {{x_JobAttempts}} SET Outcome = @outcome, EndedMs = {jobs.Dialect.UtcNowMs} WHERE JobID IN @chunk AND EndedMs IS NULL AND LeaseUntilMs = @NoLease",
                new { chunk, outcome, AttemptRow.NoLease },
                cancellationToken);
        }
    }

    /// <summary>Ends the leases of a VO's pilot that is known to be dead.</summary>
    public static async Task ExpirePilotAsync(IDbSession jobs, string vo, string stamp, CancellationToken cancellationToken)
    {
        var ids = (await LiveOfPilotAsync(jobs, vo, stamp, cancellationToken)).Select(attempt => attempt.JobID).ToList();
        if (ids.Count == 0) return;
        await jobs.ExecuteAsync(
            $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = {jobs.Dialect.UtcNowMs}"
            + $" WHERE JobID IN @ids AND PilotStamp = @stamp AND EndedMs IS NULL AND LeaseUntilMs > {jobs.Dialect.UtcNowMs}",
            new { ids, stamp },
            cancellationToken);
    }

    /// <summary>Which of these jobs have a payload that a lease keeps from running for ever: what follows waits for its end.</summary>
    public static Task<IReadOnlyList<long>> LeasedAmongAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT DISTINCT JobID FROM {x_JobAttempts} WHERE JobID IN @ids AND EndedMs IS NULL AND LeaseUntilMs < @NoLease", new { ids, AttemptRow.NoLease }, cancellationToken);

    /// <summary>Which of these jobs have a payload that may still run.</summary>
    public static Task<IReadOnlyList<long>> LiveAmongAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>("SELECT DISTINCT JobID FROM {x_JobAttempts} WHERE JobID IN @ids AND EndedMs IS NULL", new { ids }, cancellationToken);
}
