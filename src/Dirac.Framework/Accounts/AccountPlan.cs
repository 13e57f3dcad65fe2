namespace Dirac.Framework.Accounts;

/// <summary>What would make the configuration agree with a VO's provider.</summary>
/// <param name="Changes">One by one, in the order of the user names.</param>
/// <param name="Refusal">Why it must not be done, for people; null when it may.</param>
internal sealed record AccountPlan(IReadOnlyList<AccountChange> Changes, string? Refusal)
{
    /// <summary>Whether there is anything to be done.</summary>
    public bool IsEmpty => Changes.All(change => change.Kind == AccountChangeKind.Look);
}
