using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A token reply in the shape of RFC 6749.</summary>
/// <param name="AccessToken">The JWT.</param>
/// <param name="ExpiresIn">Seconds until it expires.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="RefreshToken">Present where the grant gives one.</param>
public sealed record TokenReply(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("token_type")] string TokenType = "Bearer",
    [property: JsonPropertyName("refresh_token")] string? RefreshToken = null);

/// <summary>Local identity: the holder of the secret in the data directory's 0600 file is the user who started the server.</summary>
/// <param name="Secret">The secret as it stands in the file.</param>
/// <param name="Group">The DIRAC group wanted; null means the user's default.</param>
public sealed record LocalLoginRequest(
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("group")] string? Group = null);

/// <summary>A link that opens the portal in a browser as the caller, once.</summary>
/// <param name="Url">The link, with its one-time secret.</param>
/// <param name="ExpiresIn">Seconds for which it can be opened.</param>
public sealed record BrowserLinkReply(
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A pilot presents its secret and stamp.</summary>
/// <param name="PilotStamp">1 to 32 characters.</param>
/// <param name="Secret">The secret given at submission.</param>
public sealed record PilotLoginRequest(
    [property: JsonPropertyName("pilot_stamp")] string PilotStamp,
    [property: JsonPropertyName("secret")] string Secret);

/// <summary>Who the server thinks the caller is.</summary>
/// <param name="Sub">Subject, <c>vo:subject</c>.</param>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="DiracGroup">DIRAC group.</param>
/// <param name="Policies">Policies put into the token.</param>
/// <param name="Properties">Properties the token carries.</param>
/// <param name="PreferredUsername">DIRAC user name.</param>
public sealed record UserInfo(
    [property: JsonPropertyName("sub")] string Sub,
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("dirac_group")] string DiracGroup,
    [property: JsonPropertyName("policies")] IReadOnlyDictionary<string, string> Policies,
    [property: JsonPropertyName("properties")] IReadOnlyList<string> Properties,
    [property: JsonPropertyName("preferred_username")] string PreferredUsername);

/// <summary>An error as every route returns it.</summary>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Code">The name of the error code.</param>
/// <param name="Advice">What to do next.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
/// <param name="Message">Detail and advice in one text: where AutoRest's clients, DiracX's among them, look for it once there is a code.</param>
public sealed record ErrorReply(
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string? Code = null,
    [property: JsonPropertyName("advice")] string? Advice = null,
    [property: JsonPropertyName("trace_id")] string? TraceId = null,
    [property: JsonPropertyName("message")] string? Message = null);
