using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>The other end of a connection that stays. Thread-safe; one object for as long as the connection lasts.</summary>
public sealed class RpcPeer
{
    private volatile DipsMessageLink? _link;

    internal RpcPeer(string uniqueName, WireDict parameters)
    {
        UniqueName = uniqueName;
        Parameters = parameters;
    }

    /// <summary>What the peer calls itself; the same when it connects again.</summary>
    public string UniqueName { get; }

    /// <summary>What else it said of itself.</summary>
    public WireDict Parameters { get; }

    /// <summary>Sends it a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may have been sent.</param>
    /// <returns>What the peer acknowledged, or why it did not; S_OK at once for a message that is not acknowledged.</returns>
    /// <exception cref="InvalidOperationException">It is not connected yet.</exception>
    /// <exception cref="Wire.Dips.DipsException">It is gone.</exception>
    public Task<RpcReply> SendAsync(DipsMessage message, CancellationToken cancellationToken) =>
        (_link ?? throw new InvalidOperationException($"{UniqueName} is not connected yet.")).SendAsync(message, cancellationToken);

    internal void Connect(DipsMessageLink link) => _link = link;
}
