using System.Buffers.Text;
using Dirac.Framework.Login.Flows;
using Dirac.Security.Local;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login.Browser;

/// <summary>Knows a browser again during a login, by a random cookie: whoever sends somebody else a link into the middle of a login gets nowhere.</summary>
/// <remarks>Other sites cannot have it sent with a form (SameSite=Lax); it comes along when a provider sends the browser back.</remarks>
internal static class BrowserMark
{
    private const string PlainName = "dirac-login";
    private const int Length = 43;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The hash of the browser's mark; a browser without one gets one with the reply.</summary>
    public static string Establish(HttpContext context)
    {
        var mark = Read(context) ?? RandomText.Create();
        context.Response.Cookies.Append(NameFor(context), mark, new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = Lifetime,
            Path = "/",
        });
        return CodeHash.Of(mark);
    }

    /// <summary>Whether <paramref name="ticket"/> was given to this browser.</summary>
    public static bool Has(HttpContext context, FlowTicket ticket) => Read(context) is { } mark && CodeHash.Of(mark) == ticket.Browser;

    private static string? Read(HttpContext context) =>
        context.Request.Cookies[NameFor(context)] is { Length: Length } mark && Base64Url.IsValid(mark) ? mark : null;

    // A cookie of this name can be set by the host itself alone, not by its neighbours.
    private static string NameFor(HttpContext context) => context.Request.IsHttps ? "__Host-" + PlainName : PlainName;
}
