using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Security.Tokens;

/// <summary>The claims of a refresh token, exactly as they travel. It names nobody: whose it is stands in the database, by its number.</summary>
internal sealed record RefreshTokenClaims
{
    [JsonPropertyName("jti")]
    public required string TokenId { get; init; }

    /// <summary>End of the token, seconds since 1970 UTC.</summary>
    [JsonPropertyName("exp")]
    public required long Expires { get; init; }

    [JsonPropertyName("legacy_exchange")]
    public required bool IsLegacy { get; init; }

    /// <summary>What policies put into the token; ours put nothing in.</summary>
    [JsonPropertyName("dirac_policies")]
    public IReadOnlyDictionary<string, JsonElement> Policies { get; init; } = new Dictionary<string, JsonElement>();
}
