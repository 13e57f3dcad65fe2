using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task history</c>: the tasks of a kind that were done.</summary>
internal static class ListHistory
{
    private const int Usual = 20;
    private const int Most = 1_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (name, limit, group) = (TaskOptions.Name(), TaskOptions.Limit(Usual, Most), TaskOptions.As());
        var since = new Option<string?>("--since") { HelpName = "TIME", Description = "Only those done since a moment (2026-11-22, 2026-11-22T10:30, UTC) or an age (90m, 12h, 3d)." };
        return new Command("history", "List tasks of a kind that were done, the latest first, for as long as they are remembered.") { name, since, limit, group }
            .Does(host, async (session, parsed, cancellationToken) =>
            {
                var from = parsed.GetValue(since) is { } text ? Moment.Parse(text, host.Clock.GetUtcNow()) : (DateTimeOffset?)null;
                var most = TaskOptions.ReadLimit(parsed, limit, Most);
                await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
                var done = await session.Tasks.HistoryAsync(parsed.GetRequiredValue(name), from, most, cancellationToken);
                if (session.Screen.Json)
                {
                    session.Screen.WriteJson(done, ModelJsonContext.Default.IReadOnlyListDoneTaskInfo);
                    return ExitCodes.Ok;
                }

                DoneLines.Print(session.Screen, done);
                if (done.Count == 0) session.Screen.Note("None is remembered.");
                if (done.Count == most) session.Screen.Note($"The latest {most}; --limit lists more.");
                return ExitCodes.Ok;
            });
    }
}
