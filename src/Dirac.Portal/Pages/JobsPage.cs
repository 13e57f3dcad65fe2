using System.Globalization;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Portal.Html;

namespace Dirac.Portal.Pages;

/// <summary>All jobs the visitor may see, or those in one state, a page at a time.</summary>
internal static class JobsPage
{
    private const int PerPage = 50;

    /// <summary>Makes the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PageResult> RenderAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var status = JobStatuses.TryParse(request.Query("status"), out var known) ? known.ToString() : "";
        var page = int.TryParse(request.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 ? number : 1;
        SearchCondition[] conditions = status.Length == 0 ? [] : [new("Status", "eq", JsonSerializer.SerializeToElement(status, ModelJsonContext.Default.String))];
        var found = await request.Jobs.SearchAsync(JobTable.Search(conditions), page, PerPage, cancellationToken);
        return Layout.Page(status.Length == 0 ? "Jobs" : $"{status} jobs", html =>
        {
            html.Write($"""<p class="none">{found.Total} in all, the newest first.</p>""");
            JobTable.WriteTo(html, found.Rows);
            html.Write($"<p>");
            if (page > 1) html.Write($"""<a href="/jobs?status={status}&amp;page={page - 1}">Newer</a> """);
            if ((long)page * PerPage < found.Total) html.Write($"""<a href="/jobs?status={status}&amp;page={page + 1}">Older</a>""");
            html.Write($"</p>");
        });
    }
}
