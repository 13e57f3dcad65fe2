using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job resubmit</c>: new jobs from the descriptions of others.</summary>
internal static class ResubmitJobs
{
    private const int MostJobs = 10_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var selection = new JobSelection();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("resubmit", "Submit the descriptions of jobs again, as new jobs with the same input. Shows how many and asks first.") { yes };
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            if (ids.Count > MostJobs) throw new UsageException($"{Numbers.Of(ids.Count)} jobs are too many to submit again at once.", $"At most {Numbers.Of(MostJobs)}; take them in parts.");
            if (ids.Count == 0)
            {
                session.Screen.Note("No jobs fit; nothing is submitted.");
                return ExitCodes.Ok;
            }

            if (!parsed.GetValue(yes) && !session.Screen.Confirm($"Submit {Numbers.Of(ids.Count, "job")} ({JobIdRanges.Format(ids)}) again?"))
            {
                session.Screen.Note("Nothing is submitted.");
                return ExitCodes.Failed;
            }

            var descriptions = await ReadAsync(session, ids, cancellationToken);
            Print(session.Screen, ids, await session.Jobs.SubmitAsync(descriptions, Guid.NewGuid().ToString(), cancellationToken));
            return ExitCodes.Ok;
        });
    }

    // One that cannot be read ends it before anything is submitted.
    private static async Task<IReadOnlyList<string>> ReadAsync(Session session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var texts = new List<string>(ids.Count);
        await session.Screen.WithProgressAsync("Descriptions", ids.Count, async advance =>
        {
            foreach (var id in ids)
            {
                texts.Add((await session.Jobs.DetailsAsync(id, cancellationToken)).OriginalJdl);
                advance(1);
            }
        });
        return texts;
    }

    private static void Print(Screen screen, IReadOnlyList<long> old, IReadOnlyList<SubmittedJob> jobs)
    {
        if (screen.Json)
        {
            screen.WriteJson(jobs, ModelJsonContext.Default.IReadOnlyListSubmittedJob);
            return;
        }

        foreach (var (before, job) in old.Zip(jobs)) screen.WriteLine($"Job {before} again as {job.JobID}");
    }
}
