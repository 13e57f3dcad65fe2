using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Matching.Limits;

/// <summary>The SQL of limits: how many run, and which delays last. Numbers come from the counters, never from the jobs.</summary>
internal static class LimitStore
{
    private const string Counted = "VO = @vo AND Site = @site AND Status IN ('Running', 'Matched', 'Stalled')";

    public static Task<JobAttributes?> AttributesAsync(IDbSession jobs, long job, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<JobAttributes>("SELECT JobType, JobGroup, Owner, OwnerGroup FROM {Jobs} WHERE JobID = @job", new { job }, cancellationToken);

    /// <summary>Those of the jobs that are in none of the groups.</summary>
    public static Task<IReadOnlyList<long>> OutsideGroupsAsync(IDbSession jobs, IReadOnlyList<long> ids, IReadOnlyList<string> groups, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>("SELECT JobID FROM {Jobs} WHERE JobID IN @ids AND JobGroup NOT IN @groups ORDER BY JobID", new { ids, groups }, cancellationToken);

    /// <summary>How many jobs with each of these values of an attribute run at a site.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> RunningAsync(
        IDbSession jobs, string vo, string site, string attribute, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var rows = await jobs.QueryAsync<Row>(
            $"SELECT {attribute} AS Value, SUM(Jobs) AS Jobs FROM {JobCounts.Source($"{Counted} AND {attribute} IN @values")} GROUP BY {attribute}",
            new { vo, site, values },
            cancellationToken);
        return Collect(rows);
    }

    /// <summary>As above, at one computing element: live attempts, found by an index over them.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> RunningAtAsync(
        IDbSession jobs, string vo, string site, string ce, string attribute, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var rows = await jobs.QueryAsync<Row>(
            $"SELECT j.{attribute} AS Value, COUNT(*) AS Jobs FROM {{x_JobAttempts}} a JOIN {{Jobs}} j ON j.JobID = a.JobID"
            + $" WHERE a.Site = @site AND a.GridCE = @ce AND a.EndedMs IS NULL AND j.VO = @vo AND j.{attribute} IN @values GROUP BY j.{attribute}",
            new { vo, site, ce, values },
            cancellationToken);
        return Collect(rows);
    }

    /// <summary>Has matches at the site wait for each other until the transaction ends, so that a limit is counted by one at a time.</summary>
    public static async Task LockAsync(IDbSession jobs, string vo, string site, CancellationToken cancellationToken)
    {
        var row = $"SELECT Site FROM {{x_SiteLimits}} WHERE VO = @vo AND Site = @site{jobs.Dialect.ForUpdate}";
        if (await jobs.ScalarAsync<string?>(row, new { vo, site }, cancellationToken) is not null) return;
        await jobs.ExecuteAsync($"{jobs.Dialect.InsertIgnore} {{x_SiteLimits}} (VO, Site) VALUES (@vo, @site)", new { vo, site }, cancellationToken);
        await jobs.ScalarAsync<string?>(row, new { vo, site }, cancellationToken);
    }

    /// <summary>Begins a delay; false while an earlier one lasts.</summary>
    public static async Task<bool> BeginDelayAsync(IDbSession jobs, string vo, string site, MatchingDelay delay, CancellationToken cancellationToken)
    {
        var delayMs = (long)delay.Delay.TotalMilliseconds;
        var args = new { vo, site, delay.Attribute, delay.Value, delayMs };
        var begun = $"UPDATE {{x_MatchingDelays}} SET UntilMs = {jobs.Dialect.UtcNowMs} + @delayMs"
            + $" WHERE VO = @vo AND Site = @site AND Attribute = @Attribute AND Value = @Value AND UntilMs <= {jobs.Dialect.UtcNowMs}";
        if (await jobs.ExecuteAsync(begun, args, cancellationToken) == 1) return true;
        return await jobs.ExecuteAsync(
            $"{jobs.Dialect.InsertIgnore} {{x_MatchingDelays}} (VO, Site, Attribute, Value, UntilMs) VALUES (@vo, @site, @Attribute, @Value, {jobs.Dialect.UtcNowMs} + @delayMs)",
            args,
            cancellationToken) == 1;
    }

    /// <summary>The delays that last at a site: how many milliseconds more.</summary>
    public static Task<IReadOnlyList<DelayRow>> DelaysAsync(IDbSession jobs, string vo, string site, CancellationToken cancellationToken) => jobs.QueryAsync<DelayRow>(
        $"SELECT Attribute, Value, UntilMs - {jobs.Dialect.UtcNowMs} AS LeftMs FROM {{x_MatchingDelays}} WHERE VO = @vo AND Site = @site AND UntilMs > {jobs.Dialect.UtcNowMs}",
        new { vo, site },
        cancellationToken);

    private static Dictionary<string, long> Collect(IReadOnlyList<Row> rows) => rows.ToDictionary(row => row.Value, row => row.Jobs);

    internal sealed class DelayRow
    {
        public string Attribute { get; init; } = "";

        public string Value { get; init; } = "";

        public long LeftMs { get; init; }
    }

    private sealed class Row
    {
        public string Value { get; init; } = "";

        public long Jobs { get; init; }
    }
}
