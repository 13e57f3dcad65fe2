namespace Dirac.Framework.Providers;

/// <summary>One login at a VO's provider. <see cref="ToString"/> shows no secret.</summary>
/// <param name="Vo">Whose provider.</param>
/// <param name="Callback">Where the browser comes back to; our own address, the same in both steps.</param>
/// <param name="State">What comes back with it.</param>
/// <param name="Verifier">The PKCE verifier of this visit (RFC 7636), 43 to 128 characters.</param>
/// <param name="Nonce">What the ID token must repeat.</param>
internal sealed record ProviderVisit(string Vo, Uri Callback, string State, string Verifier, string Nonce)
{
    /// <inheritdoc/>
    public override string ToString() => $"visit to the provider of {Vo}";
}
