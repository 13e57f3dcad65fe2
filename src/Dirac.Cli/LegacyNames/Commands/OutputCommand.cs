using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>doutput</c>.</summary>
internal sealed class OutputCommand : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("doutput", "Bring the output sandboxes of jobs here")
    {
        Switches =
        [
            new("D", "OutputDir", "The folder for it"),
            new("", "Data", "Bring output data instead; refused, as there is no catalogue yet", TakesValue: false),
            new("", "Sandbox", "Bring the sandboxes even with --Data", TakesValue: false),
            new("v", "verbose", "Say what went where", TakesValue: false),
            new("n", "NoJobDir", "No folder for each job", TakesValue: false),
            new("g", "JobGroup", "Jobs of a group that ended in the last 30 days"),
            new("i", "input-file", "Jobs whose numbers stand in this file, separated by commas or line ends"),
        ],
        Arguments = [new("JobID", "Numbers of jobs", Required: false)],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var folder = call.Line.Value("OutputDir") is { Length: > 0 } given ? given : ".";
        var jobs = (await JobsAsync(call, cancellationToken)).Where(job => !IsThere(call, folder, job)).ToList();
        if (jobs.Count == 0) return 0;

        Directory.CreateDirectory(call.PathOf(folder));
        var (errors, done) = (new List<string>(), new List<string>());
        foreach (var job in jobs)
        {
            try
            {
                await GetAsync(call, job, folder, errors, cancellationToken);
                done.Add(job);
            }
            catch (LegacyException error)
            {
                errors.Add(error.Message);
            }
        }

        foreach (var error in errors) call.Print(error);
        if (call.Line.Has("verbose")) Tell(call, folder, done);
        return errors.Count == 0 ? 0 : 2;
    }

    private static async Task<List<string>> JobsAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var jobs = (await LegacyNumbers.ReadAsync(call, cancellationToken)).ConvertAll(job => job.Trim());
        foreach (var group in call.Line.Values("JobGroup").Where(group => group.Length > 0))
        {
            foreach (var status in new[] { "Done", "Failed" }) jobs.AddRange(await LegacySelection.OfGroup(group, call.Today, status).FindOrNoneAsync(call, cancellationToken));
        }

        return jobs;
    }

    private static bool IsThere(LegacyCall call, string folder, string job)
    {
        if (call.Line.Has("NoJobDir") || !Directory.Exists(call.PathOf(Path.Combine(folder, job)))) return false;
        call.Print($"Output for job {job} already retrieved, remove the output directory to redownload");
        return true;
    }

    private static async Task GetAsync(LegacyCall call, string job, string folder, List<string> errors, CancellationToken cancellationToken)
    {
        var data = call.Line.Has("Data");
        if (!data || call.Line.Has("Sandbox")) await LegacyOutput.GetAsync(call, job, folder, !call.Line.Has("NoJobDir"), cancellationToken);
        if (data) errors.Add($"No output data found for job {LegacyIds.Read(job)}");
    }

    private static void Tell(LegacyCall call, string folder, List<string> jobs)
    {
        if (call.Line.Has("Data") && !call.Line.Has("Sandbox")) return;
        foreach (var job in jobs) call.Print($"{job}: OutputSandbox {(call.Line.Has("NoJobDir") ? folder : Path.Combine(folder, job))}");
    }
}
