using System.CommandLine;
using Dirac.Cli.Sets;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job submit</c>: descriptions and their input files become jobs.</summary>
internal static class SubmitJobs
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "Job descriptions (JDL); - reads one from standard input.", Arity = ArgumentArity.ZeroOrMore };
        var options = new JobOptions();
        var command = new Command("submit", "Submit jobs with their input files. All descriptions are accepted, or none.") { files };
        options.AddTo(command);
        var set = new SubmitAsSet();
        set.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var descriptions = new List<JobDescriptionFile>();
            foreach (var file in parsed.GetValue(files)!) descriptions.Add(await JobDescriptionFile.ReadAsync(host, file, cancellationToken));
            if (options.Read(host, parsed) is { } described) descriptions.Add(described);
            if (descriptions.Count == 0) throw new UsageException("There is nothing to submit.", "Give a job description (JDL), - for standard input, or --executable PROGRAM.");

            if (set.IsWanted(parsed)) Print(session.Screen, await set.RunAsync(session, parsed, descriptions, cancellationToken));
            else Print(session.Screen, await new JobSubmission(session.Jobs, session.Sandboxes, session.Host.Clock).SubmitAsync(descriptions, cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, JobSetSubmission made)
    {
        if (screen.Json)
        {
            screen.WriteJson(made, ModelJsonContext.Default.JobSetSubmission);
            return;
        }

        screen.WriteLine(Names(made.Jobs));
        SetScreen.Write(screen, made.Set);
        screen.Note($"'{screen.Program} set show {made.Set.Id}' tells how it goes, '{screen.Program} set wait {made.Set.Id}' waits for the end.");
    }

    private static void Print(Screen screen, IReadOnlyList<SubmittedJob> jobs)
    {
        if (screen.Json)
        {
            screen.WriteJson(jobs, ModelJsonContext.Default.IReadOnlyListSubmittedJob);
            return;
        }

        IReadOnlyList<long> ids = [.. jobs.Select(job => job.JobID).Order()];
        screen.WriteLine(Names(jobs));
        screen.Note($"'{screen.Program} job show {ids[0]}' tells how it goes, '{screen.Program} job wait {JobIdRanges.Format(ids).Replace(" ", "", StringComparison.Ordinal)}' waits for the end.");
    }

    private static string Names(IReadOnlyList<SubmittedJob> jobs) =>
        jobs.Count == 1 ? $"Job {jobs[0].JobID}" : $"{Numbers.Of(jobs.Count)} jobs: {JobIdRanges.Format([.. jobs.Select(job => job.JobID).Order()])}";
}
