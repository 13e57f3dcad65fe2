using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Voms;

/// <summary>What one attribute certificate of a VOMS server says. Immutable.</summary>
public sealed record VomsAttributes
{
    /// <summary>The virtual organisation.</summary>
    public required string Vo { get; init; }

    /// <summary>The server that says so, as <c>host:port</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Groups and roles, the primary one first; all are of <see cref="Vo"/> once accepted.</summary>
    public required IReadOnlyList<VomsFqan> Fqans { get; init; }

    /// <summary>Other facts, such as the nickname.</summary>
    public required IReadOnlyList<VomsGenericAttribute> GenericAttributes { get; init; }

    /// <summary>Subject of the server's certificate that signed.</summary>
    public required DistinguishedName Signer { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>When it ends: often before the proxy it is in.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Services it is for, as host names or addresses; null when it is for all.</summary>
    public required IReadOnlyList<string>? Targets { get; init; }
}
