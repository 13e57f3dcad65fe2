using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Messages;

/// <summary>What is done with messages that come over a connection.</summary>
public interface IDipsMessageHandler
{
    /// <summary>Called once, when messages can be sent.</summary>
    /// <param name="link">Sends them, for as long as the connection lasts.</param>
    /// <param name="cancellationToken">This side stops.</param>
    /// <returns>A failure closes the connection.</returns>
    Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken);

    /// <summary>Called for each message in turn, after <see cref="ConnectedAsync"/>; the sender has its acknowledgement already.</summary>
    /// <param name="message">The message. Its sender may be gone by now.</param>
    /// <param name="cancellationToken">This side stops.</param>
    /// <returns>A failure closes the connection; it does not travel.</returns>
    Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken);
}
