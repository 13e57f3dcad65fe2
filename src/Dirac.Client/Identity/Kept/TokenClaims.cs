using System.Buffers.Text;
using System.Text.Json;

namespace Dirac.Client.Identity.Kept;

/// <summary>Reads what a token says about itself. Only the server can tell whether it is true.</summary>
internal static class TokenClaims
{
    /// <summary>When the token ends; null when it does not say, or is no JWT.</summary>
    public static DateTimeOffset? EndOf(string token)
    {
        if (token.Split('.') is not [_, var payload, _]) return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.TryGetProperty("exp", out var end) && end.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
