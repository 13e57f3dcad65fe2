using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Queues;

/// <summary><c>dirac queue show</c>: one task queue's share, its rate, and how long until its turn.</summary>
internal static class ShowQueue
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = new Argument<long?>("ID") { Description = "The queue's number.", Arity = ArgumentArity.ZeroOrOne };
        var job = new Option<long?>("--job") { HelpName = "ID", Description = "The queue this job is in, with the job's place." };
        return new Command("show", "Show one task queue: share, jobs ahead, estimated turn, sites.") { id, job }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var details = (parsed.GetValue(id), parsed.GetValue(job)) switch
            {
                ({ } queue, null) => await session.Explain.QueueAsync(queue, cancellationToken),
                (null, { } wanted) => await session.Explain.QueueOfJobAsync(wanted, cancellationToken),
                _ => throw new UsageException("Name one queue, or one job with --job.", "'dirac queue list' lists queues."),
            };
            if (session.Screen.Json) session.Screen.WriteJson(details, ModelJsonContext.Default.TaskQueueDetails);
            else Print(session.Screen, details);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, TaskQueueDetails details)
    {
        var queue = details.Queue;
        screen.WriteFacts(
            ("Queue", $"{queue.TQId}"),
            ("Jobs", $"{queue.Jobs}"),
            ("Owner", $"{queue.Owner}, group {queue.OwnerGroup}, VO {queue.VO}"),
            ("CPU time", $"{queue.CPUTime} s"),
            ("Needs", ListQueues.Needs(queue)),
            ("Share now", string.Create(CultureInfo.InvariantCulture, $"{details.Share * 100:0.##} % of the VO's matches (priority {queue.Priority:0.####})")),
            ("Matched lately", $"{Jobs(details.MatchesPerHour)} an hour at its sites"),
            ("Impossible", details.Impossible),
            ("Job", details.Turn is { } turn ? $"{turn.Ahead} ahead{In(turn.EstimatedSeconds, ", its turn in about ")}" : null),
            ("Empty", In(details.EstimatedSeconds, "in about ")),
            ("Sites", details.EligibleSites.Count == 0 ? "none known" : $"{details.EligibleSites.Count}: {string.Join(", ", details.EligibleSites)}"));
    }

    private static string Jobs(double count) => count.ToString("0.#", CultureInfo.InvariantCulture) is var number && number == "1" ? "1 job" : $"{number} jobs";

    private static string? In(double? seconds, string start) => seconds is { } known ? $"{start}{Lasting.Show(known)} at the present rate" : null;
}
