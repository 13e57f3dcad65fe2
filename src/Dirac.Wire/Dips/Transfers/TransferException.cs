using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Transfers;

/// <summary>A file that does not arrive, although the connection is good: the other side failed or gave up, or it is too large, or its checksum is another.
/// A handler may let it through; the client then gets <see cref="Reply"/>.</summary>
/// <param name="reply">See <see cref="Reply"/>.</param>
public sealed class TransferException(RpcReply reply) : IOException(reply.Message)
{
    /// <summary>The failure.</summary>
    public RpcReply Reply { get; } = reply;

    /// <summary>Whether the other side gave up without a failure of its own.</summary>
    public bool IsAbort { get; internal init; }
}
