using Dirac.Wire.Replies;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>What came of a call: the method's reply, or why there is none.</summary>
/// <param name="Reply">The reply, or the words for dips.</param>
/// <param name="Refusal">Why the method gave none; null when it did.</param>
internal sealed record RpcOutcome(RpcReply Reply, RpcRefusal? Refusal = null)
{
    public static RpcOutcome Refused(RpcRefusal refusal, string words) => new(RpcReply.Fail(words), refusal);
}
