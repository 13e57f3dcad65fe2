using System.Text.Json.Serialization;
using Dirac.Model.Api;

namespace Dirac.Client.Identity.Kept;

/// <summary>The tokens of a login as they stand in their file. <see cref="ToString"/> shows none.</summary>
/// <param name="AccessToken">Shown to the server with each request.</param>
/// <param name="ExpiresOn">Until when, in seconds since 1970.</param>
/// <param name="ExpiresIn">How long it was good when it came, in seconds.</param>
/// <param name="RefreshToken">Good once, for new tokens; null when there is none.</param>
/// <param name="RenewalBegan">When <paramref name="RefreshToken"/> was sent, in seconds since 1970; null when it was not. It is never sent a second time: the server takes that for theft.</param>
public sealed record KeptTokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_on")] long ExpiresOn,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken = null,
    [property: JsonPropertyName("renewal_began")] long? RenewalBegan = null)
{
    /// <summary>Tokens that have just come.</summary>
    /// <param name="reply">The server's answer.</param>
    /// <param name="asked">When they were asked for.</param>
    public static KeptTokens From(TokenReply reply, DateTimeOffset asked) => new(reply.AccessToken, asked.AddSeconds(reply.ExpiresIn).ToUnixTimeSeconds(), reply.ExpiresIn, reply.RefreshToken);

    /// <summary>When the access token ends.</summary>
    [JsonIgnore]
    public DateTimeOffset AccessEnds => DateTimeOffset.FromUnixTimeSeconds(ExpiresOn);

    /// <summary>When the refresh token ends, as it says itself; null when there is none that says so.</summary>
    [JsonIgnore]
    public DateTimeOffset? RefreshEnds => RefreshToken is { } token ? TokenClaims.EndOf(token) : null;

    /// <inheritdoc/>
    public override string ToString() => $"tokens until {AccessEnds:u}";
}
