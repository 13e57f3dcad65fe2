using Dirac.Hosting.Access;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Framework.Tokens;

/// <summary>The token endpoint.</summary>
internal static class TokenEndpoints
{
    /// <summary>The one client of this installation, without a secret; the name that DiracX's programs bring along.</summary>
    public const string ClientId = "myDIRACClientID";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/auth/token", GrantAsync).Requires(AccessRule.Anyone).WithBodyLimit(TokenFormReader.BodyLimit)
            .WithOAuthReplies().WithTags("auth").WithName("auth_get_oidc_token");
    }

    private static async Task<IResult> GrantAsync(HttpContext context, IEnumerable<IGrant> grants, CancellationToken cancellationToken)
    {
        var form = await TokenFormReader.ReadAsync(context.Request, cancellationToken);
        var type = form.Need("grant_type");
        if (form.Need("client_id") != ClientId) throw new OAuthException(OAuthError.InvalidClient, $"There is only one client here: {ClientId}.");
        var grant = grants.FirstOrDefault(grant => grant.Type == type)
            ?? throw new OAuthException(OAuthError.UnsupportedGrantType, $"This grant_type is not known here; one of these is: {string.Join(", ", grants.Select(known => known.Type))}.");
        return ApiResults.Json(await grant.GrantAsync(form, cancellationToken), ModelJsonContext.Default.TokenReply);
    }
}
