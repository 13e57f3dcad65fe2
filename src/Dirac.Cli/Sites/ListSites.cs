using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site list</c>: all sites with their statuses, and the VO's jobs there.</summary>
internal static class ListSites
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var unusable = new Option<bool>("--unusable") { Description = "Only those that take no jobs now." };
        var ces = new Option<bool>("--ces") { Description = "Computing elements instead of sites." };
        return new Command("list", "List the sites: status, why, since when, and the jobs of your VO there.") { unusable, ces }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var kind = parsed.GetValue(ces) ? SiteOptions.ComputeKind : SiteOptions.SiteKind;
            var elements = (await session.Statuses.ListAsync(kind, cancellationToken)).Where(element => !element.Usable || !parsed.GetValue(unusable)).ToList();
            if (session.Screen.Json) session.Screen.WriteJson(elements, ModelJsonContext.Default.IReadOnlyListElementStatus);
            else if (elements.Count == 0) session.Screen.Note(parsed.GetValue(unusable) ? "All are in service." : "There are none: describe them in the configuration, /Resources/Sites.");
            else if (kind == SiteOptions.SiteKind) session.Screen.Console.Write(Sites(elements, await session.Jobs.SitesAsync(null, cancellationToken)));
            else session.Screen.Console.Write(ComputingElements(elements));
            return ExitCodes.Ok;
        });
    }

    private static Table Sites(IEnumerable<ElementStatus> elements, IReadOnlyList<SiteJobs> jobs)
    {
        var bySite = jobs.ToDictionary(site => site.Site, site => site.Statuses);
        var table = Screen.NewTable("Site", "Status", "Since", "Set by", "Waiting", "Running", "Reason");
        foreach (var element in elements)
        {
            var counts = bySite.GetValueOrDefault(element.Name);
            table.AddRow(
                new Text(element.Name),
                new Text(element.Status, SiteScreen.Style(element.Status)),
                new Text(SiteScreen.Since(element)),
                new Text(SiteScreen.By(element)),
                new Text($"{counts?.GetValueOrDefault("Waiting") ?? 0}"),
                new Text($"{counts?.GetValueOrDefault("Running") ?? 0}"),
                new Text(element.Reason));
        }

        return table;
    }

    private static Table ComputingElements(IEnumerable<ElementStatus> elements)
    {
        var table = Screen.NewTable("CE", "Site", "Status", "Since", "Set by", "Reason");
        foreach (var element in elements)
        {
            table.AddRow(
                new Text(element.Name),
                new Text(element.Site ?? ""),
                new Text(element.Status, SiteScreen.Style(element.Status)),
                new Text(SiteScreen.Since(element)),
                new Text(SiteScreen.By(element)),
                new Text(element.Reason));
        }

        return table;
    }
}
