using System.Net;
using Dirac.Portal.Html;

namespace Dirac.Portal.Pages;

/// <summary>Pages for what cannot be shown.</summary>
internal static class ErrorPage
{
    /// <summary>The visitor has no session, or one that has ended.</summary>
    public static PageResult NotLoggedIn() => Layout.Page(
        "Please log in",
        html => html.Write($"<p>This browser has no session here, or it has ended. Run <code>dirac up</code> and open the link it prints: it works once and logs you in.</p>"),
        HttpStatusCode.Unauthorized);

    /// <summary>The REST surface refused or failed.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="advice">What to do next, or null.</param>
    public static PageResult Of(HttpStatusCode status, string message, string? advice) => Layout.Page(
        status == HttpStatusCode.NotFound ? "Not found" : "That did not work",
        html => html.Write($"""<p>{message}</p><p class="none">{advice}</p>"""),
        status);
}
