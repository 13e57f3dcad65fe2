namespace Dirac.Wire.Dips.Server;

/// <summary>What stands behind the server's side of a conversation. Used by many conversations at once.</summary>
public interface IDipsServer
{
    /// <summary>Decides on a proposal, in this order: is the service one of ours, is the type of action known, may the caller do it. Whether the method
    /// exists is asked later. <see cref="DipsRefusals"/> has the replies.</summary>
    /// <param name="proposal">What the client wants.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>The refusal, or what carries the action out.</returns>
    ValueTask<DipsDecision> DecideAsync(DipsProposal proposal, CancellationToken cancellationToken);
}
