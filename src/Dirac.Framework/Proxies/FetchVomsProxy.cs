using System.Text;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Proxies;

/// <summary>Operation: signs a proxy with a group and VOMS attributes for the requester's key, asking VOMS only when no such proxy is kept.</summary>
internal sealed class FetchVomsProxy(
    ProxyDatabase database, ProxyRegistry registry, FindProxy find, FetchProxy fetch, ProxyMaker maker, VomsDressing dressing, TimeProvider clock)
{
    /// <summary>Signs a request.</summary>
    /// <param name="claim">Which proxy.</param>
    /// <param name="attribute">The attribute; null for the one of the group.</param>
    /// <param name="requestPem">PKCS #10 as PEM, from whoever.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ProxyOutcome> GetAsync(ProxyClaim claim, string? attribute, string requestPem, CancellationToken cancellationToken)
    {
        if ((attribute ?? registry.VomsAttributeOf(claim.Group)) is not { } wanted) return new ProxyOutcome.Refused(ProxyErrors.None, $"No mapping defined for group {claim.Group} in the CS");
        if (find.WhyNot(claim) is { } refused) return refused;
        var proxy = await KeptAsync(claim, wanted, cancellationToken) ?? await MakeAsync(claim, wanted, cancellationToken);
        if (proxy is not StoredProxy.Found found) return ((StoredProxy.Missing)proxy).Why;
        using (found.Credential) return fetch.Sign(found, claim, null, requestPem);
    }

    private async Task<StoredProxy?> KeptAsync(ProxyClaim claim, string attribute, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var until = now.AddSeconds(Math.Clamp(claim.Seconds, 0, int.MaxValue));
        var row = await database.ReadAsync((session, token) => VomsProxyStore.FindAsync(session, claim.Dn, claim.Group, attribute, until, token), cancellationToken);
        if (row is null || ProxyFile.TryParse(row.Text) is not { } kept) return null;
        if (find.WhyUnusable(kept, claim.Dn) is null) return new StoredProxy.Found(kept, row.ExpirationTime - now);
        kept.Dispose();
        return null;
    }

    private async Task<StoredProxy> MakeAsync(ProxyClaim claim, string attribute, CancellationToken cancellationToken)
    {
        var stored = await find.FindAsync(claim, cancellationToken);
        if (stored is not StoredProxy.Found found) return stored;
        using var clean = found.Credential;
        using var grouped = maker.Make(clean, new ProxyOptions { Lifetime = found.Left, Group = claim.Group });
        var dressed = await dressing.DressAsync(grouped, claim, attribute, cancellationToken);
        if (dressed is StoredProxy.Found made) await KeepAsync(claim, attribute, made, cancellationToken);
        return dressed;
    }

    private Task KeepAsync(ProxyClaim claim, string attribute, StoredProxy.Found made, CancellationToken cancellationToken)
    {
        var row = new StoredProxyRow
        {
            UserName = registry.UserOf(claim.Dn) ?? "",
            UserDN = claim.Dn,
            Pem = Encoding.ASCII.GetBytes(ProxyFile.ToPem(made.Credential)),
            ExpirationTime = clock.GetUtcNow().UtcDateTime + made.Left,
        };
        return database.WriteAsync((session, token) => VomsProxyStore.KeepAsync(session, row, claim.Group, attribute, token), cancellationToken);
    }
}
