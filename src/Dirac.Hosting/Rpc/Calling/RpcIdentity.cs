using Dirac.Security.Calls;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.Identities;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>What proved who makes a call: a chain of certificates, a token, or nothing.</summary>
/// <param name="Peer">The chain's meaning; null when no certificate came.</param>
/// <param name="Token">Whom a token stands for; null when none came.</param>
public sealed record RpcIdentity(GridPeer? Peer, Caller? Token)
{
    /// <summary>Nothing was proved.</summary>
    public static RpcIdentity None { get; } = new(null, null);

    /// <summary>The distinguished name that goes with the token; null for the user's own.</summary>
    public string? Dn { get; init; }

    /// <summary>What rules are asked with, for a caller without a token.</summary>
    /// <param name="extra">What is claimed beside the proof.</param>
    internal CallCredentials With(ExtraCredentials extra) => new(Peer?.Identity.OneLine, Peer?.Group, extra);
}
