using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

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
        var firstFailed = new Option<bool>("--first-failed") { Description = "Stop waiting when the first of them has failed; the exit code is then 1." };
        var command = new Command("wait", "Wait until jobs have ended. The exit code is 0 when all are Done.") { timeout, firstFailed };
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var limit = parsed.GetValue(timeout) is { } text ? Moment.ParseAge(text) : Timeout.InfiniteTimeSpan;
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            using var giveUp = new CancellationTokenSource(limit, session.Host.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
            try
            {
                return Report(session.Screen, await WaitAsync(session, ids, parsed.GetValue(firstFailed), either.Token));
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                new ErrorReport(ExitCodes.TimedOut, $"{(ids.Count == 1 ? $"Job {ids[0]} has not" : $"Not all of the {Numbers.Of(ids.Count)} jobs have")} ended within {parsed.GetValue(timeout)}.", "They go on; 'dirac job list' shows them.").WriteTo(host.Error);
                return ExitCodes.TimedOut;
            }
        });
    }

    private static async Task<IReadOnlyList<JobRow>> WaitAsync(Session session, IReadOnlyList<long> ids, bool firstFailed, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobRow> ended = [];
        await session.Screen.WithProgressAsync("Ended", ids.Count, async advance =>
        {
            var watch = new JobWatch(session.Jobs, session.Host.Clock, ids);
            ended = await watch.RunAsync(rows => advance(rows.Count(JobWatch.HasEnded)), firstFailed ? row => row.Status == "Failed" : null, cancellationToken);
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
