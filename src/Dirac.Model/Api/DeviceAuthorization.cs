using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>The begin of a login by the device flow (RFC 8628 §3.2). <see cref="ToString"/> does not show the device code.</summary>
/// <param name="UserCode">Eight letters for the person.</param>
/// <param name="DeviceCode">What the device fetches its tokens with; secret.</param>
/// <param name="VerificationUriComplete">The address for the person's browser, with the user code.</param>
/// <param name="VerificationUri">The same without it: the page asks for the code.</param>
/// <param name="ExpiresIn">Seconds until the person must have logged in.</param>
/// <param name="Interval">Seconds to wait between two attempts to fetch the tokens.</param>
public sealed record DeviceAuthorization(
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("verification_uri_complete")] string VerificationUriComplete,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("interval")] int Interval = 5)
{
    /// <summary>The user code, never the device code.</summary>
    public override string ToString() => $"login of device {UserCode}";
}
