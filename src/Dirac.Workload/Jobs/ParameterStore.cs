using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>The SQL of job parameters, optimizer parameters and heartbeat data.</summary>
internal static class ParameterStore
{
    private const int MaxNameLength = 100;
    private const int MaxValueLength = 65_000;

    public static Task SetAsync(IDbSession session, long job, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        UpsertAsync(session, "JobParameters", job, parameters, cancellationToken);

    public static Task SetOptimizerAsync(IDbSession session, long job, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        UpsertAsync(session, "OptimizerParameters", job, parameters, cancellationToken);

    public static async Task<IReadOnlyDictionary<string, string>> GetAsync(IDbSession session, long job, CancellationToken cancellationToken) =>
        ToDictionary(await session.QueryAsync<ParameterRow>("SELECT JobID, Name, Value FROM {JobParameters} WHERE JobID = @job", new { job }, cancellationToken));

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
            $"{session.Dialect.InsertIgnore} {{AtticJobParameters}} (JobID, Name, Value, RescheduleCycle)"
            + " SELECT JobID, Name, Value, @cycle FROM {JobParameters} WHERE JobID = @job",
            new { job, cycle },
            cancellationToken);
        await session.ExecuteAsync("DELETE FROM {JobParameters} WHERE JobID = @job", new { job }, cancellationToken);
        await session.ExecuteAsync("DELETE FROM {OptimizerParameters} WHERE JobID = @job", new { job }, cancellationToken);
    }

    private static Task UpsertAsync(
        IDbSession session, string table, long job, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            table,
            ["JobID", "Name"],
            ["JobID", "Name", "Value"],
            parameters.Select(IReadOnlyList<object?> (pair) => [job, ColumnText.Fit(pair.Key, MaxNameLength), ColumnText.Fit(pair.Value, MaxValueLength)]),
            cancellationToken);

    private static Dictionary<string, string> ToDictionary(IReadOnlyList<ParameterRow> rows) => rows.ToDictionary(row => row.Name, row => row.Value);
}
