using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>How to log in here, in the shape of OpenID Connect discovery.</summary>
public sealed record OpenIdConfiguration
{
    /// <summary>The <c>iss</c> of tokens made here.</summary>
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    /// <summary>Where grants are exchanged for tokens.</summary>
    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    /// <summary>Where a caller's own identity is shown.</summary>
    [JsonPropertyName("userinfo_endpoint")]
    public required string UserInfoEndpoint { get; init; }

    /// <summary>Where a browser login begins.</summary>
    [JsonPropertyName("authorization_endpoint")]
    public required string AuthorizationEndpoint { get; init; }

    /// <summary>Where a device login begins.</summary>
    [JsonPropertyName("device_authorization_endpoint")]
    public required string DeviceAuthorizationEndpoint { get; init; }

    /// <summary>Where a refresh token is revoked.</summary>
    [JsonPropertyName("revocation_endpoint")]
    public required string RevocationEndpoint { get; init; }

    /// <summary>The public keys.</summary>
    [JsonPropertyName("jwks_uri")]
    public required string JwksUri { get; init; }

    /// <summary>Grants the token endpoint accepts.</summary>
    [JsonPropertyName("grant_types_supported")]
    public required IReadOnlyList<string> GrantTypesSupported { get; init; }

    /// <summary>Scopes: each VO, group and property.</summary>
    [JsonPropertyName("scopes_supported")]
    public required IReadOnlyList<string> ScopesSupported { get; init; }

    /// <summary>Always code.</summary>
    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypesSupported { get; init; } = ["code"];

    /// <summary>How tokens are signed.</summary>
    [JsonPropertyName("token_endpoint_auth_signing_alg_values_supported")]
    public IReadOnlyList<string> SigningAlgorithmsSupported { get; init; } = ["RS256"];

    /// <summary>How a client proves itself to the token endpoint; it does not.</summary>
    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; init; } = ["none"];

    /// <summary>How a code is bound to the client that asked for it.</summary>
    [JsonPropertyName("code_challenge_methods_supported")]
    public IReadOnlyList<string> CodeChallengeMethodsSupported { get; init; } = ["S256"];
}

/// <summary>The communities served here.</summary>
/// <param name="VirtualOrganizations">By name.</param>
public sealed record DiracMetadata(
    [property: JsonPropertyName("virtual_organizations")] IReadOnlyDictionary<string, VoMetadata> VirtualOrganizations);

/// <summary>One community.</summary>
/// <param name="Groups">Its groups by name.</param>
/// <param name="Support">Whom to ask.</param>
/// <param name="DefaultGroup">The group of who names none.</param>
public sealed record VoMetadata(
    [property: JsonPropertyName("groups")] IReadOnlyDictionary<string, GroupMetadata> Groups,
    [property: JsonPropertyName("support")] SupportMetadata Support,
    [property: JsonPropertyName("default_group")] string DefaultGroup);

/// <summary>One group.</summary>
/// <param name="Properties">What its members may do.</param>
public sealed record GroupMetadata([property: JsonPropertyName("properties")] IReadOnlyList<string> Properties);

/// <summary>Whom a community's users ask.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Webpage">Web page.</param>
/// <param name="Email">E-mail address.</param>
public sealed record SupportMetadata(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("webpage")] string? Webpage = null,
    [property: JsonPropertyName("email")] string? Email = null);
