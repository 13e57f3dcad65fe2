using Dirac.Persistence;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>The SQL of attempts that have ended, as the rule of black holes sees them. Always within one VO.</summary>
internal static class EndedAttemptStore
{
    private const string Columns =
        "SELECT a.JobID, a.Attempt, a.PilotStamp, a.Fault, a.StartedMs, a.EndedMs, j.Owner FROM {x_JobAttempts} a JOIN {Jobs} j ON j.JobID = a.JobID";

    private const string Newest = "AND j.VO = @Vo ORDER BY a.EndedMs DESC, a.JobID DESC LIMIT @count";

    /// <summary>The latest attempts of a pilot.</summary>
    public static Task<IReadOnlyList<EndedAttempt>> OfPilotAsync(IDbSession jobs, PilotSuspected pilot, long windowMs, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<EndedAttempt>(
            $"{Columns} WHERE a.PilotStamp = @Stamp AND a.EndedMs > {jobs.Dialect.UtcNowMs} - @windowMs {Newest}",
            new { pilot.Stamp, pilot.Vo, windowMs, count },
            cancellationToken);

    /// <summary>The latest attempts of all pilots of a node.</summary>
    public static Task<IReadOnlyList<EndedAttempt>> OfHostAsync(IDbSession jobs, PilotSuspected pilot, long windowMs, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<EndedAttempt>(
            $"{Columns} WHERE a.Host = @Host AND a.Site = @Site AND a.EndedMs > {jobs.Dialect.UtcNowMs} - @windowMs {Newest}",
            new { pilot.Host, pilot.Site, pilot.Vo, windowMs, count },
            cancellationToken);

    /// <summary>Tells the jobs' attempts what was found out about their pilot, where no other reason stands.</summary>
    public static async Task ExplainAsync(IDbSession jobs, IEnumerable<EndedAttempt> attempts, string reason, CancellationToken cancellationToken)
    {
        foreach (var attempt in attempts)
        {
            await jobs.ExecuteAsync(
                "UPDATE {x_JobAttempts} SET Reason = @reason WHERE JobID = @JobID AND Attempt = @Attempt AND Reason = ''",
                new { attempt.JobID, attempt.Attempt, reason },
                cancellationToken);
        }
    }
}
