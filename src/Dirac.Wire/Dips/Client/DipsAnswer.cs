using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Client;

/// <summary>What a server said.</summary>
/// <param name="Reply">The reply.</param>
/// <param name="IsRefusal">Whether the reply is to the proposal: nothing has been done, so it may be tried again.</param>
public sealed record DipsAnswer(RpcReply Reply, bool IsRefusal);
