using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job wait</c>: waits until jobs have ended.</summary>
internal static class WaitForJobs
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var selection = new JobSelection();
        var timeout = new Option<string?>("--timeout") { HelpName = "TIME", Description = "Give up after this long (90s, 10m, 2h); the exit code is then 5." };
        var command = new Command("wait", "Wait until jobs have ended. The exit code is 0 when all are Done.") { timeout };
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var limit = parsed.GetValue(timeout) is { } text ? Moment.ParseAge(text) : Timeout.InfiniteTimeSpan;
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            using var giveUp = new CancellationTokenSource(limit, session.Host.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
            try
            {
                return Report(session.Screen, await WaitAsync(session, ids, either.Token));
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                new ErrorReport(ExitCodes.TimedOut, $"Not all of the {ids.Count} jobs have ended within {parsed.GetValue(timeout)}.", "They go on; 'dirac job list' shows them.").WriteTo(host.Error);
                return ExitCodes.TimedOut;
            }
        });
    }

    private static async Task<IReadOnlyList<JobRow>> WaitAsync(Session session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobRow> ended = [];
        await session.Screen.WithProgressAsync("Ended", ids.Count, async advance =>
        {
            var watch = new JobWatch(session.Jobs, session.Host.Clock, ids);
            ended = await watch.RunAsync(rows => advance(rows.Count(JobWatch.HasEnded)), cancellationToken);
        });
        return ended;
    }

    private static int Report(Screen screen, IReadOnlyList<JobRow> rows)
    {
        if (screen.Json)
        {
            screen.WriteJson([.. rows.Select(row => row.Element)], ModelJsonContext.Default.IReadOnlyListJsonElement);
        }
        else
        {
            foreach (var group in rows.GroupBy(row => row.Status).OrderBy(group => group.Key, StringComparer.Ordinal))
                screen.WriteLine($"{group.Key}: {group.Count()} ({JobIdRanges.Format([.. group.Select(row => row.Id).Order()])})");
        }

        return rows.All(row => row.Status == "Done") ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
