using Dirac.Framework.Tokens;
using Dirac.Hosting.Access;
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
        group.MapGet("", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.BeginAsync(context, token)).WithName("auth_initiate_authorization_flow");
        group.MapPost("/confirm", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.ConfirmAsync(context, token))
            .WithBodyLimit(LoginFields.BodyLimit).WithName("auth_confirm_authorization_flow");
        group.MapGet("/complete", (HttpContext context, AuthorizePages pages, CancellationToken token) => pages.CompleteAsync(context, token)).WithName("auth_complete_authorization_flow");
    }
}
