using Dirac.Persistence;

namespace Dirac.Workload.Attempts;

/// <summary>The SQL of <c>x_JobAttempts</c>, in JobDB so that an attempt is recorded with the job's change.</summary>
internal static class AttemptStore
{
    private const string Columns = "JobID, Attempt, MatchId, PilotStamp, Site, Outcome, Reason, LastSequence, LeaseUntilMs, StartedMs, EndedMs";

    public static Task<AttemptRow?> FindByMatchAsync(IDbSession jobs, string matchId, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<AttemptRow>($"SELECT {Columns} FROM {{x_JobAttempts}} WHERE MatchId = @matchId", new { matchId }, cancellationToken);

    /// <summary>All attempts of these jobs, oldest first.</summary>
    public static Task<IReadOnlyList<AttemptRow>> OfJobsAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns} FROM {{x_JobAttempts}} WHERE JobID IN @ids ORDER BY JobID, Attempt", new { ids }, cancellationToken);

    /// <summary>Attempts of a pilot whose payloads may run.</summary>
    public static Task<IReadOnlyList<AttemptRow>> LiveOfPilotAsync(IDbSession jobs, string stamp, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns} FROM {{x_JobAttempts}} WHERE PilotStamp = @stamp AND EndedMs IS NULL", new { stamp }, cancellationToken);

    /// <summary>Attempts whose lease ended at least <paramref name="graceMs"/> ago by the database's clock.</summary>
    public static Task<IReadOnlyList<AttemptRow>> ExpiredAsync(IDbSession jobs, long graceMs, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<AttemptRow>(
            $"SELECT {Columns} FROM {{x_JobAttempts}} WHERE EndedMs IS NULL AND LeaseUntilMs < {jobs.Dialect.UtcNowMs} - @graceMs ORDER BY LeaseUntilMs LIMIT @count",
            new { graceMs, count },
            cancellationToken);

    /// <summary>Records the next attempt of a job; null when the match was recorded before.</summary>
    public static async Task<int?> StartAsync(IDbSession jobs, AttemptRow attempt, long leaseMs, CancellationToken cancellationToken)
    {
        var number = 1 + await jobs.ScalarAsync<int>(
            "SELECT COALESCE(MAX(Attempt), 0) FROM {x_JobAttempts} WHERE JobID = @JobID", new { attempt.JobID }, cancellationToken);
        var added = await jobs.ExecuteAsync(
            $"{jobs.Dialect.InsertIgnore} {{x_JobAttempts}} (JobID, Attempt, MatchId, PilotStamp, Site, LeaseUntilMs, StartedMs)"
            + $" VALUES (@JobID, @number, @MatchId, @PilotStamp, @Site, {jobs.Dialect.UtcNowMs} + @leaseMs, {jobs.Dialect.UtcNowMs})",
            new { attempt.JobID, number, attempt.MatchId, attempt.PilotStamp, attempt.Site, leaseMs },
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
    public static async Task<bool> EndAsync(IDbSession jobs, AttemptRow attempt, string outcome, string reason, CancellationToken cancellationToken) =>
        await jobs.ExecuteAsync(
            $"UPDATE {{x_JobAttempts}} SET Outcome = @outcome, Reason = @reason, EndedMs = {jobs.Dialect.UtcNowMs}"
            + " WHERE JobID = @JobID AND Attempt = @Attempt AND EndedMs IS NULL",
            new { attempt.JobID, attempt.Attempt, outcome, reason = reason.Length > 255 ? reason[..255] : reason },
            cancellationToken) == 1;

    /// <summary>Takes the reports' right to count from live attempts of these jobs; their payloads may still run.</summary>
    public static Task SupersedeAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            "UPDATE {x_JobAttempts} SET Outcome = 'Superseded' WHERE JobID IN @ids AND EndedMs IS NULL AND Outcome = 'Running'", new { ids }, cancellationToken);

    /// <summary>Ends the leases of a pilot that is known to be dead.</summary>
    public static Task ExpirePilotAsync(IDbSession jobs, string stamp, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = {jobs.Dialect.UtcNowMs} WHERE PilotStamp = @stamp AND EndedMs IS NULL AND LeaseUntilMs > {jobs.Dialect.UtcNowMs}",
            new { stamp },
            cancellationToken);

    /// <summary>Which of these jobs have a payload that may still run.</summary>
    public static Task<IReadOnlyList<long>> LiveAmongAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>("SELECT DISTINCT JobID FROM {x_JobAttempts} WHERE JobID IN @ids AND EndedMs IS NULL", new { ids }, cancellationToken);
}
