using System.Net;

namespace Dirac.Portal.Html;

/// <summary>The frame around every page.</summary>
internal static class Layout
{
    /// <summary>Makes a page.</summary>
    /// <param name="title">Title and heading.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="status">HTTP status.</param>
    public static PageResult Page(string title, Action<HtmlWriter> write, HttpStatusCode status = HttpStatusCode.OK)
    {
        var html = new HtmlWriter();
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} - DIRAC</title>
            <link rel="stylesheet" href="/portal.css">
            </head>
            <body>
            <header><a class="brand" href="/">DIRAC</a><nav><a href="/">Overview</a><a href="/jobs">Jobs</a></nav></header>
            <main>
            <h1>{title}</h1>
            """);
        write(html);
        html.Write($"""
            </main>
            <footer>All times are UTC. Reload the page to see the present state.</footer>
            </body>
            </html>
            """);
        return new PageResult(status, html.ToString());
    }
}
