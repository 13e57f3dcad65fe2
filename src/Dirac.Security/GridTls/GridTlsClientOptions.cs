using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>How a client speaks TLS.</summary>
public sealed record GridTlsClientOptions
{
    /// <summary>Judges the certificates of servers; its validator's purpose must be <see cref="ChainPurpose.Servers"/>.</summary>
    public required ChainJudge Servers { get; init; }

    /// <summary>What is presented: a proxy, a user's or a host's certificate, with the whole chain.</summary>
    /// <value>Null: nothing.</value>
    public GridCredential? Credential { get; init; }

    /// <summary>Whether a server's authority is not looked for: DIRAC's <c>SkipCAChecks</c>, for tests only, as anybody may then pretend to be the server.</summary>
    /// <value>False. Name, time and kind of the certificate are checked all the same.</value>
    public bool SkipAuthorityCheck { get; init; }

    /// <summary>Application protocols (ALPN) to offer, in order of preference.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>Whether TLS 1.3 is not offered, to see how servers behave with 1.2.</summary>
    internal bool OnlyTls12 { get; init; }
}
