using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login.Pages;

/// <summary>A small page of a login: no script, nothing loaded, not to be framed or kept.</summary>
/// <param name="Title">Title and heading.</param>
/// <param name="Write">Writes what stands below the heading.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record LoginPage(string Title, Action<Markup> Write, int Status = StatusCodes.Status200OK) : IResult
{
    private static readonly string ContentPolicy = $"default-src 'none'; style-src {LoginStyle.Source}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Where the browser goes on its own after a moment; null stays. Forms must not be answered by a redirect to elsewhere: browsers hold that against form-action.</summary>
    public string? GoesTo { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, headers) = (httpContext.Response, httpContext.Response.Headers);
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        // Not no-referrer: with that a browser sends its own forms with the origin null, and such are refused.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Render(), httpContext.RequestAborted);
    }

    /// <summary>The document.</summary>
    public string Render()
    {
        var html = new Markup();
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            """);
        if (GoesTo is not null) html.Write($"""<meta http-equiv="refresh" content="0;url={GoesTo}">""");
        html.Write($"<title>{Title} - DIRAC</title>");
        html.WriteConstant("<style>");
        html.WriteConstant(LoginStyle.Css);
        html.WriteConstant("</style>");
        html.Write($"""

            </head>
            <body>
            <header>DIRAC</header>
            <main>
            <h1>{Title}</h1>
            """);
        Write(html);
        html.Write($"""
            </main>
            </body>
            </html>
            """);
        return html.ToString();
    }
}
