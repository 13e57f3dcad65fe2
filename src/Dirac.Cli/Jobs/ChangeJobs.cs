using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job kill|delete|reschedule</c>: one change to many jobs, with an outcome for each.</summary>
internal static class ChangeJobs
{
    private const int JobsPerCall = 500;
    private const int MostLines = 50;

    /// <summary>One of the changes.</summary>
    /// <param name="Name">The command's name.</param>
    /// <param name="Past">What jobs are afterwards.</param>
    /// <param name="Description">For the help.</param>
    /// <param name="ApplyAsync">The call.</param>
    private sealed record Change(string Name, string Past, string Description, Func<JobClient, IReadOnlyList<long>, CancellationToken, Task<BulkResult>> ApplyAsync);

    private static readonly Change[] Changes =
    [
        new("kill", "killed", "Kill jobs that have not ended.", (jobs, ids, cancel) => jobs.KillAsync(ids, cancel)),
        new("delete", "deleted", "Delete jobs; running ones are killed first.", (jobs, ids, cancel) => jobs.DeleteAsync(ids, cancel)),
        new("reschedule", "rescheduled", "Put jobs back to the start, to run again.", (jobs, ids, cancel) => jobs.RescheduleAsync(ids, cancel)),
    ];

    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host) => Changes.Select(change => Create(host, change));

    private static Command Create(CliHost host, Change change)
    {
        var selection = new JobSelection();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command(change.Name, $"{change.Description} Shows how many and asks first.") { yes };
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            if (ids.Count == 0)
            {
                session.Screen.Note("No jobs fit; nothing is changed.");
                return ExitCodes.Ok;
            }

            var question = $"{Capital(change.Name)} {(ids.Count == 1 ? "1 job" : $"{ids.Count} jobs")} ({JobIdRanges.Format(ids)})?";
            if (!parsed.GetValue(yes) && !session.Screen.Confirm(question))
            {
                session.Screen.Note("Nothing is changed.");
                return ExitCodes.Failed;
            }

            var result = await ApplyAsync(session, change, ids, cancellationToken);
            Print(session.Screen, change, result);
            return result.Failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static async Task<BulkResult> ApplyAsync(Session session, Change change, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var success = new SortedDictionary<long, StatusChange>();
        var failed = new SortedDictionary<long, FailedItem>();
        await session.Screen.WithProgressAsync(Capital(change.Name), ids.Count, async advance =>
        {
            foreach (var chunk in ids.Chunk(JobsPerCall))
            {
                var result = await change.ApplyAsync(session.Jobs, chunk, cancellationToken);
                foreach (var (id, status) in result.Success) success[id] = status;
                foreach (var (id, reason) in result.Failed) failed[id] = reason;
                advance(chunk.Length);
            }
        });
        return new BulkResult(success, failed);
    }

    private static void Print(Screen screen, Change change, BulkResult result)
    {
        if (screen.Json)
        {
            screen.WriteJson(result, ModelJsonContext.Default.BulkResult);
            return;
        }

        foreach (var (id, status) in result.Success.Take(MostLines)) screen.WriteLine($"{id}  {status.Status ?? change.Past}{(status.MinorStatus is { } minor ? $"; {minor}" : "")}");
        if (result.Success.Count > MostLines) screen.WriteLine($"… and {result.Success.Count - MostLines} more.");
        foreach (var (id, reason) in result.Failed.Take(MostLines)) screen.WriteLine($"{id}  not {change.Past}: {reason.Detail}");
        if (result.Failed.Count > MostLines) screen.WriteLine($"… and {result.Failed.Count - MostLines} more were not {change.Past}.");
        screen.Note($"{result.Success.Count} {change.Past}, {result.Failed.Count} not.");
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
