using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.IdentityProvider;

/// <summary>Codes and client secrets for tokens.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, TestIdentityProvider provider) =>
        routes.MapPost(provider.Settings.Path + "/token", context => GrantAsync(context, provider));

    private static async Task GrantAsync(HttpContext context, TestIdentityProvider provider)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (ClientOf(context, form, provider) is not { } client)
        {
            await Answers.RefuseAsync(context, provider, "invalid_client", "Unknown client or wrong secret.", StatusCodes.Status401Unauthorized);
            return;
        }

        await ((string?)form["grant_type"] switch
        {
            "authorization_code" => RedeemAsync(context, provider, client, form),
            "client_credentials" when client.Secret is not null => Answers.WriteAsync(context, provider, Reply(provider, null, (string?)form["scope"] ?? "")),
            _ => Answers.RefuseAsync(context, provider, "unsupported_grant_type", "Only authorization_code and client_credentials."),
        });
    }

    private static Task RedeemAsync(HttpContext context, TestIdentityProvider provider, RegisteredClient client, IFormCollection form)
    {
        if (provider.Grants.Redeem((string?)form["code"] ?? "") is not var (visit, person)
            || visit.ClientId != client.Id || visit.RedirectUri != form["redirect_uri"] || !IsAnswered(visit.Challenge, form["code_verifier"]))
        {
            return Answers.RefuseAsync(context, provider, "invalid_grant", "The code is not good.");
        }

        var reply = Reply(provider, person, visit.Scope);
        if (!provider.Misbehaviour.HasFlag(Misbehaviour.NoIdToken)) reply["id_token"] = IdToken(provider, client, visit, person);
        return Answers.WriteAsync(context, provider, reply);
    }

    private static JsonObject Reply(TestIdentityProvider provider, Person? person, string scope) => new()
    {
        ["access_token"] = provider.Grants.NewToken(person, scope, provider.Settings.TokenLifetime),
        ["token_type"] = "Bearer",
        ["expires_in"] = (int)provider.Settings.TokenLifetime.TotalSeconds,
        ["scope"] = scope,
    };

    private static string IdToken(TestIdentityProvider provider, RegisteredClient client, Visit visit, Person person)
    {
        var wrong = provider.Misbehaviour;
        var now = provider.Settings.Clock.GetUtcNow() + TimeSpan.FromHours(wrong.HasFlag(Misbehaviour.FromTheFuture) ? 1 : 0);
        var claims = wrong.HasFlag(Misbehaviour.BareIdToken) ? new JsonObject { ["sub"] = person.Subject } : Claims.Of(person, visit.Scope);
        claims["iss"] = wrong.HasFlag(Misbehaviour.WrongIssuer) ? "https://another.example.org" : DiscoveryEndpoints.Bare(provider.Issuer);
        claims["aud"] = wrong.HasFlag(Misbehaviour.WrongAudience) ? "another" : client.Id;
        if (wrong.HasFlag(Misbehaviour.WrongAuthorisedParty)) (claims["aud"], claims["azp"]) = (new JsonArray(JsonValue.Create(client.Id), "another"), "another");
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = (wrong.HasFlag(Misbehaviour.Expired) ? now - provider.Settings.TokenLifetime : now + provider.Settings.TokenLifetime).ToUnixTimeSeconds();
        if (visit.Nonce is { } nonce) claims["nonce"] = wrong.HasFlag(Misbehaviour.WrongNonce) ? "another" : nonce;
        return provider.Keys.Sign(claims, wrong);
    }

    private static bool IsAnswered(string? challenge, string? verifier) =>
        challenge is null || (verifier is not null && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge);

    private static RegisteredClient? ClientOf(HttpContext context, IFormCollection form, TestIdentityProvider provider)
    {
        var (id, secret) = Basic(context.Request.Headers.Authorization) ?? ((string?)form["client_id"] ?? "", (string?)form["client_secret"]);
        return provider.Settings.Clients.FirstOrDefault(client => client.Id == id && client.Secret == secret);
    }

    // RFC 6749 §2.3.1: both parts are form-encoded first.
    private static (string Id, string? Secret)? Basic(string? header)
    {
        if (header?.StartsWith("Basic ", StringComparison.Ordinal) != true) return null;
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
        return parts is [var id, var secret] ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret)) : null;
    }
}
