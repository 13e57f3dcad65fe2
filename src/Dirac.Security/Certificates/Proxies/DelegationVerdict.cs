namespace Dirac.Security.Certificates.Proxies;

/// <summary>The answer to a request for delegation: <see cref="Granted"/> or <see cref="Refused"/>.</summary>
public abstract record DelegationVerdict
{
    private DelegationVerdict()
    {
    }

    /// <summary>A proxy was made for the requester's key.</summary>
    /// <param name="ChainPem">The proxy, then the certificates above it, as PEM; no key.</param>
    public sealed record Granted(string ChainPem) : DelegationVerdict;

    /// <summary>No proxy was made.</summary>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Refused(string Reason) : DelegationVerdict;
}
