namespace Dirac.Framework.Providers;

/// <summary>What an ID token must say. <see cref="ToString"/> shows no nonce.</summary>
/// <param name="Issuer">Who makes it.</param>
/// <param name="ClientId">For whom.</param>
/// <param name="Nonce">For which login.</param>
internal sealed record ExpectedToken(string Issuer, string ClientId, string Nonce)
{
    /// <inheritdoc/>
    public override string ToString() => $"token of {Issuer} for {ClientId}";
}
