namespace Dirac.Framework.Proxies;

/// <summary>What came of asking for a proxy: <see cref="Given"/> or <see cref="Refused"/>.</summary>
public abstract record ProxyOutcome
{
    private ProxyOutcome()
    {
    }

    /// <summary>A proxy for the requester's key.</summary>
    /// <param name="ChainPem">The proxy and the certificates above it as PEM; no key.</param>
    public sealed record Given(string ChainPem) : ProxyOutcome;

    /// <summary>No proxy.</summary>
    /// <param name="Errno">DIRAC's number; 0 when it has none.</param>
    /// <param name="Reason">Why, in DIRAC's words.</param>
    public sealed record Refused(int Errno, string Reason) : ProxyOutcome;
}
