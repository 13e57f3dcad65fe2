using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Server;

/// <summary>How a conversation ended, for the log.</summary>
/// <param name="Proposal">What the client wanted; null when it did not get to say it.</param>
/// <param name="Reply">The last reply; null when there was none, as after a client that hung up.</param>
/// <param name="Fault">What went wrong: a <see cref="DipsException"/> of the peer or the connection, or whatever escaped from a handler; null when nothing did.</param>
public sealed record DipsOutcome(DipsProposal? Proposal, RpcReply? Reply, Exception? Fault);
