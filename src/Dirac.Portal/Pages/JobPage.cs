using System.Net;
using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Client.Sandboxes;
using Dirac.Model.Api;
using Dirac.Portal.Html;

namespace Dirac.Portal.Pages;

/// <summary>One job: its state and why, its output, history, attempts, parameters and description.</summary>
internal static class JobPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PageResult> RenderAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var id = request.Number("id");
        var condition = new SearchCondition("JobID", "eq", JsonSerializer.SerializeToElement(id, ModelJsonContext.Default.Int64));
        var found = await request.Jobs.SearchAsync(new SearchRequest(Search: [condition]), cancellationToken: cancellationToken);
        if (found.Rows.Count == 0) return ErrorPage.Of(HttpStatusCode.NotFound, $"There is no job {id}.", "The list of jobs has all you may see.");

        var details = await request.Jobs.DetailsAsync(id, cancellationToken);
        var log = await request.Jobs.LogAsync(id, cancellationToken);
        var outputs = await request.Jobs.SandboxesAsync(id, "output", cancellationToken);
        return Layout.Page($"Job {id}", html =>
        {
            WriteState(html, found.Rows[0], details);
            WriteOutput(html, id, outputs, details);
            WriteLog(html, log);
            WriteAttempts(html, details.Attempts);
            WriteParameters(html, details.Parameters);
            html.Write($"<h2>Description</h2><pre>{details.OriginalJdl}</pre>");
        });
    }

    /// <summary>Sends the visitor to where an output sandbox can be downloaded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PageResult> FindOutputAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var (id, number) = (request.Number("id"), (int)request.Number("number"));
        var outputs = await request.Jobs.SandboxesAsync(id, "output", cancellationToken);
        if (number < 1 || number > outputs.Count) return ErrorPage.Of(HttpStatusCode.NotFound, $"Job {id} has no output number {number}.", null);
        var address = await request.Connection.SendAsync(
            ApiRequest.Get($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(outputs[number - 1])}"), ModelJsonContext.Default.SandboxDownloadReply, cancellationToken);
        return new PageResult(HttpStatusCode.Redirect, "", SandboxAddress.Below(address.Url));
    }

    private static void WriteState(HtmlWriter html, JsonElement row, JobDetails details)
    {
        html.Write($"""
            <p><span class="status {row.Text("Status")}">{row.Text("Status")}</span> {row.Text("MinorStatus")}</p>
            <p class="reason">{details.Reason}</p>
            <dl>
            <dt>Name</dt><dd>{row.Text("JobName")}</dd>
            <dt>Application</dt><dd>{row.Text("ApplicationStatus")}</dd>
            <dt>Owner</dt><dd>{row.Text("Owner")}, {row.Text("OwnerGroup")}</dd>
            <dt>Site</dt><dd>{row.Text("Site")}</dd>
            <dt>Submitted</dt><dd class="time">{row.Text("SubmissionTime")}</dd>
            <dt>Started</dt><dd class="time">{row.Text("StartExecTime")}</dd>
            <dt>Ended</dt><dd class="time">{row.Text("EndExecTime")}</dd>
            </dl>
            """);
    }

    private static void WriteOutput(HtmlWriter html, long id, IReadOnlyList<string> outputs, JobDetails details)
    {
        html.Write($"<h2>Output</h2>");
        for (var number = 1; number <= outputs.Count; number++)
            html.Write($"""<p><a href="/jobs/{id}/output/{number}">Download {outputs[number - 1][(outputs[number - 1].LastIndexOf('/') + 1)..]}</a></p>""");
        if (outputs.Count > 0) html.Write($"""<p class="none"><code>dirac job output {id}</code> downloads and unpacks it.</p>""");
        else html.Write($"""<p class="none">None yet, or the description asks for none.</p>""");
        if (details.Parameters.TryGetValue("StandardOutput", out var peek)) html.Write($"<p>The last lines it was seen to print:</p><pre>{peek}</pre>");
    }

    private static void WriteLog(HtmlWriter html, IReadOnlyList<LoggingRecord> log)
    {
        html.Write($"""
            <h2>History</h2>
            <div class="scroll"><table>
            <thead><tr><th>Time</th><th>Status</th><th>Minor status</th><th>Application</th><th>Source</th></tr></thead>
            <tbody>
            """);
        foreach (var record in log)
        {
            html.Write($"""
                <tr><td class="time" data-label="Time">{Rows.Utc(record.StatusTime)}</td><td data-label="Status"><span class="status {record.Status}">{record.Status}</span></td>
                <td data-label="Minor status">{record.MinorStatus}</td><td data-label="Application">{record.ApplicationStatus}</td><td data-label="Source">{record.Source}</td></tr>
                """);
        }

        html.Write($"</tbody></table></div>");
    }

    private static void WriteAttempts(HtmlWriter html, IReadOnlyList<JobAttempt> attempts)
    {
        if (attempts.Count == 0) return;
        html.Write($"""
            <h2>Attempts</h2>
            <div class="scroll"><table>
            <thead><tr><th>Attempt</th><th>Outcome</th><th>Site</th><th>Pilot</th><th>Started</th><th>Ended</th></tr></thead>
            <tbody>
            """);
        foreach (var attempt in attempts)
        {
            html.Write($"""
                <tr><td class="number" data-label="Attempt">{attempt.Attempt}</td><td data-label="Outcome">{attempt.Outcome}</td><td data-label="Site">{attempt.Site}</td>
                <td data-label="Pilot">{attempt.PilotStamp}</td><td class="time" data-label="Started">{Rows.Utc(attempt.StartTime)}</td>
                <td class="time" data-label="Ended">{(attempt.EndTime is { } end ? Rows.Utc(end) : "")}</td></tr>
                """);
        }

        html.Write($"</tbody></table></div>");
    }

    private static void WriteParameters(HtmlWriter html, IReadOnlyDictionary<string, string> parameters)
    {
        html.Write($"<h2>Parameters</h2><dl>");
        foreach (var (name, value) in parameters.Where(parameter => parameter.Key != "StandardOutput").OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            html.Write($"<dt>{name}</dt><dd>{value}</dd>");
        html.Write($"</dl>");
    }
}
