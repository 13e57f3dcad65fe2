using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Framework.Tokens;

/// <summary>The routes of tokens: getting, looking at and ending them.</summary>
internal static class TokenEndpoints
{
    /// <summary>The one client of this installation, without a secret; the name that DiracX's programs bring along.</summary>
    public const string ClientId = "myDIRACClientID";

    private const string AccessToken = "access_token";
    private const string Revoked = "Refresh token revoked";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/auth").WithTags("auth").WithOAuthReplies();
        group.MapPost("/token", GrantAsync).Requires(AccessRule.Anyone).WithBodyLimit(TokenFormReader.BodyLimit).WithName("auth_get_oidc_token")
            .Describe("Gives tokens for a device code, an authorization code or a refresh token.", route => route
                .TakesForm("application/x-www-form-urlencoded", new Dictionary<string, string> { ["grant_type"] = "text", ["client_id"] = "text", ["device_code"] = "text", ["code"] = "text", ["redirect_uri"] = "text", ["code_verifier"] = "text", ["refresh_token"] = "text" })
                .Gives(ModelJsonContext.Default.TokenReply).By(ExampleCaller.Nobody).CannotBeTried("Codes and refresh tokens are good once."));
        group.MapPost("/revoke", RevokeAsync).Requires(AccessRule.Anyone).WithBodyLimit(TokenFormReader.BodyLimit).WithName("auth_revoke_refresh_token_by_refresh_token")
            .Describe("Ends a refresh token.", route => route
                .TakesForm("application/x-www-form-urlencoded", new Dictionary<string, string> { ["token"] = "text", ["token_type_hint"] = "text", ["client_id"] = "text" })
                .Gives(FrameworkJsonContext.Default.String).By(ExampleCaller.Nobody).CannotBeTried("Refresh tokens are secret."));
        group.MapGet("/refresh-tokens", ListAsync).Requires(AccessRule.Authenticated).WithName("auth_get_refresh_tokens")
            .Describe("Lists one's own refresh tokens; all, with ProxyManagement.", route => route
                .Gives(FrameworkJsonContext.Default.IReadOnlyListRefreshTokenInfo));
        group.MapDelete("/refresh-tokens/{jti}", RevokeOneAsync).Requires(AccessRule.Authenticated).WithName("auth_revoke_refresh_token_by_jti")
            .Describe("Ends a refresh token by its number.", route => route
                .Path("jti", "0199d1c4-7a11-7c7e-9d5a-1f2e3d4c5b6a").Gives(FrameworkJsonContext.Default.String).CannotBeTried("There has to be such a token."));
        group.MapGet("/legacy-exchange", ExchangeAsync).Requires(AccessRule.Anyone).ExcludeFromDescription().WithName("auth_legacy_exchange");
    }

    private static async Task<IResult> GrantAsync(HttpContext context, IEnumerable<IGrant> grants, CancellationToken cancellationToken)
    {
        var form = await TokenFormReader.ReadAsync(context.Request, cancellationToken);
        var type = form.Need("grant_type");
        if (form.Need("client_id") != ClientId) throw UnknownClient(StatusCodes.Status400BadRequest);
        var grant = grants.FirstOrDefault(grant => grant.Type == type)
            ?? throw new OAuthException(OAuthError.UnsupportedGrantType, $"This grant_type is not known here; one of these is: {string.Join(", ", grants.Select(known => known.Type))}.");
        return ApiResults.Json(await grant.GrantAsync(form, cancellationToken), ModelJsonContext.Default.TokenReply);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, RefreshTokens tokens, CancellationToken cancellationToken)
    {
        var form = await TokenFormReader.ReadAsync(context.Request, cancellationToken);
        var text = form.Need("token");
        if (form.Find("token_type_hint") == AccessToken)
            throw new OAuthException(OAuthError.UnsupportedTokenType, "Access tokens cannot be revoked: they end by themselves after some minutes.");
        if ((form.Find("client_id") ?? ClientId) != ClientId) throw UnknownClient(StatusCodes.Status401Unauthorized);
        await tokens.EndLoginAsync(text, cancellationToken);
        return Told();
    }

    private static async Task<IResult> ListAsync(HttpContext context, RefreshTokens tokens, CancellationToken cancellationToken) =>
        ApiResults.Json(await tokens.ListAsync(context.GetCaller(), cancellationToken), FrameworkJsonContext.Default.IReadOnlyListRefreshTokenInfo);

    private static async Task<IResult> RevokeOneAsync(HttpContext context, string jti, RefreshTokens tokens, CancellationToken cancellationToken)
    {
        await tokens.RevokeAsync(context.GetCaller(), jti, cancellationToken);
        return Told();
    }

    private static async Task<IResult> ExchangeAsync(HttpContext context, LegacyExchange exchange, CancellationToken cancellationToken)
    {
        var query = new ExchangeQuery(context.Request.Query);
        var reply = await exchange.ExchangeAsync(context.Request.Headers.Authorization.ToString(), query.UserName, query.Scope, query.Minutes, cancellationToken);
        return ApiResults.Json(reply, ModelJsonContext.Default.TokenReply);
    }

    private static IResult Told() => ApiResults.Json(Revoked, FrameworkJsonContext.Default.String);

    private static OAuthException UnknownClient(int status) => new(OAuthError.InvalidClient, $"There is only one client here: {ClientId}.", status);
}
