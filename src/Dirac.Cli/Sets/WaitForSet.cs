using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sets;

/// <summary><c>dirac set wait</c>: waits until a set has ended, or its first job has failed.</summary>
internal static class WaitForSet
{
    private const int Seconds = 30;
    private const string AllEnded = "all-ended";
    private const string FirstFailed = "first-failed";

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = SetCommands.Id();
        var until = new Option<string>("--until") { HelpName = "WHEN", Description = "all-ended or first-failed.", DefaultValueFactory = _ => AllEnded };
        until.AcceptOnlyFromAmong(AllEnded, FirstFailed);
        var chain = new Option<bool>("--chain") { Description = "Wait for the sets that follow, too." };
        var timeout = new Option<string?>("--timeout") { HelpName = "TIME", Description = "Give up after this long (90s, 10m, 2h); the exit code is then 5." };
        var command = new Command("wait", "Wait until all jobs of a set have ended. The exit code is 0 when all are Done.") { id, until, chain, timeout };
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var limit = parsed.GetValue(timeout) is { } text ? Moment.ParseAge(text) : Timeout.InfiniteTimeSpan;
            using var giveUp = new CancellationTokenSource(limit, session.Host.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
            try
            {
                return Report(session.Screen, await WaitAsync(session, parsed.GetValue(id), parsed.GetValue(until)!, parsed.GetValue(chain), either.Token));
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                new ErrorReport(ExitCodes.TimedOut, $"Set {parsed.GetValue(id)} has not come so far within {parsed.GetValue(timeout)}.", "It goes on; 'dirac set show' tells how far it is.").WriteTo(host.Error);
                return ExitCodes.TimedOut;
            }
        });
    }

    private static async Task<IReadOnlyList<JobSetInfo>> WaitAsync(Session session, long first, string until, bool chain, CancellationToken cancellationToken)
    {
        var ended = new List<JobSetInfo>();
        var open = new Queue<long>([first]);
        while (open.TryDequeue(out var id))
        {
            var set = await session.Sets.GetAsync(id, cancellationToken);
            while (!IsOver(set, until)) set = await session.Sets.WaitAsync(id, Seconds, until, cancellationToken);
            if (chain && (until == AllEnded || !set.HasFailed)) set = await FollowAsync(session, set, open, cancellationToken);
            ended.Add(set);
        }

        return ended;
    }

    // What is being done at the end of a set is done within seconds; then its successors are known.
    private static async Task<JobSetInfo> FollowAsync(Session session, JobSetInfo set, Queue<long> open, CancellationToken cancellationToken)
    {
        while (set.On?.Any(rule => rule.State == "Fired") == true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), session.Host.Clock, cancellationToken);
            set = await session.Sets.GetAsync(set.Id, cancellationToken);
        }

        foreach (var next in (set.On ?? []).Select(rule => rule.Next).OfType<long>()) open.Enqueue(next);
        return set;
    }

    private static bool IsOver(JobSetInfo set, string until) => set.Ended is not null || set.State == "Cancelled" || (until == FirstFailed && set.HasFailed);

    private static int Report(Screen screen, IReadOnlyList<JobSetInfo> sets)
    {
        if (screen.Json) screen.WriteJson(sets, ModelJsonContext.Default.IReadOnlyListJobSetInfo);
        else foreach (var set in sets) screen.WriteLine($"Set {set.Id} ({set.Name}): {SetScreen.Describe(set.Counts, "job")}");
        return sets.All(set => set.Ended is not null && set.Counts.Done == set.Counts.Jobs && (set.On ?? []).All(rule => rule.State != "Failed")) ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
