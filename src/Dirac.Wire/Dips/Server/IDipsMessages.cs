using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Server;

/// <summary>The server's end of one connection that stays. How many there may be, and who may send which message, is decided behind it.</summary>
public interface IDipsMessages : IDipsMessageHandler
{
    /// <summary>A client wants to stay.</summary>
    /// <param name="uniqueName">What it calls itself.</param>
    /// <param name="parameters">What else it says; a dict.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>The reply; a failure closes the connection.</returns>
    Task<RpcReply> OpenAsync(string uniqueName, WireDict parameters, CancellationToken cancellationToken);

    /// <summary>The connection is gone, however it ended. Called once after a successful <see cref="OpenAsync"/>.</summary>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>When the handler has let go of it.</returns>
    Task DroppedAsync(CancellationToken cancellationToken);
}
