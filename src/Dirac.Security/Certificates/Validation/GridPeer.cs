using System.Numerics;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Who stands at the other end, by an accepted chain of certificates. Immutable.</summary>
/// <remarks>A connection may outlive it: ask <see cref="ExpiresAt"/> at each request.</remarks>
public sealed record GridPeer
{
    /// <summary>Subject of the user's or host's own certificate, whatever proxies lie below it: the identity.</summary>
    public required DistinguishedName Identity { get; init; }

    /// <summary>The authority that issued the user's or host's own certificate.</summary>
    public required DistinguishedName Authority { get; init; }

    /// <summary>Serial number of the user's or host's own certificate.</summary>
    public required BigInteger Serial { get; init; }

    /// <summary>Subject of the certificate that was presented.</summary>
    public required DistinguishedName Subject { get; init; }

    /// <summary>Issuer of the certificate that was presented.</summary>
    public required DistinguishedName Issuer { get; init; }

    /// <summary>DIRAC's group (extension 1.2.42.42): the first found from the user's certificate down, so that a later proxy cannot change it; null when none says it.</summary>
    public required string? Group { get; init; }

    /// <summary>Whether the proxy presented is limited.</summary>
    public required bool IsLimited { get; init; }

    /// <summary>How many proxies lie below the user's certificate; 0 for the certificate itself.</summary>
    public required int Depth { get; init; }

    /// <summary>When the first certificate of the chain, the authorities' included, ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><see cref="Authorities.CaSnapshot.Version"/> of the authorities and revocation lists by which it was accepted.</summary>
    public required long TrustVersion { get; init; }

    /// <summary>VOMS extensions (1.3.6.1.4.1.8005.100.100.5) as they stand in the proxies, the presented one's first; not verified: <see cref="Voms.VomsReader"/> does that.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> VomsAttributes { get; init; }

    /// <summary>Whether a proxy was presented, not the user's certificate itself.</summary>
    public bool IsProxy => Depth > 0;
}
