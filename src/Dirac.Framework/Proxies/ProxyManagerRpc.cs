using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Framework.Proxies;

/// <summary>The service by which users leave proxies and services and pilots take them.</summary>
[RpcService("Framework/ProxyManager")]
internal sealed class ProxyManagerRpc(
    UploadProxy upload, FetchProxy fetch, FetchVomsProxy fetchVoms, FindProxy find, ListProxies list, DeleteProxies delete, ProxyAccess access)
{
    private static readonly string[] ProxyColumns = [nameof(StoredProxyRow.UserName), nameof(StoredProxyRow.UserDN), nameof(StoredProxyRow.ExpirationTime)];

    private static readonly string[] LogColumns =
    [
        nameof(ProxyLogRow.Action), nameof(ProxyLogRow.IssuerDN), nameof(ProxyLogRow.IssuerGroup), nameof(ProxyLogRow.TargetDN), nameof(ProxyLogRow.TargetGroup), nameof(ProxyLogRow.Timestamp),
    ];

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> RequestDelegationUploadAsync(RpcCall call, CancellationToken cancellationToken, params IReadOnlyList<WireValue> ignored)
    {
        // Older clients say for how long and for which group; the chain says both.
        _ = ignored;
        var (id, request) = await upload.RequestAsync(call.Caller.Dn, cancellationToken);
        return WireValue.Dict(("id", id), ("request", request));
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> CompleteDelegationUploadAsync(RpcCall call, long requestId, string pemChain, CancellationToken cancellationToken) =>
        await upload.CompleteAsync(call.Caller.Dn, requestId, pemChain, cancellationToken) is { } refused
            ? RpcReply.Fail(refused.Errno, refused.Reason)
            : await GetUserProxiesInfoAsync(call, cancellationToken);

    [RpcMethod(RpcRules.Authenticated)]
    public async Task<RpcReply> GetUserProxiesInfoAsync(RpcCall call, CancellationToken cancellationToken) =>
        await list.OfUserAsync(call.Caller.UserName, cancellationToken) is { } rows
            ? RpcReply.Ok(WireValue.Dict([.. rows.Select(row => ((WireValue)row.UserDN, WireValue.Of(row.ExpirationTime)))]))
            : RpcReply.Fail($"No DN found for user {call.Caller.UserName}");

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetRegisteredUsersAsync(RpcCall call, CancellationToken cancellationToken, WireValue validSecondsRequired = default)
    {
        if (!ContentsArguments.TryWhole(validSecondsRequired, out var seconds)) return RpcReply.Fail("Seconds left has to be an integer");
        var rows = await list.UsersAsync(ProxyAccess.SeesAll(call.Caller) ? null : call.Caller.UserName, seconds, cancellationToken);
        return RpcReply.Ok(WireValue.List([.. rows.Select(row => WireValue.Dict(("Name", row.UserName), ("DN", row.UserDN), ("expirationtime", WireValue.Of(row.ExpirationTime))))]));
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetStoredProxyStrengthAsync(string userDN, string userGroup, WireValue vomsAttr, CancellationToken cancellationToken)
    {
        _ = vomsAttr;
        return await find.StrengthAsync(userDN, cancellationToken) is { } bits
            ? RpcReply.Ok((long)bits)
            : RpcReply.Fail(ProxyErrors.NoProxy, $"{(userGroup.Length > 0 ? $"{userDN}@{userGroup}" : userDN)} has no proxy registered");
    }

    [RpcMethod(DiracProperties.FullDelegation, DiracProperties.LimitedDelegation, DiracProperties.PrivateLimitedDelegation)]
    public Task<RpcReply> GetProxyAsync(RpcCall call, string userDN, string userGroup, string requestPem, long requiredLifetime, CancellationToken cancellationToken) =>
        access.AskAsync(call.Caller, "download proxy", new ProxyClaim(userDN, userGroup, requiredLifetime, false), (claim, token) => fetch.GetAsync(claim, requestPem, token), cancellationToken);

    [RpcMethod(DiracProperties.FullDelegation, DiracProperties.LimitedDelegation, DiracProperties.PrivateLimitedDelegation)]
    public Task<RpcReply> GetVOMSProxyAsync(
        RpcCall call, string userDN, string userGroup, string requestPem, long requiredLifetime, VomsAttribute vomsAttribute, CancellationToken cancellationToken) => access.AskAsync(
            call.Caller,
            "download voms proxy",
            new ProxyClaim(userDN, userGroup, requiredLifetime, false),
            (claim, token) => fetchVoms.GetAsync(claim, vomsAttribute.Text, requestPem, token),
            cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> DeleteProxyAsync(RpcCall call, string userDN, string userGroup, CancellationToken cancellationToken) =>
        await delete.DeleteAsync(call.Caller, userDN, userGroup, cancellationToken) is { } refused ? RpcReply.Fail(refused) : RpcReply.Ok();

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> DeleteProxyBundleAsync(RpcCall call, IReadOnlyList<WireValue> idList, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var id in idList)
        {
            if (!id.IsSequence || id.AsList() is not { Length: 2 } pair) problems.Add($"{PythonText.Of(id)} doesn't have two fields");
            else if (await delete.DeleteAsync(call.Caller, PythonText.Of(pair.Span[0]), PythonText.Of(pair.Span[1]), cancellationToken) is { } refused) problems.Add($"{PythonText.Of(id)} : {refused}");
        }

        return problems.Count > 0 ? RpcReply.Fail($"Could not delete some proxies: {string.Join(",", problems)}") : RpcReply.Ok((long)idList.Count);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetContentsAsync(RpcCall call, WireDict selDict, IReadOnlyList<WireValue> sortDict, int start, int limit, CancellationToken cancellationToken)
    {
        var user = ProxyAccess.SeesAll(call.Caller) ? null : call.Caller.UserName;
        var arguments = new ContentsArguments(ProxyColumns).Where(selDict, user).OrderBy(sortDict).Page(start, limit);
        if (arguments.Problem is { } problem) return RpcReply.Fail(problem);
        var rows = await list.SelectAsync(arguments.Query, cancellationToken);
        return Contents(ProxyColumns, WireValue.List([.. rows.Select(row => WireValue.List(row.UserName, row.UserDN, WireValue.Of(row.ExpirationTime)))]), rows.Count);
    }

    [RpcMethod(DiracProperties.ProxyManagement)]
    public async Task<RpcReply> GetLogContentsAsync(WireDict selDict, IReadOnlyList<WireValue> sortDict, int start, int limit, CancellationToken cancellationToken)
    {
        var arguments = new ContentsArguments(LogColumns).WhereInLog(selDict, nameof(ProxyLogRow.Timestamp)).OrderBy(sortDict).Page(start, limit);
        if (arguments.Problem is { } problem) return RpcReply.Fail(problem);
        var (rows, total) = await list.LogAsync(arguments.Query, cancellationToken);
        return Contents(LogColumns, WireValue.Tuple([.. rows.Select(row => WireValue.Tuple(row.Action, row.IssuerDN, row.IssuerGroup, row.TargetDN, row.TargetGroup, WireValue.Of(row.Timestamp)))]), total);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public static RpcReply ExchangeProxyForToken() =>
        RpcReply.Fail("This server does not exchange proxies for tokens. Name the VO in /DiracX/DisabledVOs, so that clients do without.");

    private static RpcReply Contents(string[] columns, WireValue records, long total) => RpcReply.Ok(WireValue.Dict(
        ("ParameterNames", WireValue.Tuple([.. columns.Select(column => (WireValue)column)])), ("Records", records), ("TotalRecords", total)));
}
