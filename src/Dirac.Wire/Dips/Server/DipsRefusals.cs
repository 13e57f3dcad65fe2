using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Server;

/// <summary>The replies to what cannot be done, in the words that peers know.</summary>
public static class DipsRefusals
{
    private const int NoAuthorization = 1111;

    /// <summary>The first message is no proposal.</summary>
    public static RpcReply InvalidProposal { get; } = RpcReply.Fail("Invalid action proposal");

    /// <summary>The caller may not do that.</summary>
    public static RpcReply Unauthorized { get; } = RpcReply.Fail(NoAuthorization, "Unauthorized query");

    /// <summary>There are as many connections as allowed.</summary>
    public static RpcReply TooManyConnections { get; } = RpcReply.Fail("Maximum number of connections reached. Try later");

    /// <summary>Nobody here has that name.</summary>
    /// <param name="service">The name.</param>
    /// <returns>The reply.</returns>
    public static RpcReply NotUp(string service) => RpcReply.Fail($"{service} is not up in this server");

    /// <summary>There is no such type of action.</summary>
    /// <param name="type">The type, as sent.</param>
    /// <returns>The reply.</returns>
    public static RpcReply UnknownActionType(string type) => RpcReply.Fail($"{type} is not a known action type");

    /// <summary>The service has no such method.</summary>
    /// <param name="method">Its name.</param>
    /// <returns>The reply.</returns>
    public static RpcReply UnknownMethod(string method) => RpcReply.Fail($"Unknown method {method}");

    /// <summary>The service moves no files that way.</summary>
    /// <param name="direction">Which way, as sent.</param>
    /// <returns>The reply.</returns>
    public static RpcReply UnsupportedTransfer(string direction) =>
        RpcReply.Fail(direction.Length == 0 ? "Service can't transfer files" : $"Service can't transfer files {char.ToLowerInvariant(direction[0])}{direction[1..]}");

    /// <summary>The service takes no messages.</summary>
    /// <param name="service">Its name.</param>
    /// <returns>The reply.</returns>
    public static RpcReply NoMessages(string service) => RpcReply.Fail($"{service} takes no messages");

    /// <summary>Something went wrong that is nobody's business.</summary>
    /// <param name="action">What was being done.</param>
    /// <returns>The reply.</returns>
    public static RpcReply ServerError(string action) => RpcReply.Fail($"Server error while serving {action}");
}
