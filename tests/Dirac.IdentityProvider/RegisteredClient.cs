namespace Dirac.IdentityProvider;

/// <summary>A program that may send people here.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Secret">Its <c>client_secret</c>; null for a public client.</param>
public sealed record RegisteredClient(string Id, string? Secret = null)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
