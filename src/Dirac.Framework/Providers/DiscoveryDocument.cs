using System.Text.Json;
using Dirac.Model.Errors;

namespace Dirac.Framework.Providers;

/// <summary>Reads a provider's discovery document (OpenID Connect Discovery 1.0). Pure.</summary>
internal static class DiscoveryDocument
{
    /// <summary>Where the document of <paramref name="issuer"/> is.</summary>
    public static Uri AddressOf(Uri issuer) => new(issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>What the document says, as far as it is needed.</summary>
    /// <param name="json">The bytes as they came.</param>
    /// <param name="issuer">Whose it should be. A slash at the end makes no difference, nothing else may differ.</param>
    /// <exception cref="DiracException">Unavailable: it cannot be understood. BadConfiguration: it is another issuer's, or lacks or spoils what is needed.</exception>
    public static ProviderMetadata Read(ReadOnlyMemory<byte> json, Uri issuer)
    {
        var document = ForeignJson.ReadObject(json, $"The discovery document of {issuer}");
        var said = ForeignJson.Text(document, "issuer");
        if (said?.TrimEnd('/') != issuer.OriginalString.TrimEnd('/'))
            throw Wrong(issuer, said is null ? "names no issuer" : "names another issuer", "Set issuer to what the document says, if that is your provider.");
        return new ProviderMetadata(
            said,
            Need(document, "authorization_endpoint", issuer),
            Need(document, "token_endpoint", issuer),
            Need(document, "jwks_uri", issuer),
            Find(document, "userinfo_endpoint", issuer),
            ForeignJson.Texts(document, "token_endpoint_auth_methods_supported"));
    }

    private static Uri Need(JsonElement document, string name, Uri issuer) =>
        Find(document, name, issuer) ?? throw Wrong(issuer, $"has no {name}", "The provider must support OpenID Connect with the authorization code flow.");

    // A provider on this machine may be without encryption, but none may lead from an encrypted address to one that is not.
    private static Uri? Find(JsonElement document, string name, Uri issuer)
    {
        if (ForeignJson.Text(document, name) is not { } text) return null;
        var isGood = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && ProviderSection.IsSafe(address)));
        return isGood ? address : throw Wrong(issuer, $"has a {name} that is no safe address", "Tell those who run the provider: it must be https.");
    }

    private static DiracException Wrong(Uri issuer, string what, string advice) => new(ErrorCode.BadConfiguration, $"The discovery document of {issuer} {what}.", advice);
}
