using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot log</c>: a pilot's log, as it grows if wanted.</summary>
internal static class ShowPilotLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var stamp = PilotSelection.One();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what comes, until the pilot ends or Ctrl-C." };
        return new Command("log", "Show a pilot's log.") { stamp, follow }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var following = parsed.GetValue(follow);
            if (following && session.Screen.Json) throw new UsageException("--follow and --json are both given.", "Leave one out: a document has to end.");
            var lines = new List<PilotLogLine>();
            var page = await ReadAsync(session, parsed.GetValue(stamp)!, lines, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(page with { Lines = lines }, ModelJsonContext.Default.PilotLogPage);
            else if (lines.Count == 0 && !following) session.Screen.Note("There is no log: it comes within seconds of a pilot's start, from our own pilots.");
            while (following && !page.Final)
            {
                await Task.Delay(Pause, session.Host.Clock, cancellationToken);
                page = await ReadAsync(session, parsed.GetValue(stamp)!, lines, cancellationToken);
            }

            return ExitCodes.Ok;
        });
    }

    // Prints what is new, and says where lines were lost; with JSON it only collects.
    private static async Task<PilotLogPage> ReadAsync(Session session, string stamp, List<PilotLogLine> lines, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = lines.Count == 0 ? 0 : lines[^1].Number;
            var page = await session.PilotRecords.LogAsync(stamp, last, cancellationToken: cancellationToken);
            foreach (var line in page.Lines)
            {
                if (!session.Screen.Json && line.Number > last + 1) session.Screen.Note($"… {Numbers.Of(line.Number - last - 1, "line")} {(line.Number - last == 2 ? "is" : "are")} missing …");
                if (!session.Screen.Json) session.Screen.WriteLine(line.Text);
                last = line.Number;
            }

            lines.AddRange(page.Lines);
            if (!session.Screen.Json && lines.Count > 1) lines.RemoveRange(0, lines.Count - 1);
            if (page.Lines.Count == 0 || last >= page.Last) return page;
        }
    }
}
