using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Pilots.Orders;

namespace Dirac.Workload.Pilots;

/// <summary>The SQL of PilotAgentsDB.</summary>
internal static class PilotStore
{
    private const string Columns = "PilotID, PilotStamp, PilotJobReference, VO, Status, StatusReason, GridSite, DestinationSite, CurrentJobID";
    private const int StampsPerStatement = 500;

    /// <summary>A pilot of any VO: no two of them should have one stamp.</summary>
    public static Task<PilotRow?> FindAnyAsync(IDbSession session, string stamp, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<PilotRow>(
            $"SELECT {Columns} FROM {{PilotAgents}} WHERE PilotStamp = @stamp{session.Dialect.ForUpdate}", new { stamp }, cancellationToken);

    public static Task<PilotRow?> FindAsync(IDbSession session, string vo, string stamp, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<PilotRow>(
            $"SELECT {Columns} FROM {{PilotAgents}} WHERE PilotStamp = @stamp AND VO = @vo{session.Dialect.ForUpdate}", new { vo, stamp }, cancellationToken);

    /// <summary>Those of a VO's pilots that exist, by stamp.</summary>
    public static async Task<IReadOnlyDictionary<string, PilotRow>> FindManyAsync(
        IDbSession session, string vo, IReadOnlyCollection<string> stamps, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, PilotRow>(StringComparer.Ordinal);
        foreach (var chunk in stamps.Chunk(StampsPerStatement))
        {
            var rows = await session.QueryAsync<PilotRow>(
                $"SELECT {Columns} FROM {{PilotAgents}} WHERE VO = @vo AND PilotStamp IN @chunk", new { vo, chunk }, cancellationToken);
            foreach (var row in rows) found[row.PilotStamp] = row;
        }

        return found;
    }

    /// <summary>Which of these stamps are taken, in any VO.</summary>
    public static async Task<IReadOnlySet<string>> TakenAsync(IDbSession session, IReadOnlyCollection<string> stamps, CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var chunk in stamps.Chunk(StampsPerStatement))
        {
            taken.UnionWith(await session.QueryAsync<string>("SELECT PilotStamp FROM {PilotAgents} WHERE PilotStamp IN @chunk", new { chunk }, cancellationToken));
        }

        return taken;
    }

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
    public static async Task<bool> UpdateAsync(IDbSession session, string vo, string stamp, PilotMetadata change, DateTime now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET StatusReason = COALESCE(@StatusReason, StatusReason), Status = COALESCE(@Status, Status), BenchMark = COALESCE(@BenchMark, BenchMark),"
            + " DestinationSite = COALESCE(@DestinationSite, DestinationSite), Queue = COALESCE(@Queue, Queue), GridSite = COALESCE(@GridSite, GridSite),"
            + " GridType = COALESCE(@GridType, GridType), AccountingSent = COALESCE(@accounting, AccountingSent), CurrentJobID = COALESCE(@CurrentJobID, CurrentJobID),"
            + " LastUpdateTime = @now WHERE PilotStamp = @stamp AND VO = @vo",
            new
            {
                StatusReason = change.StatusReason is { } reason ? ColumnText.Fit(reason, 255) : null, change.Status, change.BenchMark, change.DestinationSite, change.Queue, change.GridSite, change.GridType, change.CurrentJobID,
                accounting = change.AccountingSent switch { null => null, true => "True", false => "False" }, now, stamp, vo,
            },
            cancellationToken) > 0;

    /// <summary>Notes which pilot took which job.</summary>
    public static async Task NoteMatchAsync(IDbSession session, PilotMatched match, CancellationToken cancellationToken)
    {
        if (match.Reference is not null)
        {
            await NoteForeignMatchAsync(session, match, cancellationToken);
            return;
        }

        await session.ExecuteAsync(
            "INSERT INTO {JobToPilotMapping} (PilotID, JobID, StartTime) SELECT PilotID, @JobID, @Time FROM {PilotAgents} WHERE PilotStamp = @Stamp AND (VO = @Vo OR @Vo = '')", match, cancellationToken);
        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET CurrentJobID = @JobID, Status = CASE WHEN Status IN ('Submitted', 'Waiting', 'Unknown') THEN 'Running' ELSE Status END,"
            + " DestinationSite = COALESCE(@GridCE, DestinationSite), BenchMark = @BenchMark, LastUpdateTime = @Time WHERE PilotStamp = @Stamp AND (VO = @Vo OR @Vo = '')",
            match,
            cancellationToken);
    }

    // As DIRAC's matcher does: what a pilot says of itself is written with its first job, the job every time.
    private static async Task NoteForeignMatchAsync(IDbSession session, PilotMatched match, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {JobToPilotMapping} (PilotID, JobID, StartTime) SELECT PilotID, @JobID, @Time FROM {PilotAgents} WHERE PilotJobReference = @Reference AND VO = @Vo", match, cancellationToken);
        await session.ExecuteAsync("UPDATE {PilotAgents} SET CurrentJobID = @JobID WHERE PilotJobReference = @Reference AND VO = @Vo", match, cancellationToken);
        if (match.GridSite is null) return;
        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET Status = 'Running', StatusReason = 'Not given', GridSite = @GridSite, DestinationSite = COALESCE(@GridCE, DestinationSite),"
            + " BenchMark = CASE WHEN @BenchMark > 0 THEN @BenchMark ELSE BenchMark END, LastUpdateTime = @Time WHERE PilotJobReference = @Reference AND VO = @Vo",
            match,
            cancellationToken);
    }

    /// <summary>The pilot of a VO, or of any for null, that a computing element calls so; the newest when several are called alike.</summary>
    public static Task<PilotRow?> FindByReferenceAsync(IDbSession session, string? vo, string reference, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<PilotRow>(
            $"SELECT {Columns} FROM {{PilotAgents}} WHERE PilotJobReference = @reference AND (@vo IS NULL OR VO = @vo) ORDER BY PilotID DESC LIMIT 1", new { vo, reference }, cancellationToken);

    /// <summary>Notes that a pilot lives, unless it has ended.</summary>
    public static Task TouchAsync(IDbSession session, long pilot, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {PilotAgents} SET LastUpdateTime = @now WHERE PilotID = @pilot AND Status NOT IN ('Done', 'Failed', 'Aborted', 'Deleted')", new { pilot, now }, cancellationToken);

    /// <summary>Notes an order to stop. A killed pilot that never logged in here, and has not ended, is Deleted.</summary>
    public static Task NoteStopAsync(IDbSession session, PilotStopped stop, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {PilotAgents} SET StatusReason = @reason, LastUpdateTime = @now,"
            + " Status = CASE WHEN @killed = 1 AND PilotID NOT IN (SELECT PilotID FROM {x_PilotState} WHERE SeenMs IS NOT NULL) THEN 'Deleted' ELSE Status END"
            + " WHERE PilotStamp = @Stamp AND VO = @Vo AND Status NOT IN ('Done', 'Failed', 'Aborted', 'Deleted')",
            new { stop.Stamp, stop.Vo, reason = ColumnText.Fit(stop.Reason, 255), killed = stop.Killed ? 1 : 0, now },
            cancellationToken);

    public static Task AddSecretAsync(
        IDbSession session, string hash, PilotSecretRequest request, string createdBy, long expiresMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "INSERT INTO {x_PilotSecrets} (Hash, VO, Site, UsesLeft, ExpiresMs, CreatedBy) VALUES (@hash, @Vo, @Site, @Uses, @expiresMs, @createdBy)",
            new { hash, request.Vo, request.Site, request.Uses, expiresMs, createdBy },
            cancellationToken);

    /// <summary>Notes secrets that are good for one pilot each.</summary>
    public static Task AddSecretsAsync(
        IDbSession session, IEnumerable<(string Hash, string Stamp)> secrets, string vo, string site, int uses, string createdBy, long expiresMs, CancellationToken cancellationToken) => session.InsertManyAsync(
        "x_PilotSecrets",
        ["Hash", "VO", "Site", "UsesLeft", "ExpiresMs", "CreatedBy", "Stamp"],
        secrets.Select(IReadOnlyList<object?> (secret) => [secret.Hash, vo, site, uses, expiresMs, createdBy, secret.Stamp]),
        cancellationToken);

    /// <summary>Uses a secret once more; null when it is unknown, used up, too old or another pilot's.</summary>
    public static async Task<PilotSecretRow?> UseSecretAsync(IDbSession session, string hash, string stamp, long nowMs, CancellationToken cancellationToken)
    {
        var used = await session.ExecuteAsync(
            "UPDATE {x_PilotSecrets} SET UsesLeft = UsesLeft - 1 WHERE Hash = @hash AND UsesLeft > 0 AND ExpiresMs > @nowMs AND (Stamp = '' OR Stamp = @stamp)", new { hash, stamp, nowMs }, cancellationToken);
        return used == 1
            ? await session.QueryFirstOrDefaultAsync<PilotSecretRow>("SELECT VO, Site FROM {x_PilotSecrets} WHERE Hash = @hash", new { hash }, cancellationToken)
            : null;
    }
}
