using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Workload.Pilots;

/// <summary>The SQL of PilotAgentsDB.</summary>
internal static class PilotStore
{
    public static Task<PilotRow?> FindAsync(IDbSession session, string stamp, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<PilotRow>(
            $"SELECT PilotID, PilotStamp, VO, Status, GridSite FROM {{PilotAgents}} WHERE PilotStamp = @stamp{session.Dialect.ForUpdate}", new { stamp }, cancellationToken);

    public static Task AddAsync(IDbSession session, PilotRegistration pilot, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "INSERT INTO {PilotAgents} (PilotJobReference, PilotStamp, DestinationSite, GridSite, VO, GridType, SubmissionTime, LastUpdateTime, Status)"
            + " VALUES (@reference, @PilotStamp, @DestinationSite, @GridSite, @Vo, @GridType, @now, @now, @PilotStatus)",
            new
            {
                reference = pilot.PilotReference ?? pilot.PilotStamp, pilot.PilotStamp, pilot.DestinationSite, pilot.GridSite, pilot.Vo, pilot.GridType, now, pilot.PilotStatus,
            },
            cancellationToken);

    /// <summary>Changes what is given; false when there is no such pilot.</summary>
    public static async Task<bool> UpdateAsync(IDbSession session, string stamp, PilotMetadata change, DateTime now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET StatusReason = COALESCE(@StatusReason, StatusReason), Status = COALESCE(@Status, Status), BenchMark = COALESCE(@BenchMark, BenchMark),"
            + " DestinationSite = COALESCE(@DestinationSite, DestinationSite), Queue = COALESCE(@Queue, Queue), GridSite = COALESCE(@GridSite, GridSite),"
            + " GridType = COALESCE(@GridType, GridType), AccountingSent = COALESCE(@accounting, AccountingSent), CurrentJobID = COALESCE(@CurrentJobID, CurrentJobID),"
            + " LastUpdateTime = @now WHERE PilotStamp = @stamp",
            new
            {
                StatusReason = change.StatusReason is { } reason ? ColumnText.Fit(reason, 255) : null, change.Status, change.BenchMark, change.DestinationSite, change.Queue, change.GridSite, change.GridType, change.CurrentJobID,
                accounting = change.AccountingSent switch { null => null, true => "True", false => "False" }, now, stamp,
            },
            cancellationToken) > 0;

    /// <summary>Notes which pilot took which job.</summary>
    public static async Task NoteMatchAsync(IDbSession session, PilotMatched match, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {JobToPilotMapping} (PilotID, JobID, StartTime) SELECT PilotID, @JobID, @Time FROM {PilotAgents} WHERE PilotStamp = @Stamp", match, cancellationToken);
        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET CurrentJobID = @JobID, Status = CASE WHEN Status IN ('Submitted', 'Waiting', 'Unknown') THEN 'Running' ELSE Status END,"
            + " DestinationSite = COALESCE(@GridCE, DestinationSite), BenchMark = @BenchMark, LastUpdateTime = @Time WHERE PilotStamp = @Stamp",
            match,
            cancellationToken);
    }

    public static Task AddSecretAsync(
        IDbSession session, string hash, PilotSecretRequest request, string createdBy, long expiresMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "INSERT INTO {x_PilotSecrets} (Hash, VO, Site, UsesLeft, ExpiresMs, CreatedBy) VALUES (@hash, @Vo, @Site, @Uses, @expiresMs, @createdBy)",
            new { hash, request.Vo, request.Site, request.Uses, expiresMs, createdBy },
            cancellationToken);

    /// <summary>Uses a secret once more; null when it is unknown, used up or too old.</summary>
    public static async Task<PilotSecretRow?> UseSecretAsync(IDbSession session, string hash, long nowMs, CancellationToken cancellationToken)
    {
        var used = await session.ExecuteAsync(
            "UPDATE {x_PilotSecrets} SET UsesLeft = UsesLeft - 1 WHERE Hash = @hash AND UsesLeft > 0 AND ExpiresMs > @nowMs", new { hash, nowMs }, cancellationToken);
        return used == 1
            ? await session.QueryFirstOrDefaultAsync<PilotSecretRow>("SELECT VO, Site FROM {x_PilotSecrets} WHERE Hash = @hash", new { hash }, cancellationToken)
            : null;
    }
}
