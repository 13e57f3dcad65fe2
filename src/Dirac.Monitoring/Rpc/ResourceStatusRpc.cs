using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Monitoring.Rpc;

/// <summary>DIRAC's service by which statuses of sites and resources are read and written.</summary>
[RpcService("ResourceStatus/ResourceStatus", Default = DiracProperties.SiteManager)]
internal sealed class ResourceStatusRpc(WriteStatuses statuses)
{
    private const string NoName = "A row needs a Name";

    /// <summary>Rows of a table.</summary>
    [RpcMethod(RpcRules.All)]
    public async Task<RpcReply> SelectAsync(string table, WireDict parameters, CancellationToken cancellationToken)
    {
        if (StatusTable.Find(table) is not { } known) return Unknown(table);
        var conditions = StatusConditions.Read(known, parameters);
        if (conditions.Problem is { } problem) return RpcReply.Fail($"select: {problem}");
        var columns = conditions.Wanted.Count > 0 ? conditions.Wanted : known.Columns;
        var rows = await statuses.SelectAsync(known, conditions, cancellationToken);
        // Columns that were asked for come back in small letters.
        var names = columns.Select(column => WireValue.Of(conditions.Wanted.Count > 0 ? column.ToLowerInvariant() : column));
        return RpcReply.Ok(WireValue.List([.. rows.Select(row => WireValue.List([.. columns.Select(column => StatusTable.Value(row, column))]))]))
            with { Extra = [new("Columns", WireValue.List([.. names]))] };
    }

    /// <summary>Adds a row; nothing happens when its key is there.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> InsertAsync(RpcCall call, string table, WireDict parameters, CancellationToken cancellationToken) =>
        WriteAsync(call, StatusTable.Find(table), table, parameters, statuses.InsertAsync, cancellationToken);

    /// <summary>Changes a row, or adds it.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> AddOrModifyAsync(RpcCall call, string table, WireDict parameters, CancellationToken cancellationToken) =>
        WriteAsync(call, Current(table), table, parameters, statuses.AddOrModifyAsync, cancellationToken);

    /// <summary>Adds a row unless it is there.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> AddIfNotThereAsync(RpcCall call, string table, WireDict parameters, CancellationToken cancellationToken) =>
        WriteAsync(call, Current(table), table, parameters, statuses.AddIfNotThereAsync, cancellationToken);

    /// <summary>Removes rows; all of a table only by a condition that fits all.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> DeleteAsync(string table, WireDict parameters, CancellationToken cancellationToken)
    {
        if (StatusTable.Find(table) is not { } known) return Unknown(table);
        var conditions = StatusConditions.Read(known, parameters);
        if (conditions.Problem is { } problem) return RpcReply.Fail($"delete: {problem}");
        return conditions.IsEmpty
            ? RpcReply.Fail($"delete: without a condition all of {table} would be removed")
            : RpcReply.Ok((long)await statuses.DeleteAsync(known, conditions, cancellationToken));
    }

    private static async Task<RpcReply> WriteAsync(
        RpcCall call, StatusTable? known, string table, WireDict parameters, Func<StatusTable, StatusRecord, CancellationToken, Task> writeAsync, CancellationToken cancellationToken)
    {
        if (known is null) return Unknown(table);
        var record = StatusRecord.Read(known, parameters);
        if (WriteStatuses.Refusal(call.Caller, record) is { } refusal) return RpcReply.Fail(refusal);
        if (record.Name is null) return RpcReply.Fail(NoName);
        await writeAsync(known, record, cancellationToken);
        return RpcReply.Ok();
    }

    private static StatusTable? Current(string table) => StatusTable.Find(table) is { IsCurrent: true } known ? known : null;

    private static RpcReply Unknown(string table) => RpcReply.Fail($"There is no table {(table.Length > 64 ? table[..64] : table)} to be used so");
}
