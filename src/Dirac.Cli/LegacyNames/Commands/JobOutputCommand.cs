using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-get-output</c>.</summary>
internal sealed class JobOutputCommand : ILegacyCommand
{
    private const string Into = "Dir";

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-get-output", "Bring the output sandboxes of jobs here, each into a folder with the job's number")
    {
        Switches = [new("D", Into, "The folder for those folders"), LegacyJobChoice.File, LegacyJobChoice.JobGroup],
        Arguments = [new("JobID", "Numbers of jobs", Required: false)],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var jobs = await LegacyJobChoice.ReadAsync(call, group => EndedAsync(call, group, cancellationToken));
        foreach (var job in LegacyIds.Split(call.Line.Arguments))
        {
            if (Directory.Exists(call.PathOf(job))) call.Print($"Output for job {job} already retrieved, remove the output directory to redownload");
            else jobs.Add(job);
        }

        if (jobs.Count == 0)
        {
            call.Print("No jobs selected");
            return 0;
        }

        var folder = FolderOf(call);
        Directory.CreateDirectory(call.PathOf(folder));
        var there = Directory.EnumerateFileSystemEntries(call.PathOf(folder)).Select(Path.GetFileName).ToHashSet();
        var errors = new List<(string, string)>();
        foreach (var job in jobs.Where(job => !there.Contains(job)))
        {
            if (await GetAsync(call, job, folder, cancellationToken) is { } reason) errors.Add((job, reason));
        }

        return call.Report(errors);
    }

    private static async Task<IReadOnlyList<string>> EndedAsync(LegacyCall call, string group, CancellationToken cancellationToken)
    {
        var jobs = new List<string>();
        foreach (var status in new[] { "Done", "Failed" }) jobs.AddRange(await LegacySelection.OfGroup(group, call.Today, status).FindOrNoneAsync(call, cancellationToken));
        return jobs;
    }

    private static string FolderOf(LegacyCall call) => (call.Line.Value(Into), call.Line.Value(LegacyJobChoice.JobGroup.Long)) switch
    {
        ({ Length: > 0 } into, { Length: > 0 } group) => Path.Combine(into, group),
        ({ Length: > 0 } into, _) => into,
        (_, { Length: > 0 } group) => group,
        _ => call.Host.WorkingDirectory,
    };

    private static async Task<string?> GetAsync(LegacyCall call, string job, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await LegacyOutput.GetAsync(call, job, folder, jobFolder: true, cancellationToken);
        }
        catch (LegacyException error)
        {
            return error.Message;
        }

        call.Print($"Job output sandbox retrieved in {Path.Combine(folder, job)}/");
        return null;
    }
}
