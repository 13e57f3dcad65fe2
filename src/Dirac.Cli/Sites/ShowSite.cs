using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Spectre.Console;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site show</c>: a site with its computing elements, downtimes and history.</summary>
internal static class ShowSite
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (site, ce) = (SiteOptions.Site(), SiteOptions.CE());
        var lines = new Option<int>("--history") { HelpName = "N", Description = "How many lines of history, 1 to 1,000.", DefaultValueFactory = _ => 10 };
        return new Command("show", "Show a site: status, computing elements, downtimes, and what was said of it before.") { site, ce, lines }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var (kind, name) = await SiteOptions.FindAsync(session, parsed.GetRequiredValue(site), parsed.GetValue(ce), cancellationToken);
            var known = await session.Statuses.ListAsync(kind, cancellationToken);
            var element = known.FirstOrDefault(one => one.Name == name)
                ?? throw new DiracException(ErrorCode.NotFound, $"Nothing is known of a site {name}.", SiteOptions.NearOr(name, known.Select(one => one.Name), "'dirac site list' lists them."));
            var history = await session.Statuses.HistoryAsync(kind, name, parsed.GetValue(lines), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(history, ModelJsonContext.Default.IReadOnlyListStatusHistoryLine);
            else await PrintAsync(session, element, history, cancellationToken);
            return ExitCodes.Ok;
        });
    }

    private static async Task PrintAsync(Session session, ElementStatus element, IReadOnlyList<StatusHistoryLine> history, CancellationToken cancellationToken)
    {
        var isSite = element.Kind == SiteOptions.SiteKind;
        session.Screen.WriteFacts(
            (isSite ? "Site" : "CE", element.Name),
            ("At", element.Site),
            ("Status", element.Status),
            ("Reason", element.Reason),
            ("Since", SiteScreen.Since(element)),
            ("Set by", SiteScreen.By(element)),
            ("For", element.Vo == "all" ? null : $"VO {element.Vo}"));
        var ces = isSite ? (await session.Statuses.ListAsync(SiteOptions.ComputeKind, cancellationToken)).Where(ce => ce.Site == element.Name).ToList() : [];
        foreach (var ce in ces) session.Screen.WriteLine($"CE {ce.Name}: {SiteScreen.Words(ce)}");
        var names = ces.Select(ce => (SiteOptions.ComputeKind, ce.Name)).Append((element.Kind, element.Name)).ToHashSet();
        var downtimes = (await session.Statuses.DowntimesAsync(false, cancellationToken)).Where(downtime => names.Contains((downtime.Kind, downtime.Name))).ToList();
        if (downtimes.Count > 0) session.Screen.Console.Write(SiteScreen.Downtimes(downtimes));
        if (history.Count > 0) session.Screen.Console.Write(ToTable(history));
    }

    private static Table ToTable(IEnumerable<StatusHistoryLine> history)
    {
        var table = Screen.NewTable("Said at", "Status", "For", "By", "Reason");
        foreach (var line in history)
            table.AddRow(new Text(Times.Show(line.Time)), new Text(line.Status, SiteScreen.Style(line.Status)), new Text(line.Vo), new Text(line.SetBy), new Text(line.Reason));
        return table;
    }
}
