using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Model.Text;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot log</c>: a pilot's log, as it grows if wanted.</summary>
internal static class ShowPilotLog
{
    private const int LooksPerStatus = 5;
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
            if (following && !page.Final) await FollowAsync(session, parsed.GetValue(stamp)!, lines, cancellationToken);
            return ExitCodes.Ok;
        });
    }

    // A pilot that was killed leaves its log without an end: its status tells then.
    private static async Task FollowAsync(Session session, string stamp, List<PilotLogLine> lines, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            await Task.Delay(Pause, session.Host.Clock, cancellationToken);
            // Asked before the lines are read, so that none which came earlier is missed.
            var ended = look % LooksPerStatus == 0 ? await EndAsync(session, stamp, cancellationToken) : null;
            if ((await ReadAsync(session, stamp, lines, cancellationToken)).Final) return;
            if (ended is null) continue;
            session.Screen.Note($"The pilot is {ended}, and its log has no end; 'dirac pilot show {stamp}' says more.");
            return;
        }
    }

    private static async Task<string?> EndAsync(Session session, string stamp, CancellationToken cancellationToken)
    {
        var status = new SearchRow((await session.PilotRecords.DescribeAsync(stamp, cancellationToken)).Pilot).Text("Status");
        return PilotStatuses.TryParse(status, out var known) && PilotStatuses.IsFinal(known) ? status : null;
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
