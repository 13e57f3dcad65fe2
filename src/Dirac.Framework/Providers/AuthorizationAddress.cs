using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dirac.Framework.Providers;

/// <summary>The address to which a browser is sent to log in (OpenID Connect Core §3.1.2.1, RFC 7636). Pure.</summary>
internal static class AuthorizationAddress
{
    /// <summary>Makes it.</summary>
    public static Uri Make(ProviderSettings settings, ProviderMetadata metadata, ProviderVisit visit)
    {
        (string Name, string Value)[] parameters =
        [
            ("response_type", "code"),
            ("client_id", settings.ClientId),
            ("redirect_uri", visit.Callback.AbsoluteUri),
            ("scope", settings.Scope),
            ("state", visit.State),
            ("nonce", visit.Nonce),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(visit.Verifier)))),
            ("code_challenge_method", "S256"),
        ];
        var query = string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var address = metadata.Authorization.AbsoluteUri;
        return new Uri($"{address}{(address.Contains('?') ? '&' : '?')}{query}");
    }
}
