using Dirac.Framework.Tokens;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Framework.Login.Code;

/// <summary>The authorization code flow's addresses.</summary>
internal static class AuthorizeEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(AuthorizePages.Path).Requires(AccessRule.Anyone).WithTags("auth").WithOAuthReplies().AddEndpointFilter<RouteGroupBuilder, LoginReplies>();
        group.MapGet("", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.BeginAsync(context, token)).WithName("auth_initiate_authorization_flow")
            .Describe("Begins the authorization code flow with PKCE: leads to the identity provider, or asks the one who is logged in.", route => route
                .Query("response_type", null, "code", true).Query("code_challenge", "S256 of the verifier.", "…", true).Query("code_challenge_method", null, "S256", true)
                .Query("client_id", null, "myDIRACClientID", true).Query("redirect_uri", null, "http://127.0.0.1:8765/", true).Query("scope", null, "vo:local group:local_user", true).Query("state", null, "…", true)
                .Gives(200, "A page that asks.", "text/html").Gives(307, "To the provider.").By(ExampleCaller.Nobody).CannotBeTried("It is for browsers."));
        group.MapPost("/confirm", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.ConfirmAsync(context, token))
            .WithBodyLimit(LoginFields.BodyLimit).WithName("auth_confirm_authorization_flow")
            .Describe("Takes the answer of the page that asks.", route => route
                .TakesForm("application/x-www-form-urlencoded", new Dictionary<string, string> { ["token"] = "text" })
                .Gives(307, "To the program.").By(ExampleCaller.Nobody).CannotBeTried("It is for browsers."));
        group.MapGet("/complete", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.CompleteAsync(context, token)).WithName("auth_complete_authorization_flow")
            .Describe("Where the identity provider leads back to.", route => route
                .Query("code").Query("state")
                .Gives(307, "To the program.").By(ExampleCaller.Nobody).CannotBeTried("It is for identity providers."));
    }
}
