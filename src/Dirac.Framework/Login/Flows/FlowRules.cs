namespace Dirac.Framework.Login.Flows;

/// <summary>The states of a login: <c>Pending → Ready → Done</c>, and the ways off it. Pure.</summary>
/// <remarks>Tokens are fetched at most once, never after the time, a denial or a wrong proof; whoever comes second ends what the first one got.</remarks>
internal static class FlowRules
{
    /// <summary>What <paramref name="happening"/> makes of <paramref name="state"/>.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="happening">What happens.</param>
    /// <param name="now">The time, UTC.</param>
    public static FlowStep Next(FlowState state, FlowEvent happening, DateTime now) => (state.Status, happening) switch
    {
        (FlowStatus.Pending or FlowStatus.Ready, _) when now >= state.Expires => new FlowStep(state, FlowRefusal.Expired),
        (FlowStatus.Pending, FlowEvent.Approve approval) => new FlowStep(new FlowState(FlowStatus.Ready, approval.Expires)),
        (FlowStatus.Pending, FlowEvent.Deny) => new FlowStep(state with { Status = FlowStatus.Denied }),
        (FlowStatus.Pending, FlowEvent.Redeem { IsProven: true }) => new FlowStep(state, FlowRefusal.StillPending),
        (FlowStatus.Pending or FlowStatus.Ready, FlowEvent.Redeem { IsProven: false }) => new FlowStep(state with { Status = FlowStatus.Dead }, FlowRefusal.Unproven),
        (FlowStatus.Ready, FlowEvent.Redeem) => new FlowStep(state with { Status = FlowStatus.Done }),
        (FlowStatus.Done, FlowEvent.Redeem) => new FlowStep(state with { Status = FlowStatus.Dead }, FlowRefusal.UsedTwice),
        (FlowStatus.Denied, FlowEvent.Redeem) => new FlowStep(state, FlowRefusal.Denied),
        (FlowStatus.Dead, FlowEvent.Redeem) => new FlowStep(state, FlowRefusal.Dead),
        _ => new FlowStep(state, FlowRefusal.Decided),
    };
}
