using Dirac.Persistence;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The SQL that finds and removes pilots nobody needs any more.</summary>
internal static class OldPilotStore
{
    private static readonly string[] Tables = ["x_PilotLog", "x_PilotState", "PilotOutput", "JobToPilotMapping", "PilotAgents"];

    /// <summary>Pilots that have ended and were submitted long ago; Aborted ones have a limit of their own.</summary>
    public static Task<IReadOnlyList<long>> EndedAsync(
        IDbSession session, string? vo, DateTime before, DateTime abortedBefore, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT PilotID FROM {PilotAgents} WHERE (@vo IS NULL OR VO = @vo)"
            + " AND ((Status IN ('Done', 'Failed', 'Deleted', 'Aborted') AND SubmissionTime < @before) OR (Status = 'Aborted' AND SubmissionTime < @abortedBefore))"
            + " ORDER BY PilotID LIMIT @count",
            new { vo, before, abortedBefore, count },
            cancellationToken);

    /// <summary>Pilots that should still do something, of which nothing was heard since a moment. Scheduled is a status of DIRAC's past.</summary>
    public static Task<IReadOnlyList<long>> StalledAsync(IDbSession session, DateTime before, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT PilotID FROM {PilotAgents} WHERE Status IN ('Submitted', 'Waiting', 'Scheduled', 'Running', 'Unknown')"
            + " AND (LastUpdateTime < @before OR (LastUpdateTime IS NULL AND SubmissionTime < @before)) ORDER BY PilotID LIMIT @count",
            new { before, count },
            cancellationToken);

    /// <summary>Gives pilots up that are still as silent as they were.</summary>
    public static Task<int> GiveUpAsync(IDbSession session, IReadOnlyList<long> pilots, string reason, DateTime before, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {PilotAgents} SET Status = 'Deleted', StatusReason = @reason, LastUpdateTime = @now WHERE PilotID IN @pilots"
            + " AND Status NOT IN ('Done', 'Failed', 'Aborted', 'Deleted') AND (LastUpdateTime < @before OR LastUpdateTime IS NULL)",
            new { pilots, reason, before, now },
            cancellationToken);

    public static async Task RemoveAsync(IDbSession session, IReadOnlyList<long> pilots, CancellationToken cancellationToken)
    {
        if (pilots.Count == 0) return;
        foreach (var table in Tables) await session.ExecuteAsync($"DELETE FROM {{{table}}} WHERE PilotID IN @pilots", new { pilots }, cancellationToken);
    }
}
