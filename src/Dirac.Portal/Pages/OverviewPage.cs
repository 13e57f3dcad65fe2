using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Portal.Html;

namespace Dirac.Portal.Pages;

/// <summary>The front page: jobs by state, the latest jobs, pilots.</summary>
internal static class OverviewPage
{
    private const int LatestJobs = 20;
    private const int LatestPilots = 10;

    /// <summary>Makes the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PageResult> RenderAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var counts = await request.Jobs.SummaryAsync(new SummaryRequest(["Status"]), cancellationToken);
        var jobs = await request.Jobs.SearchAsync(JobTable.Search(), 1, LatestJobs, cancellationToken);
        var pilots = await request.Pilots.SearchAsync(new SearchRequest(Sort: [new SortKey("PilotID", "desc")]), 1, LatestPilots, cancellationToken);
        return Layout.Page("Overview", html =>
        {
            html.Write($"<h2>Jobs by state</h2>");
            WriteCounts(html, counts);
            html.Write($"<h2>Latest jobs</h2>");
            JobTable.WriteTo(html, jobs.Rows);
            html.Write($"<h2>Pilots</h2>");
            WritePilots(html, pilots.Rows);
        });
    }

    private static void WriteCounts(HtmlWriter html, IReadOnlyList<JsonElement> counts)
    {
        if (counts.Count == 0) html.Write($"""<p class="none">None yet.</p>""");
        html.Write($"""<ul class="counts">""");
        foreach (var count in counts.OrderBy(count => count.Text("Status"), StringComparer.Ordinal))
            html.Write($"""<li><a href="/jobs?status={Uri.EscapeDataString(count.Text("Status"))}"><strong class="{count.Text("Status")}">{count.Text("count")}</strong>{count.Text("Status")}</a></li>""");
        html.Write($"</ul>");
    }

    private static void WritePilots(HtmlWriter html, IReadOnlyList<JsonElement> pilots)
    {
        if (pilots.Count == 0)
        {
            html.Write($"""<p class="none">No pilots: nothing would run a job now. <code>dirac up</code> starts one on this machine.</p>""");
            return;
        }

        html.Write($"""
            <div class="scroll"><table>
            <thead><tr><th>Pilot</th><th>Status</th><th>Site</th><th>CE</th><th>Reason</th><th>Started</th><th>Last heard of</th></tr></thead>
            <tbody>
            """);
        foreach (var pilot in pilots)
        {
            html.Write($"""
                <tr><td class="number" data-label="Pilot">{pilot.Text("PilotStamp")}</td><td data-label="Status"><span class="status {pilot.Text("Status")}">{pilot.Text("Status")}</span></td>
                <td data-label="Site">{pilot.Text("GridSite")}</td><td data-label="CE">{pilot.Text("DestinationSite")}</td><td data-label="Reason">{pilot.Text("StatusReason")}</td>
                <td class="time" data-label="Started">{pilot.Text("SubmissionTime")}</td><td class="time" data-label="Heard of">{pilot.Text("LastUpdateTime")}</td></tr>
                """);
        }

        html.Write($"</tbody></table></div>");
    }
}
