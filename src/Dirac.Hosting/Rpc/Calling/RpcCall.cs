using System.Net;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>The circumstances of one call. Immutable.</summary>
public sealed record RpcCall
{
    /// <summary>System and component as the client named them.</summary>
    public required string Service { get; init; }

    /// <summary>The method, or a transfer's direction.</summary>
    public required string Method { get; init; }

    /// <summary>How it came.</summary>
    public required RpcProtocols Protocol { get; init; }

    /// <summary>Who calls, as the registry knows them.</summary>
    public required GridCaller Caller { get; init; }

    /// <summary>What proved it.</summary>
    public required RpcIdentity Identity { get; init; }

    /// <summary>What was claimed beside that.</summary>
    public required ExtraCredentials Extra { get; init; }

    /// <summary>The configuration at the beginning of the call.</summary>
    public required ConfigurationSnapshot Configuration { get; init; }

    /// <summary>The client's address; null when the connection has none.</summary>
    public required IPEndPoint? Remote { get; init; }

    /// <summary>The other end of a connection that stays; null for a call.</summary>
    public RpcPeer? Peer { get; init; }

    /// <summary>The set-up the client named; not checked.</summary>
    public string Setup { get; init; } = "";

    /// <summary>The VO the client named; not checked.</summary>
    public string ClientVo { get; init; } = "";

    /// <summary>The client's version; empty when not told.</summary>
    public string ClientVersion { get; init; } = "";

    /// <summary>The caller as the operations of the systems know callers.</summary>
    /// <param name="now">The time, for callers whose credential has no end.</param>
    public Caller ToCaller(DateTimeOffset now) => Identity.Token ?? new Caller
    {
        Subject = Caller.Dn,
        UserName = Caller.UserName,
        Vo = Caller.Vo,
        Group = Caller.Group,
        Properties = Caller.Properties,
        IsHost = Caller.IsHost,
        TokenId = "",
        ExpiresAt = Identity.Peer?.ExpiresAt ?? now,
    };
}
