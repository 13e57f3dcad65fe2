using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job output</c>: brings output sandboxes home.</summary>
internal static class GetJobOutput
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var ids = JobArguments.Many(ArgumentArity.OneOrMore);
        var into = new Option<string>("--into") { HelpName = "DIR", Description = "Where to make a folder for each job.", DefaultValueFactory = _ => "." };
        return new Command("output", "Download the output of jobs, each into a folder named by its number.") { ids, into }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var jobs = JobIdRanges.Parse(parsed.GetValue(ids)!);
            var target = Path.GetFullPath(parsed.GetValue(into)!, host.WorkingDirectory);
            var got = new SortedDictionary<long, IReadOnlyList<string>>();
            await session.Screen.WithProgressAsync("Output", jobs.Count, async advance =>
            {
                var output = new JobOutput(session.Jobs, session.Sandboxes);
                foreach (var job in jobs)
                {
                    got[job] = await output.GetAsync(job, Path.Combine(target, $"{job}"), cancellationToken);
                    advance(1);
                }
            });
            Print(session.Screen, got);
            return got.Values.All(files => files.Count > 0) ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static void Print(Screen screen, SortedDictionary<long, IReadOnlyList<string>> got)
    {
        if (screen.Json)
        {
            screen.WriteJson(got.ToDictionary(pair => $"{pair.Key}", pair => (IReadOnlyList<string?>)pair.Value), ModelJsonContext.Default.IReadOnlyDictionaryStringIReadOnlyListString);
            return;
        }

        foreach (var file in got.Values.SelectMany(files => files)) screen.WriteLine(file);
        var without = got.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).ToList();
        if (without.Count > 0) screen.Note($"No output yet, or none was asked for in the description: {JobIdRanges.Format(without)}. 'dirac job show' tells more.");
    }
}
