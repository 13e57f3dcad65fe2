using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>The SQL of job parameters, optimizer parameters and heartbeat data.</summary>
internal static class ParameterStore
{
    private const int MaxNameLength = 100;
    private const int MaxValueLength = 65_000;

    private const int IdsPerStatement = 500;
    private const int CharactersPerStatement = 1 << 20;

    /// <summary>Sets parameters of many jobs.</summary>
    public static Task SetAsync(IDbSession session, IEnumerable<(long Job, string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        UpsertAsync(session, "JobParameters", parameters, cancellationToken);

    /// <summary>Sets optimizer parameters of many jobs.</summary>
    public static Task SetOptimizerAsync(IDbSession session, IEnumerable<(long Job, string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        UpsertAsync(session, "OptimizerParameters", parameters, cancellationToken);

    /// <summary>The parameters of many jobs, all of them or those of some names.</summary>
    public static async Task<IReadOnlyList<ParameterRow>> GetAsync(
        IDbSession session, IReadOnlyList<long> ids, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var rows = new List<ParameterRow>();
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            rows.AddRange(await session.QueryAsync<ParameterRow>(
                $"SELECT JobID, Name, Value FROM {{JobParameters}} WHERE JobID IN @chunk{Named(names)} ORDER BY JobID, Name", new { chunk, names }, cancellationToken));
        }

        return rows;
    }

    /// <summary>The parameters of a job's earlier cycles.</summary>
    public static Task<IReadOnlyList<AtticRow>> GetAtticAsync(IDbSession session, long job, IReadOnlyList<string>? names, CancellationToken cancellationToken) =>
        session.QueryAsync<AtticRow>(
            $"SELECT RescheduleCycle, Name, Value FROM {{AtticJobParameters}} WHERE JobID = @job{Named(names)} ORDER BY RescheduleCycle, Name",
            new { job, names },
            cancellationToken);

    /// <summary>A job's samples, the newest first.</summary>
    public static Task<IReadOnlyList<HeartbeatRow>> GetHeartbeatsAsync(IDbSession session, long job, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<HeartbeatRow>(
            "SELECT Name, Value, HeartBeatTime FROM {HeartBeatLoggingInfo} WHERE JobID = @job ORDER BY HeartBeatTime DESC, Name LIMIT @most", new { job, most }, cancellationToken);

    public static async Task<IReadOnlyDictionary<string, string>> GetOptimizerAsync(IDbSession session, long job, CancellationToken cancellationToken) =>
        ToDictionary(await session.QueryAsync<ParameterRow>("SELECT JobID, Name, Value FROM {OptimizerParameters} WHERE JobID = @job", new { job }, cancellationToken));

    public static async Task<ILookup<long, ParameterRow>> GetOptimizerAsync(IDbSession session, IReadOnlyList<long> jobs, CancellationToken cancellationToken) =>
        (await session.QueryAsync<ParameterRow>("SELECT JobID, Name, Value FROM {OptimizerParameters} WHERE JobID IN @jobs", new { jobs }, cancellationToken))
        .ToLookup(row => row.JobID);

    /// <summary>Adds one sample of each figure; a second one in the same second replaces the first.</summary>
    public static Task AddHeartbeatAsync(IDbSession session, long job, IReadOnlyDictionary<string, string> figures, DateTime now, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            "HeartBeatLoggingInfo",
            ["JobID", "Name", "HeartBeatTime"],
            ["JobID", "Name", "Value", "HeartBeatTime"],
            figures.Select(IReadOnlyList<object?> (pair) => [job, pair.Key, pair.Value, now]),
            cancellationToken);

    /// <summary>Keeps a job's parameters under a rescheduling cycle and clears the current ones.</summary>
    public static async Task MoveToAtticAsync(IDbSession session, long job, int cycle, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {AtticJobParameters} (JobID, Name, Value, RescheduleCycle) SELECT JobID, Name, Value, @cycle FROM {JobParameters} WHERE JobID = @job"
            + session.Dialect.Upsert(["JobID", "Name", "RescheduleCycle"], ["Value"]),
            new { job, cycle },
            cancellationToken);
        await session.ExecuteAsync("DELETE FROM {JobParameters} WHERE JobID = @job", new { job }, cancellationToken);
        await session.ExecuteAsync("DELETE FROM {OptimizerParameters} WHERE JobID = @job", new { job }, cancellationToken);
    }

    private static string Named(IReadOnlyList<string>? names) => names is null ? "" : " AND Name IN @names";

    private static async Task UpsertAsync(
        IDbSession session, string table, IEnumerable<(long Job, string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        foreach (var part in BySize(parameters))
        {
            await session.UpsertManyAsync(
                table,
                ["JobID", "Name"],
                ["JobID", "Name", "Value"],
                part.Select(IReadOnlyList<object?> (value) => [value.Job, ColumnText.Fit(value.Name, MaxNameLength), ColumnText.Fit(value.Value, MaxValueLength)]),
                cancellationToken);
        }
    }

    // A statement of MySQL has a largest size, which counts twice what has to be quoted.
    private static IEnumerable<IReadOnlyList<(long Job, string Name, string Value)>> BySize(IEnumerable<(long Job, string Name, string Value)> parameters)
    {
        var part = new List<(long Job, string Name, string Value)>();
        var size = 0;
        foreach (var parameter in parameters)
        {
            part.Add(parameter);
            size += parameter.Value.Length;
            if (size < CharactersPerStatement) continue;
            yield return part;
            part = [];
            size = 0;
        }

        if (part.Count > 0) yield return part;
    }

    private static Dictionary<string, string> ToDictionary(IReadOnlyList<ParameterRow> rows) => rows.ToDictionary(row => row.Name, row => row.Value);
}
