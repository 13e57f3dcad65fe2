using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site summary</c>: the VO's jobs by site.</summary>
internal static class SummariseSites
{
    // What people look at first; other statuses are added up.
    private static readonly string[] Shown = ["Waiting", "Running", "Stalled", "Done", "Failed"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var owner = new Option<string?>("--owner") { HelpName = "USER", Description = "Only jobs of this user." };
        return new Command("summary", "Count the jobs of your VO by site and status, with the share of ended jobs that did not fail.") { owner }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var sites = await session.Jobs.SitesAsync(parsed.GetValue(owner), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(sites, ModelJsonContext.Default.IReadOnlyListSiteJobs);
            else if (sites.Count > 0) session.Screen.Console.Write(ToTable(sites));
            else session.Screen.Note("There are no jobs.");
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<SiteJobs> sites)
    {
        var table = Screen.NewTable(["Site", "Jobs", .. Shown, "Others", "Efficiency"]);
        foreach (var site in sites)
        {
            var known = Shown.Select(status => site.Statuses.GetValueOrDefault(status)).ToList();
            string[] cells =
            [
                site.Site, $"{site.Jobs}", .. known.Select(number => $"{number}"), $"{site.Jobs - known.Sum()}",
                site.Efficiency is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %") : "",
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return table;
    }
}
