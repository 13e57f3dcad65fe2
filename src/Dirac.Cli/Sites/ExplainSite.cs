using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site why</c>: why jobs do or do not run at a site.</summary>
internal static class ExplainSite
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var site = SiteOptions.Site();
        return new Command("why", "Say why jobs of your VO do or do not run at a site: its status, its pilots, and what it says to the jobs that wait.") { site }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var report = await session.Explain.SiteAsync(parsed.GetRequiredValue(site), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(report, ModelJsonContext.Default.SiteReport);
            else await PrintAsync(session, report, cancellationToken);
            return ExitCodes.Ok;
        });
    }

    private static async Task PrintAsync(Session session, SiteReport report, CancellationToken cancellationToken)
    {
        var there = new SearchCondition("GridSite", "eq", JsonSerializer.SerializeToElement(report.Site, ModelJsonContext.Default.String));
        var pilots = await session.Pilots.SummariseAsync(new SummaryRequest(["Status"], [there]), cancellationToken);
        var counts = pilots.Select(row => new SearchRow(row)).Select(row => $"{row.Text("count")} {row.Text("Status")}");
        session.Screen.WriteFacts(("Site", report.Site), ("Why", report.Summary), ("Pilots", pilots.Count > 0 ? string.Join(", ", counts) : "none known"));
        if (report.Waiting.Count > 0) session.Screen.Console.Write(Waiting(report.Waiting));
        if (report.Offers.Count > 0) session.Screen.Console.Write(Offers(report.Offers));
    }

    private static Table Waiting(IEnumerable<SiteAnswerToJobs> answers)
    {
        var table = Screen.NewTable("Jobs that wait", "Queues", "What the site says to them");
        foreach (var answer in answers) table.AddRow(new Text($"{answer.Jobs}"), new Text($"{answer.Queues}"), new Text(answer.Sentence));
        return table;
    }

    private static Table Offers(IEnumerable<SiteOffer> offers)
    {
        var table = Screen.NewTable("CE", "Queue", "Last pilot", "In service");
        foreach (var offer in offers)
        {
            table.AddRow(
                new Text(offer.GridCE ?? "any"), new Text(offer.Queue ?? ""), new Text(offer.LastPilot is { } seen ? Times.Show(seen) : ""), new Text(offer.OutOfService is { } why ? $"no: {why}" : "yes"));
        }

        return table;
    }
}
