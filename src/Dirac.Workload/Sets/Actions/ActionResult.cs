using Dirac.Persistence;

namespace Dirac.Workload.Sets.Actions;

/// <summary>What an action came to.</summary>
/// <param name="State">The rule's state afterwards.</param>
/// <param name="Outcome">What was done, in words.</param>
/// <param name="Error">What was not, in words.</param>
/// <param name="Next">The set that came of it.</param>
internal sealed record ActionResult(string State, string? Outcome, string? Error = null, long? Next = null)
{
    public static ActionResult Failure(string error) => new(RuleState.Failed, null, error);
}

/// <summary>The last part of an action, done in the transaction that notes its end: it takes place once.</summary>
internal delegate Task<ActionResult> LastStep(IDbSession jobs, CancellationToken cancellationToken);
