using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Access;

/// <summary>A browser's session: an access token in a cookie that scripts cannot read and other sites cannot send.</summary>
public static class BrowserSession
{
    /// <summary>Name of the cookie.</summary>
    public const string CookieName = "dirac-session";

    /// <summary>Puts <paramref name="token"/> into the browser of <paramref name="context"/> for as long as it is good.</summary>
    public static void Begin(HttpContext context, IssuedToken token) => context.Response.Cookies.Append(CookieName, token.Value, new CookieOptions
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        MaxAge = token.Lifetime,
        Path = "/",
    });
}
