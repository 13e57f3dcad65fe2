using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Server;

/// <summary>A method that a client may call.</summary>
public interface IDipsCall
{
    /// <summary>Calls it.</summary>
    /// <param name="arguments">What the client sent.</param>
    /// <param name="cancellationToken">The server stops. A client that goes away does not cancel: it may rely on the call.</param>
    /// <returns>The reply.</returns>
    Task<RpcReply> CallAsync(IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken);
}
