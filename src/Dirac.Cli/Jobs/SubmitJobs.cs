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
        return new Command("submit", "Submit jobs. All descriptions are accepted, or none.") { files }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var texts = await Task.WhenAll(parsed.GetValue(files)!.Select(file => ReadAsync(host, file, cancellationToken)));
            var jobs = await session.Jobs.SubmitAsync(texts, cancellationToken);
            Print(session.Screen, jobs);
            return ExitCodes.Ok;
        });
    }

    private static Task<string> ReadAsync(CliHost host, string file, CancellationToken cancellationToken) => file == "-"
        ? host.Input.ReadToEndAsync(cancellationToken)
        : File.ReadAllTextAsync(Path.Combine(host.WorkingDirectory, file), cancellationToken);

    private static void Print(Screen screen, IReadOnlyList<SubmittedJob> jobs)
    {
        if (screen.Json)
        {
            screen.WriteJson(jobs, ModelJsonContext.Default.IReadOnlyListSubmittedJob);
            return;
        }

        var ids = JobIdRanges.Format([.. jobs.Select(job => job.JobID)]);
        screen.WriteLine(jobs.Count == 1 ? $"Job {ids}" : $"{jobs.Count} jobs: {ids}");
        screen.Note($"'dirac job show {jobs[0].JobID}' tells how it goes; 'dirac job wait {ids.Replace(", ", " ", StringComparison.Ordinal)}' waits for the end.");
    }
}
