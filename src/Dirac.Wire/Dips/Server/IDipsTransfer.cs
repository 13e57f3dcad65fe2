using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Server;

/// <summary>Files that a client may send, receive or ask about. Exactly one of the methods is called, for a direction that is supported.</summary>
public interface IDipsTransfer
{
    /// <summary>Whether the service moves files that way at all.</summary>
    /// <param name="direction">Which way.</param>
    /// <returns>False makes the client hear that it does not.</returns>
    bool Supports(TransferDirection direction);

    /// <summary>Takes a file or archive.</summary>
    /// <param name="request">Which.</param>
    /// <param name="content">To be read to the end; after a success with less than that, the sender is told to stop.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="TransferException">The file does not arrive; the client gets the failure in it.</exception>
    Task<RpcReply> ReceiveAsync(TransferRequest request, IncomingContent content, CancellationToken cancellationToken);

    /// <summary>Gives a file or archive.</summary>
    /// <param name="request">Which.</param>
    /// <param name="content">To be written; returning a success ends the file, a failure takes its place.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="TransferException">The client wants no more.</exception>
    Task<RpcReply> SendAsync(TransferRequest request, OutgoingContent content, CancellationToken cancellationToken);

    /// <summary>Says what an archive holds.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>The reply.</returns>
    Task<RpcReply> ListAsync(TransferRequest request, CancellationToken cancellationToken);
}
