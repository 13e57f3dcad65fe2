using Dirac.Persistence;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The SQL of <c>x_PilotLog</c> and of DIRAC's <c>PilotOutput</c>.</summary>
internal static class PilotLogStore
{
    public static Task AddAsync(IDbSession session, PilotLogChunk chunk, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "INSERT INTO {x_PilotLog} (PilotID, FirstLine, LineCount, StartByte, Text) VALUES (@PilotID, @FirstLine, @LineCount, @StartByte, @Text)", chunk, cancellationToken);

    /// <summary>Cuts off the start of a log: chunks that begin before a byte.</summary>
    public static Task CutAsync(IDbSession session, long pilot, long from, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_PilotLog} WHERE PilotID = @pilot AND StartByte < @from", new { pilot, from }, cancellationToken);

    /// <summary>The first chunks that have lines after a number, oldest first.</summary>
    public static Task<IReadOnlyList<PilotLogChunk>> ReadAsync(IDbSession session, long pilot, long after, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<PilotLogChunk>(
            "SELECT PilotID, FirstLine, LineCount, StartByte, Text FROM {x_PilotLog} WHERE PilotID = @pilot AND FirstLine + LineCount - 1 > @after ORDER BY FirstLine LIMIT @count",
            new { pilot, after, count },
            cancellationToken);

    public static Task SetOutputAsync(IDbSession session, long pilot, string output, string error, CancellationToken cancellationToken) =>
        session.UpsertManyAsync("PilotOutput", ["PilotID"], ["PilotID", "StdOutput", "StdError"], [[pilot, output, error]], cancellationToken);

    public static Task<PilotOutputRow?> FindOutputAsync(IDbSession session, long pilot, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<PilotOutputRow>("SELECT StdOutput, StdError FROM {PilotOutput} WHERE PilotID = @pilot", new { pilot }, cancellationToken);
}
