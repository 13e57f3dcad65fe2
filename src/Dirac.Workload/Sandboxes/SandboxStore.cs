using Dirac.Model.Data;
using Dirac.Persistence;

namespace Dirac.Workload.Sandboxes;

/// <summary>The SQL of SandboxMetadataDB.</summary>
internal static class SandboxStore
{
    public const string Input = "Input";
    public const string Output = "Output";

    private const string Select =
        "SELECT s.SBId, s.SEName, s.SEPFN, s.Bytes, o.Owner, o.OwnerGroup, o.VO FROM {sb_SandBoxes} s JOIN {sb_Owners} o ON o.OwnerId = s.OwnerId";

    /// <summary>The entity name of a job.</summary>
    public static string JobEntity(long job) => $"Job:{job}";

    public static Task<SandboxRow?> FindAsync(IDbSession session, SandboxName name, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<SandboxRow>($"{Select} WHERE s.SEName = @SE AND s.SEPFN = @Pfn", new { name.SE, name.Pfn }, cancellationToken);

    /// <summary>Registers a sandbox; a second registration of the same content changes nothing.</summary>
    public static async Task AddAsync(IDbSession session, SandboxName name, SandboxContent content, long bytes, DateTime now, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync(session, content, cancellationToken);
        await session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{sb_SandBoxes}} (OwnerId, SEName, SEPFN, Bytes, RegistrationTime, LastAccessTime) VALUES (@owner, @SE, @Pfn, @bytes, @now, @now)",
            new { owner, name.SE, name.Pfn, bytes, now },
            cancellationToken);
    }

    /// <summary>Ties sandboxes to entities; what is tied already stays so.</summary>
    /// <returns>Those of the sandboxes that have been cleaned meanwhile: nothing is tied to them.</returns>
    public static async Task<IReadOnlySet<long>> AssignManyAsync(
        IDbSession session, IReadOnlyList<(long Sandbox, string Entity)> mappings, string type, CancellationToken cancellationToken)
    {
        // The rows first: a cleaning that has one already makes us wait, and find it gone; one that comes later waits for us, and finds the mapping.
        var gone = mappings.Select(mapping => mapping.Sandbox).ToHashSet();
        foreach (var sandboxes in gone.Order().ToList().Chunk(500))
        {
            await session.ExecuteAsync("UPDATE {sb_SandBoxes} SET Assigned = 1 WHERE SBId IN @sandboxes", new { sandboxes }, cancellationToken);
            gone.ExceptWith(await session.QueryAsync<long>(
                $"SELECT SBId FROM {{sb_SandBoxes}} WHERE SBId IN @sandboxes{session.Dialect.ForUpdate}", new { sandboxes }, cancellationToken));
        }

        string[] columns = ["SBId", "EntityId", "Type"];
        await session.UpsertManyAsync(
            "sb_EntityMapping",
            columns,
            columns,
            mappings.Where(mapping => !gone.Contains(mapping.Sandbox)).Select(IReadOnlyList<object?> (mapping) => [mapping.Sandbox, mapping.Entity, type]),
            cancellationToken);
        return gone;
    }

    public static async Task UnassignAsync(IDbSession session, IReadOnlyList<string> entities, CancellationToken cancellationToken)
    {
        foreach (var chunk in entities.Chunk(500))
        {
            await session.ExecuteAsync("DELETE FROM {sb_EntityMapping} WHERE EntityId IN @chunk", new { chunk }, cancellationToken);
        }
    }

    /// <summary>The sandboxes of an entity, of one type.</summary>
    public static Task<IReadOnlyList<SandboxRow>> OfEntityAsync(IDbSession session, string entity, string type, CancellationToken cancellationToken) =>
        session.QueryAsync<SandboxRow>(
            $"{Select} JOIN {{sb_EntityMapping}} m ON m.SBId = s.SBId WHERE m.EntityId = @entity AND m.Type = @type ORDER BY s.SBId", new { entity, type }, cancellationToken);

    /// <summary>The sandboxes of many entities.</summary>
    public static async Task<IReadOnlyList<EntitySandboxRow>> OfEntitiesAsync(IDbSession session, IReadOnlyList<string> entities, CancellationToken cancellationToken)
    {
        var rows = new List<EntitySandboxRow>();
        foreach (var chunk in entities.Chunk(500))
        {
            rows.AddRange(await session.QueryAsync<EntitySandboxRow>(
                "SELECT m.EntityId, m.Type, s.SEName, s.SEPFN FROM {sb_EntityMapping} m JOIN {sb_SandBoxes} s ON s.SBId = m.SBId WHERE m.EntityId IN @chunk ORDER BY s.SBId",
                new { chunk },
                cancellationToken));
        }

        return rows;
    }

    /// <summary>The entities a sandbox is assigned to.</summary>
    public static Task<IReadOnlyList<string>> EntitiesAsync(IDbSession session, long sandbox, CancellationToken cancellationToken) =>
        session.QueryAsync<string>("SELECT EntityId FROM {sb_EntityMapping} WHERE SBId = @sandbox", new { sandbox }, cancellationToken);

    /// <summary>Notes that a sandbox was asked for; false when it is gone.</summary>
    public static async Task<bool> TouchAsync(IDbSession session, long sandbox, DateTime now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync("UPDATE {sb_SandBoxes} SET LastAccessTime = @now WHERE SBId = @sandbox", new { sandbox, now }, cancellationToken) == 1;

    /// <summary>The largest number in use.</summary>
    public static Task<long> LastIdAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>("SELECT COALESCE(MAX(SBId), 0) FROM {sb_SandBoxes}", null, cancellationToken);

    /// <summary>Sandboxes in a range of numbers that nobody needs: assignments all gone, or never assigned and registered before a moment; none used of late.</summary>
    public static Task<IReadOnlyList<SandboxRow>> UnusedAsync(
        IDbSession session, string se, long from, long below, DateTime registeredBefore, DateTime quietSince, CancellationToken cancellationToken) =>
        session.QueryAsync<SandboxRow>(
            $"{Select} WHERE s.SBId >= @from AND s.SBId < @below AND s.SEName = @se AND (s.Assigned = 1 OR s.RegistrationTime < @registeredBefore)"
            + " AND s.LastAccessTime < @quietSince AND NOT EXISTS (SELECT 1 FROM {sb_EntityMapping} m WHERE m.SBId = s.SBId) ORDER BY s.SBId",
            new { se, from, below, registeredBefore, quietSince },
            cancellationToken);

    /// <summary>Forgets a sandbox unless it was assigned or asked for again meanwhile.</summary>
    public static async Task<bool> DeleteUnusedAsync(IDbSession session, long sandbox, DateTime quietSince, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "DELETE FROM {sb_SandBoxes} WHERE SBId = @sandbox AND LastAccessTime < @quietSince"
            + " AND NOT EXISTS (SELECT 1 FROM {sb_EntityMapping} m WHERE m.SBId = @sandbox)",
            new { sandbox, quietSince },
            cancellationToken) == 1;

    /// <summary>Those of these places that are registered.</summary>
    public static Task<IReadOnlyList<string>> KnownAsync(IDbSession session, string se, IReadOnlyList<string> pfns, CancellationToken cancellationToken) =>
        session.QueryAsync<string>("SELECT SEPFN FROM {sb_SandBoxes} WHERE SEName = @se AND SEPFN IN @pfns", new { se, pfns }, cancellationToken);

    private static async Task<long> OwnerAsync(IDbSession session, SandboxContent content, CancellationToken cancellationToken)
    {
        const string Find = "SELECT OwnerId FROM {sb_Owners} WHERE Owner = @User AND OwnerGroup = @Group AND VO = @Vo";
        if (await session.ScalarAsync<long?>(Find, content, cancellationToken) is { } known) return known;
        await session.ExecuteAsync("INSERT INTO {sb_Owners} (Owner, OwnerGroup, VO) VALUES (@User, @Group, @Vo)", content, cancellationToken);
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }
}
