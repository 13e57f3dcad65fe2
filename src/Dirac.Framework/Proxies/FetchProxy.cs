using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Proxies;

/// <summary>Operation: signs a proxy with a group for the requester's key. Rights are the caller's business.</summary>
internal sealed class FetchProxy(FindProxy find, ProxyMaker maker)
{
    private const double ExtraLife = 1.5;

    /// <summary>Signs a request with the proxy that its owner has uploaded.</summary>
    /// <param name="claim">Which proxy.</param>
    /// <param name="requestPem">PKCS #10 as PEM, from whoever.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ProxyOutcome> GetAsync(ProxyClaim claim, string requestPem, CancellationToken cancellationToken)
    {
        var stored = await find.FindAsync(claim, cancellationToken);
        if (stored is not StoredProxy.Found found) return ((StoredProxy.Missing)stored).Why;
        using (found.Credential) return Sign(found, claim, claim.Group, requestPem);
    }

    /// <summary>Signs a request with a proxy at hand.</summary>
    /// <param name="found">The proxy.</param>
    /// <param name="claim">What is to be made.</param>
    /// <param name="group">The group to write; null when a certificate above has it.</param>
    /// <param name="requestPem">PKCS #10 as PEM.</param>
    public ProxyOutcome Sign(StoredProxy.Found found, ProxyClaim claim, string? group, string requestPem)
    {
        var options = new ProxyOptions
        {
            Lifetime = TimeSpan.FromSeconds(Math.Floor(Math.Clamp(claim.Seconds * ExtraLife, 0, Math.Max(found.Left.TotalSeconds, 0)))),
            IsLimited = claim.IsLimited,
            Group = group,
        };
        return maker.SignRequest(found.Credential, requestPem, options) switch
        {
            DelegationVerdict.Granted granted => new ProxyOutcome.Given(granted.ChainPem),
            DelegationVerdict.Refused refused => new ProxyOutcome.Refused(ProxyErrors.Certificate, refused.Reason),
            _ => throw new InvalidOperationException("An unknown verdict."),
        };
    }
}
