namespace Dirac.Framework.Providers;

/// <summary>What a token endpoint answered. <see cref="ToString"/> shows no token.</summary>
/// <param name="IdToken">The ID token; null when there is none.</param>
/// <param name="AccessToken">The access token; null when there is none that can be sent.</param>
/// <param name="Error">The value of <c>error</c>; null when there is none.</param>
internal sealed record TokenAnswer(string? IdToken, string? AccessToken, string? Error)
{
    /// <summary>Reads an answer, good or bad.</summary>
    /// <param name="json">The bytes as they came.</param>
    /// <param name="issuer">Whose it is.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: it cannot be understood.</exception>
    public static TokenAnswer Read(ReadOnlyMemory<byte> json, Uri issuer)
    {
        var document = ForeignJson.ReadObject(json, $"The token answer of {issuer}");
        var isBearer = string.Equals(ForeignJson.Text(document, "token_type") ?? "Bearer", "Bearer", StringComparison.OrdinalIgnoreCase);
        var access = ForeignJson.Text(document, "access_token", IdTokenRules.LongestToken);
        return new TokenAnswer(
            ForeignJson.Text(document, "id_token", IdTokenRules.LongestToken),
            isBearer && access?.All(letter => letter is > ' ' and < '\x7f') == true ? access : null,
            ForeignJson.Text(document, "error"));
    }

    /// <inheritdoc/>
    public override string ToString() => Error is null ? "tokens" : $"error {Error}";
}
