using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Dips;

/// <summary>One call that was admitted.</summary>
/// <param name="dispatcher">Makes it.</param>
/// <param name="method">What is called; null when there is no such method.</param>
/// <param name="call">Its circumstances.</param>
internal sealed class DipsCall(RpcDispatcher dispatcher, RpcMethod? method, RpcCall call) : IDipsCall
{
    public async Task<RpcReply> CallAsync(IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) => method is null
        ? DipsRefusals.UnknownMethod(call.Method)
        : (await dispatcher.CallAsync(method, call, arguments.ToArray(), null, cancellationToken)).Reply;
}
