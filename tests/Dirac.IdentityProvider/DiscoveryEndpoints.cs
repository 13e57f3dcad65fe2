using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.IdentityProvider;

/// <summary>OpenID Connect Discovery 1.0 and the key set.</summary>
internal static class DiscoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, TestIdentityProvider provider)
    {
        var path = provider.Settings.Path;
        routes.MapGet(path + "/.well-known/openid-configuration", context => ShowAsync(context, provider, Describe));
        routes.MapGet(path + "/jwks", context => ShowAsync(context, provider, () => provider.Keys.ToJson()));

        JsonObject Describe() => new()
        {
            ["issuer"] = provider.Misbehaviour.HasFlag(Misbehaviour.DiscoveryOfAnother) ? "https://another.example.org" : Bare(provider.Issuer),
            ["authorization_endpoint"] = provider.AddressOf("/authorize"),
            ["token_endpoint"] = provider.AddressOf("/token"),
            ["userinfo_endpoint"] = provider.AddressOf("/userinfo"),
            ["jwks_uri"] = provider.AddressOf("/jwks"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "wlcg.groups", "eduperson_entitlement"),
            ["response_types_supported"] = new JsonArray("code"),
            ["grant_types_supported"] = new JsonArray("authorization_code", "client_credentials"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray(JsonValue.Create(provider.Settings.Algorithm)),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "none"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
        };
    }

    /// <summary>The issuer as it is compared: without the slash that an address gets.</summary>
    public static string Bare(Uri issuer) => issuer.AbsoluteUri.TrimEnd('/');

    private static Task ShowAsync(HttpContext context, TestIdentityProvider provider, Func<JsonObject> make)
    {
        if (!provider.Misbehaviour.HasFlag(Misbehaviour.Redirects)) return Answers.WriteAsync(context, provider, make());
        context.Response.Redirect(provider.AddressOf("/elsewhere"));
        return Task.CompletedTask;
    }
}
