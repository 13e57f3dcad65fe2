using Dirac.Framework.Login.Flows;

namespace Dirac.Framework.Login.Browser;

/// <summary>What a browser carries from one step of a login to the next, sealed. <see cref="ToString"/> shows no secret.</summary>
/// <param name="Step">For which step it is good; it is refused at any other.</param>
/// <param name="Kind">Which flow.</param>
/// <param name="Flow">The key of the flow's row.</param>
/// <param name="Vo">The VO logged in to.</param>
/// <param name="Browser">Hash of the mark of the browser that began the step; no other browser may go on.</param>
/// <param name="Expires">End, seconds since 1970 UTC.</param>
internal sealed record FlowTicket(FlowStepName Step, FlowKind Kind, string Flow, string Vo, string Browser, long Expires)
{
    /// <summary>The PKCE verifier towards the provider; null when none is visited.</summary>
    public string? Verifier { get; init; }

    /// <summary>What the provider's ID token must repeat; null when none is visited.</summary>
    public string? Nonce { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"ticket of a login to {Vo}";
}
