using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot show</c>: one pilot's state, the reason for it, its jobs and the end of its log.</summary>
internal static class ShowPilot
{
    private const int LogLines = 10;
    private const int Jobs = 10;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var stamp = PilotSelection.One();
        return new Command("show", "Show one pilot: its state and why, its latest jobs, the end of its log.") { stamp }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(stamp)!;
            var details = await session.PilotRecords.DescribeAsync(name, cancellationToken);
            if (session.Screen.Json)
            {
                session.Screen.WriteJson(details, ModelJsonContext.Default.PilotDetails);
                return ExitCodes.Ok;
            }

            Print(session.Screen, details);
            var log = details.LogLines == 0 ? null : await session.PilotRecords.LogAsync(name, tail: LogLines, cancellationToken: cancellationToken);
            foreach (var line in log?.Lines ?? []) session.Screen.WriteLine($"  {line.Text}");
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, PilotDetails details)
    {
        var row = new SearchRow(details.Pilot);
        screen.WriteFacts(
            ("Pilot", row.Text("PilotStamp")),
            ("Reference", row.Text("PilotJobReference")),
            ("Status", row.Text("Status")),
            ("Reason", PilotReason.Of(row.Text("StatusReason"))),
            ("Order", details.StopOrder is null ? null : $"{details.StopOrder}: {details.StopReason}"),
            ("Site", row.Text("GridSite")),
            ("CE", $"{row.Text("DestinationSite")}, queue {row.Text("Queue")}"),
            ("Node", details.HostName),
            ("CPU power", row.Text("BenchMark") is "0" ? null : $"{row.Text("BenchMark")} HS06"),
            ("Submitted", $"{row.Text("SubmissionTime")} UTC"),
            ("Updated", $"{row.Text("LastUpdateTime")} UTC"),
            ("Last seen", details.LastSeen is { } seen ? $"{Times.Show(seen)} UTC" : null),
            ("Log", details.LogLines == 0 ? null : Numbers.Of(details.LogLines, "line")));
        if (details.Jobs.Count > 0) screen.Console.Write(PilotJobTable.Of(details.Jobs.Take(Jobs)));
        if (details.Jobs.Count > Jobs) screen.Note($"The latest {Jobs} jobs; 'dirac pilot jobs {row.Text("PilotStamp")}' lists more.");
    }
}
