using Dirac.Security.Calls;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;

namespace Dirac.Framework.Proxies;

/// <summary>What stands between a caller and the proxies: rights, and the log.</summary>
internal sealed class ProxyAccess(ProxyRegistry registry, ProxyLog log)
{
    /// <summary>Whether a caller may see everybody's entries.</summary>
    public static bool SeesAll(GridCaller caller) => caller.Properties.Has(DiracProperties.ProxyManagement);

    /// <summary>Lets a caller ask for a proxy, if it may, with the limits it has.</summary>
    public async Task<RpcReply> AskAsync(
        GridCaller caller, string action, ProxyClaim claim, Func<ProxyClaim, CancellationToken, Task<ProxyOutcome>> getAsync, CancellationToken cancellationToken)
    {
        if (ProxyRights.WhyNot(caller, claim.Dn, registry.PropertiesOf(claim.Group), out var isLimited) is { } refused) return RpcReply.Fail(refused);
        await log.AddAsync(action, caller, claim.Dn, claim.Group, cancellationToken);
        return await getAsync(claim with { IsLimited = isLimited }, cancellationToken) switch
        {
            ProxyOutcome.Given given => RpcReply.Ok(given.ChainPem),
            ProxyOutcome.Refused why => RpcReply.Fail(why.Errno, why.Reason),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };
    }
}
