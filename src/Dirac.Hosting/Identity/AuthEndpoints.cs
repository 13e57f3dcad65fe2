using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Identity;

/// <summary>Login by the local secret, the way into a browser, and the caller's own identity.</summary>
internal static class AuthEndpoints
{
    private const long LoginBodyLimit = 16 * 1024;
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/auth/userinfo", ShowUser).Requires(AccessRule.Authenticated).AllowsPayloads().WithTags("auth").WithName("auth_userinfo")
            .Describe("Says who the server thinks the caller is.", route => route.Gives(ModelJsonContext.Default.UserInfo));
        routes.MapPost("/api/auth/local", LoginAsync).Requires(AccessRule.Anyone).WithBodyLimit(LoginBodyLimit).WithTags("auth").WithName("auth_local")
            .Describe("Gives a token to the holder of the secret in the data directory.", route => route
                .Takes(ModelJsonContext.Default.LocalLoginRequest, """{"secret": "…", "group": "local_user"}""").Gives(ModelJsonContext.Default.TokenReply)
                .By(ExampleCaller.Nobody)
                .CannotBeTried("The secret is in a file of the server's user."));
        routes.MapPost("/api/auth/browser-link", MakeLink).Requires(AccessRule.Authenticated).WithTags("auth").WithName("auth_browser_link")
            .Describe("Makes a link that opens the portal as the caller, once.", route => route.Gives(ModelJsonContext.Default.BrowserLinkReply));
        routes.MapGet("/login/{secret}", EnterBrowser).Requires(AccessRule.Anyone).WithTags("auth").WithName("auth_enter_browser");
    }

    private static IResult ShowUser(HttpContext context)
    {
        var caller = context.GetCaller();
        var info = new UserInfo(caller.Subject, caller.Vo, caller.Group, new Dictionary<string, string>(), [.. caller.Properties.Order(StringComparer.Ordinal)], caller.UserName);
        return ApiResults.Json(info, ModelJsonContext.Default.UserInfo);
    }

    private static async Task<IResult> LoginAsync(HttpContext context, LocalLogin login, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(ModelJsonContext.Default.LocalLoginRequest, cancellationToken);
        var token = login.Login(request);
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(token.ToReply(), ModelJsonContext.Default.TokenReply);
    }

    private static IResult MakeLink(HttpContext context, OneTimeSecrets secrets)
    {
        var caller = context.GetCaller();
        if (caller.Kind != CallerKind.User)
            throw new DiracException(ErrorCode.NotAuthorized, "Only a person has a browser.", "Log in as a user.");

        var url = $"{context.Request.Scheme}://{context.Request.Host}/login/{secrets.Create(caller, LinkLifetime)}";
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(new BrowserLinkReply(url, (int)LinkLifetime.TotalSeconds), ModelJsonContext.Default.BrowserLinkReply);
    }

    private static IResult EnterBrowser(HttpContext context, string secret, OneTimeSecrets secrets, TokenIssuer issuer)
    {
        var caller = secrets.Redeem(secret)
            ?? throw new DiracException(ErrorCode.NotAuthenticated, "This link was used before or is too old.", "Get a new one from: dirac up.");
        var token = issuer.Issue(new UserIdentity(caller.UserName, caller.Vo, caller.Group, caller.Properties), SessionLifetime);
        BrowserSession.Begin(context, token);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Redirect("/");
    }
}
