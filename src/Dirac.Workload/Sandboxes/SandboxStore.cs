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

    public static async Task AssignAsync(IDbSession session, long sandbox, string entity, string type, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{sb_EntityMapping}} (SBId, EntityId, Type) VALUES (@sandbox, @entity, @type)", new { sandbox, entity, type }, cancellationToken);
        await session.ExecuteAsync("UPDATE {sb_SandBoxes} SET Assigned = 1 WHERE SBId = @sandbox AND Assigned = 0", new { sandbox }, cancellationToken);
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

    /// <summary>The entities a sandbox is assigned to.</summary>
    public static Task<IReadOnlyList<string>> EntitiesAsync(IDbSession session, long sandbox, CancellationToken cancellationToken) =>
        session.QueryAsync<string>("SELECT EntityId FROM {sb_EntityMapping} WHERE SBId = @sandbox", new { sandbox }, cancellationToken);

    public static Task TouchAsync(IDbSession session, long sandbox, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("UPDATE {sb_SandBoxes} SET LastAccessTime = @now WHERE SBId = @sandbox", new { sandbox, now }, cancellationToken);

    /// <summary>Sandboxes nobody needs: assignments all gone, or never assigned and registered before a moment.</summary>
    public static Task<IReadOnlyList<SandboxRow>> UnusedAsync(IDbSession session, string se, DateTime before, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<SandboxRow>(
            $"{Select} WHERE s.SEName = @se AND (s.Assigned = 1 OR s.RegistrationTime < @before)"
            + " AND NOT EXISTS (SELECT 1 FROM {sb_EntityMapping} m WHERE m.SBId = s.SBId) ORDER BY s.SBId LIMIT @count",
            new { se, before, count },
            cancellationToken);

    /// <summary>Forgets a sandbox unless it was assigned again meanwhile.</summary>
    public static async Task<bool> DeleteUnusedAsync(IDbSession session, long sandbox, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "DELETE FROM {sb_SandBoxes} WHERE SBId = @sandbox AND NOT EXISTS (SELECT 1 FROM {sb_EntityMapping} m WHERE m.SBId = @sandbox)",
            new { sandbox },
            cancellationToken) == 1;

    private static async Task<long> OwnerAsync(IDbSession session, SandboxContent content, CancellationToken cancellationToken)
    {
        const string Find = "SELECT OwnerId FROM {sb_Owners} WHERE Owner = @User AND OwnerGroup = @Group AND VO = @Vo";
        if (await session.ScalarAsync<long?>(Find, content, cancellationToken) is { } known) return known;
        await session.ExecuteAsync("INSERT INTO {sb_Owners} (Owner, OwnerGroup, VO) VALUES (@User, @Group, @Vo)", content, cancellationToken);
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }
}
