using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Security.Tokens;

/// <summary>The claims of an access token, exactly as they travel.</summary>
internal sealed record AccessTokenClaims
{
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    [JsonPropertyName("vo")]
    public required string Vo { get; init; }

    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("dirac_properties")]
    [JsonRequired]
    public IReadOnlyList<string> Properties { get; init; } = [];

    [JsonPropertyName("jti")]
    [JsonRequired]
    public string TokenId { get; init; } = "";

    [JsonPropertyName("preferred_username")]
    public required string UserName { get; init; }

    [JsonPropertyName("dirac_group")]
    public required string Group { get; init; }

    /// <summary>End of the token, seconds since 1970 UTC.</summary>
    [JsonPropertyName("exp")]
    [JsonRequired]
    public long Expires { get; init; }

    /// <summary>What policies put into the token; ours put nothing in.</summary>
    [JsonPropertyName("dirac_policies")]
    public IReadOnlyDictionary<string, JsonElement> Policies { get; init; } = new Dictionary<string, JsonElement>();

    [JsonPropertyName("pilot_stamp")]
    public string? PilotStamp { get; init; }

    [JsonPropertyName("site")]
    public string? Site { get; init; }

    /// <summary>The job of a payload's token.</summary>
    [JsonPropertyName("job_id")]
    public long? JobId { get; init; }

    [JsonPropertyName("job_attempt")]
    public int? JobAttempt { get; init; }
}
