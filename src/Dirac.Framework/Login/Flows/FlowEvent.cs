namespace Dirac.Framework.Login.Flows;

/// <summary>What can happen to a login.</summary>
internal abstract record FlowEvent
{
    private FlowEvent() { }

    /// <summary>A registered person has logged in and may have what is asked for.</summary>
    /// <param name="Expires">Until when tokens can be fetched, UTC.</param>
    public sealed record Approve(DateTime Expires) : FlowEvent;

    /// <summary>The person, the provider or the registry says no.</summary>
    public sealed record Deny : FlowEvent;

    /// <summary>Somebody presents the code.</summary>
    /// <param name="IsProven">Whether all else that came with it fits: client, address, verifier.</param>
    public sealed record Redeem(bool IsProven) : FlowEvent;
}
