using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Access;

/// <summary>Finds the token in a request.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of the Authorization header, else of the browser's session where the route takes one; null when there is none.</summary>
    /// <exception cref="DiracException">BadRequest when the header is not <c>Bearer …</c>.</exception>
    public static string? Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return SessionToken(context);
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || value.AsSpan(Scheme.Length).Trim().IsEmpty)
            throw new DiracException(ErrorCode.BadRequest, "The Authorization header is not understood.", "Send it once, as: Authorization: Bearer TOKEN.");
        return value[Scheme.Length..].Trim();
    }

    // Other sites can make a browser send a form, so a cookie never changes anything.
    private static string? SessionToken(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.GetEndpoint()?.Metadata.GetMetadata<BrowserSessionAllowed>() is not null
            ? context.Request.Cookies[BrowserSession.CookieName]
            : null;
}
