using Dirac.Hosting.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Tokens;

/// <summary>What the routes of a login have in common: refusals in OAuth's shape, and nothing that is kept on the way.</summary>
internal static class OAuthReplies
{
    /// <summary>Turns an <see cref="OAuthException"/> of these routes into its reply, and forbids every cache to keep what they answer.</summary>
    public static TBuilder WithOAuthReplies<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AddEndpointFilter(async (context, next) =>
    {
        var headers = context.HttpContext.Response.Headers;
        (headers.CacheControl, headers.Pragma) = ("no-store", "no-cache");
        try
        {
            return await next(context);
        }
        catch (OAuthException refusal)
        {
            if (refusal.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = "Bearer";
            return ApiResults.Json(new OAuthErrorReply(refusal.Error, refusal.Message, refusal.Message), FrameworkJsonContext.Default.OAuthErrorReply, refusal.Status);
        }
    });
}
