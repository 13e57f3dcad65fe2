using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Voms;

/// <summary>What VOMS answered: <see cref="Dressed"/> or <see cref="Refused"/>.</summary>
internal abstract record VomsOutcome
{
    private VomsOutcome()
    {
    }

    /// <summary>A proxy with attributes; nothing about it is verified.</summary>
    public sealed record Dressed(GridCredential Proxy) : VomsOutcome;

    /// <summary>None, and why.</summary>
    public sealed record Refused(string Reason) : VomsOutcome;
}
