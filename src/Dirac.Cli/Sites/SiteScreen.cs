using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Resources.Looks;
using Spectre.Console;

namespace Dirac.Cli.Sites;

/// <summary>How statuses and downtimes look.</summary>
internal static class SiteScreen
{
    /// <summary>Writes what counts for an element now.</summary>
    public static async Task WriteElementAsync(Session session, string kind, string name, CancellationToken cancellationToken)
    {
        var now = (await session.Statuses.ListAsync(kind, cancellationToken)).Where(element => element.Name == name).ToList();
        if (session.Screen.Json) session.Screen.WriteJson(now, ModelJsonContext.Default.IReadOnlyListElementStatus);
        else foreach (var element in now) session.Screen.WriteLine($"{element.Name} is {Words(element)}.");
    }

    /// <summary>A status with its reason, on one line.</summary>
    public static string Words(ElementStatus element) => element.Reason.Length == 0 ? element.Status : $"{element.Status}: {element.Reason}";

    /// <summary>Since when a status is, for a table.</summary>
    public static string Since(ElementStatus element) => element.Since is { } since ? Times.Show(since) : "";

    /// <summary>Who said so, and until when it stands, for a table.</summary>
    public static string By(ElementStatus element) => (element.SetBy, element.Until) switch
    {
        (null, _) => element.Source,
        ({ } who, { } until) => $"{who}, held until {Times.Show(until)}",
        ({ } who, null) => who,
    };

    /// <summary>The colour of a status.</summary>
    public static Style Style(string status) => new(status switch
    {
        "Active" => Color.Green,
        "Degraded" or "Draining" or "Probing" => Color.Yellow,
        _ => Color.Red,
    });

    /// <summary>Downtimes as a table.</summary>
    public static Table Downtimes(IEnumerable<DowntimeInfo> downtimes)
    {
        var table = Screen.NewTable("Downtime", "Of", "State", "Takes no jobs from", "Begins", "Ends", "For", "Planner", "Reason");
        foreach (var downtime in downtimes)
        {
            table.AddRow(
                new Text($"{downtime.Id}"),
                new Text(downtime.Name),
                new Text(downtime.State),
                new Text(Times.Show(downtime.DrainsFrom)),
                new Text(Times.Show(downtime.From)),
                new Text(Times.Show(downtime.Until)),
                new Text(downtime.Vo),
                new Text(downtime.Planner),
                new Text(downtime.Reason));
        }

        return table;
    }

    /// <summary>Shows what was found on a host.</summary>
    public static void Show(Screen screen, HostFacts facts)
    {
        screen.WriteFacts(
            ("Host", facts.HostName),
            ("System", $"{facts.System} ({facts.Machine})"),
            ("Processors", $"{facts.Processors}"),
            ("Memory", $"{facts.RamMegabytes} MB"),
            ("Free space", facts.FreeMegabytes is { } free ? $"{free} MB" : "none that can be written to"));
        if (facts.Partitions.Count == 0) return;
        var table = Screen.NewTable("Partition", "State", "Longest run", "Nodes", "Processors", "Memory (MB)");
        foreach (var one in facts.Partitions)
        {
            table.AddRow(one.Name + (one.IsDefault ? " (default)" : ""), one.IsUp ? "up" : "down", one.TimeLimit?.ToString() ?? "no limit", $"{one.Nodes}", $"{one.Processors}", $"{one.RamMegabytes}");
        }

        screen.Console.Write(table);
    }
}
