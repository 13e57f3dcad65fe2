using Dirac.Framework.Voms;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Framework.Proxies;

/// <summary>Asks VOMS for attributes and checks what comes back.</summary>
internal sealed class VomsDressing(IVomsClient voms, ProxyRegistry registry, GridTlsKeeper grid, TimeProvider clock)
{
    /// <summary>A proxy with attributes, good as long as both are.</summary>
    public async Task<StoredProxy> DressAsync(GridCredential proxy, ProxyClaim claim, string attribute, CancellationToken cancellationToken)
    {
        if (registry.VomsVoOf(claim.Group) is not { } vo) return Refuse("No vo specified, and can't get default in the configuration");
        if (attribute.Any(char.IsControl)) return Refuse("The VOMS attribute holds control characters");
        return await voms.DressAsync(proxy, vo, attribute, cancellationToken) switch
        {
            VomsOutcome.Dressed dressed => Check(dressed.Proxy, claim),
            VomsOutcome.Refused refused => Refuse(refused.Reason),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };
    }

    private static StoredProxy.Missing Refuse(string reason) => new(ProxyErrors.Voms, reason);

    private StoredProxy Check(GridCredential dressed, ProxyClaim claim)
    {
        var (end, problem) = Judge(dressed, claim);
        if (problem is null) return new StoredProxy.Found(dressed, end - clock.GetUtcNow());
        dressed.Dispose();
        return Refuse(problem);
    }

    private (DateTimeOffset End, string? Problem) Judge(GridCredential dressed, ProxyClaim claim)
    {
        if (grid.Clients.Judge(dressed.Certificates) is not ChainVerdict.Accepted { Peer: var peer }) return (default, "Can't load new proxy: its chain is not accepted");
        if (peer.Identity.OneLine != claim.Dn || peer.Group != claim.Group) return (default, "Can't load new proxy: it is for somebody else");
        if (peer.VomsAttributes is not [var attributes, ..] || VomsValidity.EndOf(attributes) is not { } end) return (default, "Can't parse VOMS time left: the new proxy has no attributes");
        return (end < peer.ExpiresAt ? end : peer.ExpiresAt, null);
    }
}
