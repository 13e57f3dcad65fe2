namespace Dirac.Framework.Login.Flows;

/// <summary>What an event comes to.</summary>
/// <param name="Next">The state from now on; a refusal may change it, too.</param>
/// <param name="Refusal">Why the event does not happen; null when it does.</param>
internal sealed record FlowStep(FlowState Next, FlowRefusal? Refusal = null);
