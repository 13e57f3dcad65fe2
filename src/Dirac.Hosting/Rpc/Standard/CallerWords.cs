using Dirac.Hosting.Rpc.Calling;
using Dirac.Security.Calls;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Standard;

/// <summary>What <c>whoami</c> answers: the credentials as DIRAC's services keep them.</summary>
internal static class CallerWords
{
    /// <summary>Describes the caller of <paramref name="call"/>.</summary>
    public static WireValue Describe(RpcCall call, DateTimeOffset now)
    {
        List<(WireValue, WireValue)> facts = [];
        if (call.Identity.Peer is { } peer)
        {
            facts.AddRange(
            [
                ("subject", peer.Subject.ToString()),
                ("issuer", peer.Issuer.ToString()),
                ("secondsLeft", (long)(peer.ExpiresAt - now).TotalSeconds),
                ("isProxy", peer.IsProxy),
                ("isLimitedProxy", peer.IsLimited),
                ("validDN", false),
                ("validGroup", false),
            ]);
            if (peer.IsProxy) facts.AddRange([("identity", peer.Identity.ToString()), ("VO", call.Caller.Vo)]);
        }

        facts.AddRange([("DN", call.Caller.Dn), ("properties", Texts(call.Caller.ShownProperties)), ("group", call.Caller.Group), ("username", call.Caller.UserName)]);
        if (Extra(call.Extra) is { } extra) facts.Add(("extraCredentials", extra));
        return WireValue.Dict([.. facts]);
    }

    private static WireValue Texts(IEnumerable<string> texts) => WireValue.List([.. texts.Select(text => (WireValue)text)]);

    // Those of a delegation are used up by it.
    private static string? Extra(ExtraCredentials extra) => extra switch
    {
        ExtraCredentials.HostClaim => GridCaller.HostsGroup,
        ExtraCredentials.GroupClaim claim => claim.Group,
        _ => null,
    };
}
