using System.Text.Json.Serialization;

namespace Dirac.Client.Identity.Device;

/// <summary>What a server gives to start a login in a browser (RFC 8628 §3.2).</summary>
/// <param name="UserCode">What a person types, or compares.</param>
/// <param name="DeviceCode">What this program asks with; secret.</param>
/// <param name="VerificationUri">Where to type it.</param>
/// <param name="ExpiresIn">Seconds for which the codes are good.</param>
/// <param name="VerificationUriComplete">The address with the code in it; null when the server gives none.</param>
/// <param name="Interval">Seconds between two questions.</param>
public sealed record DeviceReply(
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("verification_uri_complete")] string? VerificationUriComplete = null,
    [property: JsonPropertyName("interval")] int Interval = 5)
{
    /// <summary>Where a person goes: http or https, in ASCII, so that it can be shown and opened; null when the server sent something else.</summary>
    public Uri? Page => Safe(VerificationUri);

    /// <summary>The same with the code in it.</summary>
    public Uri? PageWithCode => VerificationUriComplete is { } text ? Safe(text) : null;

    /// <summary>Whether the code can be shown on a terminal: letters, digits and hyphens only.</summary>
    public bool IsReadable => UserCode.Length is > 0 and <= 32 && UserCode.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>The code for people, without what only this program may know.</summary>
    public override string ToString() => $"login with the code {UserCode}";

    private static Uri? Safe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? new Uri(address.AbsoluteUri) : null;
}
