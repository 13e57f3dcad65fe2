using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

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
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var descriptions = new List<JobDescriptionFile>();
            foreach (var file in parsed.GetValue(files)!) descriptions.Add(await JobDescriptionFile.ReadAsync(host, file, cancellationToken));
            if (options.Read(host, parsed) is { } described) descriptions.Add(described);
            if (descriptions.Count == 0) throw new UsageException("There is nothing to submit.", "Give a job description (JDL), - for standard input, or --executable PROGRAM.");

            Print(session.Screen, await new JobSubmission(session.Jobs, session.Sandboxes).SubmitAsync(descriptions, cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, IReadOnlyList<SubmittedJob> jobs)
    {
        if (screen.Json)
        {
            screen.WriteJson(jobs, ModelJsonContext.Default.IReadOnlyListSubmittedJob);
            return;
        }

        IReadOnlyList<long> ids = [.. jobs.Select(job => job.JobID).Order()];
        screen.WriteLine(ids.Count == 1 ? $"Job {ids[0]}" : $"{ids.Count} jobs: {JobIdRanges.Format(ids)}");
        screen.Note($"'{screen.Program} job show {ids[0]}' tells how it goes, '{screen.Program} job wait {JobIdRanges.Format(ids).Replace(" ", "", StringComparison.Ordinal)}' waits for the end.");
    }
}
