namespace Dirac.Framework.Login.Flows;

/// <summary>What the rules need to know of a login.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Expires">When it ends unless tokens were fetched, UTC: of the login as a whole while it is pending, of what fetches tokens afterwards.</param>
internal sealed record FlowState(FlowStatus Status, DateTime Expires);
