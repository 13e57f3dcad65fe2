using Dirac.Persistence;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The SQL of <c>x_PilotState</c>.</summary>
internal static class PilotStateStore
{
    /// <summary>The pilot's state, held until the transaction ends; made when it was missing.</summary>
    public static async Task<PilotStateRow> LoadAsync(IDbSession session, long pilot, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"{session.Dialect.InsertIgnore} {{x_PilotState}} (PilotID) VALUES (@pilot)", new { pilot }, cancellationToken);
        return (await session.QueryFirstOrDefaultAsync<PilotStateRow>(
            $"SELECT PilotID, HostName, SeenMs, LogLines, LogBytes, LogFinal FROM {{x_PilotState}} WHERE PilotID = @pilot{session.Dialect.ForUpdate}",
            new { pilot },
            cancellationToken))!;
    }

    /// <summary>The states of those pilots that have one.</summary>
    public static Task<IReadOnlyList<PilotStateRow>> FindAsync(IDbSession session, IReadOnlyList<long> pilots, CancellationToken cancellationToken) =>
        session.QueryAsync<PilotStateRow>(
            "SELECT PilotID, HostName, SeenMs, LogLines, LogBytes, LogFinal FROM {x_PilotState} WHERE PilotID IN @pilots", new { pilots }, cancellationToken);

    public static Task SeenAsync(IDbSession session, long pilot, long nowMs, CancellationToken cancellationToken) =>
        session.UpsertManyAsync("x_PilotState", ["PilotID"], ["PilotID", "SeenMs"], [[pilot, nowMs]], cancellationToken);

    public static Task SetHostAsync(IDbSession session, long pilot, string host, CancellationToken cancellationToken) =>
        session.UpsertManyAsync("x_PilotState", ["PilotID"], ["PilotID", "HostName"], [[pilot, host]], cancellationToken);

    public static Task SetLogAsync(IDbSession session, PilotStateRow state, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_PilotState} SET LogLines = @LogLines, LogBytes = @LogBytes, LogFinal = @final WHERE PilotID = @PilotID",
            new { state.PilotID, state.LogLines, state.LogBytes, final = state.LogFinal ? 1 : 0 },
            cancellationToken);
}
