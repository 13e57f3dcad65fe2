using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Portal.Html;

namespace Dirac.Portal.Pages;

/// <summary>A table of jobs, the same on every page.</summary>
internal static class JobTable
{
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Site", "JobName", "Owner", "SubmissionTime", "LastUpdateTime"];

    /// <summary>The search whose rows the table shows, the newest job first.</summary>
    /// <param name="conditions">Which jobs.</param>
    public static SearchRequest Search(params IReadOnlyList<SearchCondition> conditions) => new(Columns, conditions, [new SortKey("JobID", "desc")]);

    /// <summary>Writes the table.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="rows">The jobs.</param>
    public static void WriteTo(HtmlWriter html, IReadOnlyList<JsonElement> rows)
    {
        if (rows.Count == 0)
        {
            html.Write($"""<p class="none">No jobs. <code>dirac job submit</code> submits one.</p>""");
            return;
        }

        html.Write($"""
            <div class="scroll"><table>
            <thead><tr><th>Job</th><th>Name</th><th>Status</th><th>Minor status</th><th>Application</th><th>Site</th><th>Owner</th><th>Submitted</th></tr></thead>
            <tbody>
            """);
        foreach (var row in rows)
        {
            html.Write($"""
                <tr><td class="number" data-label="Job"><a href="/jobs/{row.Text("JobID")}">{row.Text("JobID")}</a></td><td data-label="Name">{row.Text("JobName")}</td>
                <td data-label="Status"><span class="status {row.Text("Status")}">{row.Text("Status")}</span></td><td data-label="Minor status">{row.Text("MinorStatus")}</td>
                <td data-label="Application">{row.Text("ApplicationStatus")}</td><td data-label="Site">{row.Text("Site")}</td><td data-label="Owner">{row.Text("Owner")}</td>
                <td class="time" data-label="Submitted">{row.Text("SubmissionTime")}</td></tr>
                """);
        }

        html.Write($"</tbody></table></div>");
    }
}
