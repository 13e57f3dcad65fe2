using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Sandboxes;
using ZstdSharp;

namespace Dirac.Workload.Rpc.Sandboxes;

/// <summary>DIRAC's SandboxStore. Sandboxes get the names of ours, whatever they are called when they come.</summary>
[RpcService("WorkloadManagement/SandboxStore")]
internal sealed class SandboxStoreRpc(MoveSandboxes move, JobSandboxes sandboxes, SandboxFiles files, JobVo vos, TimeProvider clock)
{
    private const int Md5Length = 32;
    private const int MostEntities = 10_000;

    /// <summary>A sandbox comes in; answers with its name.</summary>
    [RpcTransfer(RpcTransferDirection.FromClient, RpcRules.ByDefault)]
    public async Task<RpcReply> FromClientAsync(RpcCall call, UploadId id, string token, Stream content, CancellationToken cancellationToken, long size = 0)
    {
        _ = token;
        if (id.Entities is null) return RpcReply.Fail("File identified tuple has to have length greater than 1");
        if (size > SandboxPlace.MostBytes(call.Configuration)) throw SandboxHashes.TooBig();
        if (id.Md5.Length != Md5Length || !id.Md5.All(char.IsAsciiHexDigitLower)) return RpcReply.Fail("Hashes don't match! A sandbox is called by its MD5 checksum and .tar.bz2");
        var name = (await TakeAsync(call, id.Format, id.Md5, content, cancellationToken)).ToString();
        var wanted = id.Entities.Select(entity => ((WireValue)entity.Entity, WireValue.List(WireValue.List(name, entity.Type)))).ToArray();
        var assigned = await AssignSandboxesToEntitiesAsync(call, WireValue.Dict(wanted).AsDict(), cancellationToken);
        return assigned.IsOk ? RpcReply.Ok(name) : assigned;
    }

    /// <summary>An archive that the client has made while sending it; nobody could say its checksum before.</summary>
    [RpcTransfer(RpcTransferDirection.BulkFromClient, RpcRules.ByDefault)]
    public async Task<string> BulkFromClientAsync(RpcCall call, string id, string token, Stream content, CancellationToken cancellationToken, WireValue size = default)
    {
        _ = (token, size);
        return (await TakeAsync(call, new UploadId(id, []).Format, null, content, cancellationToken)).ToString();
    }

    /// <summary>A sandbox goes out.</summary>
    [RpcTransfer(RpcTransferDirection.ToClient, RpcRules.ByDefault)]
    public async Task<RpcReply> ToClientAsync(RpcCall call, string id, Stream content, CancellationToken cancellationToken, string token = "")
    {
        _ = token;
        var caller = call.ToCaller(clock.GetUtcNow());
        await using var file = await move.OpenAsync(caller, SandboxPlace.PathOf(id), SandboxPlace.OldDirectory(call.Configuration), cancellationToken);
        await using var plain = ForClients(id, file);
        await plain.CopyToAsync(content, cancellationToken);
        return RpcReply.Ok();
    }

    /// <summary>Ties sandboxes to jobs; how many were tied.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> AssignSandboxesToEntitiesAsync(
        RpcCall call, WireDict enDict, CancellationToken cancellationToken, string ownerName = "", string ownerGroup = "")
    {
        _ = (ownerName, ownerGroup);
        if (enDict.Count > MostEntities) return RpcReply.Fail($"At most {MostEntities} entities are taken in one call");
        var wanted = EntityNames.Assignments(enDict);
        if (wanted.Count == 0) return RpcReply.Ok();
        foreach (var side in await vos.SidesAsync(call, [.. wanted.Keys], cancellationToken))
        {
            var outcome = await sandboxes.AssignAsync(side.Caller, side.Jobs.ToDictionary(job => job, job => wanted[job]), cancellationToken);
            foreach (var (_, failure) in outcome.Failed) return Refused(call, failure);
        }

        return RpcReply.Ok(wanted.Values.Sum(list => (long)list.Count));
    }

    /// <summary>Unties all sandboxes of jobs; 1 when there were jobs the caller may do that to.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> UnassignEntitiesAsync(RpcCall call, IReadOnlyList<string> entitiesList, CancellationToken cancellationToken)
    {
        if (entitiesList.Count == 0) return RpcReply.Ok();
        if (entitiesList.Count > MostEntities) return RpcReply.Fail($"At most {MostEntities} entities are taken in one call");
        List<long> jobs = [.. entitiesList.Select(EntityNames.JobOf).Distinct()];
        if (JobVo.MayEverywhere(call))
        {
            await sandboxes.UnassignAnyAsync(jobs, cancellationToken);
            return RpcReply.Ok(1);
        }

        return RpcReply.Ok(await sandboxes.UnassignAllowedAsync(call.ToCaller(clock.GetUtcNow()), jobs, cancellationToken) > 0 ? 1 : 0);
    }

    /// <summary>The names of a job's sandboxes, by type.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetSandboxesAssignedToEntityAsync(RpcCall call, string entityId, CancellationToken cancellationToken)
    {
        var job = EntityNames.JobOf(entityId);
        var side = (await vos.SidesAsync(call, [job], cancellationToken))[0];
        var found = await sandboxes.OfJobAsync(side.Caller, job, cancellationToken);
        return WireValue.Dict([.. found.GroupBy(row => row.Type).Select(type => ((WireValue)type.Key, WireValue.List([.. type.Select(row => (WireValue)$"SB:{row.SEName}|{row.SEPFN}")])))]);
    }

    /// <summary>Bytes that may still be stored.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public double GetFreeDiskSpace() => files.Space().Free;

    /// <summary>Bytes of the file system.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public double GetTotalDiskSpace() => files.Space().Total;

    // Ours are packed with zstd, which DIRAC's clients do not know; a plain archive they read whatever its name says.
    private static Stream ForClients(string id, Stream file) => id.EndsWith(".zst", StringComparison.Ordinal) ? new DecompressionStream(file) : file;

    private Task<SandboxName> TakeAsync(RpcCall call, string format, string? md5, Stream content, CancellationToken cancellationToken) =>
        move.TakeAsync(call.ToCaller(clock.GetUtcNow()), format, md5, SandboxPlace.MostBytes(call.Configuration), content, cancellationToken);

    private static RpcReply Refused(RpcCall call, FailedItem failure) =>
        RpcReply.Fail($"Sandbox does not exist or you are not authorized to assign it being {call.Caller.UserName}@{call.Caller.Group}: {failure.Detail}");
}
