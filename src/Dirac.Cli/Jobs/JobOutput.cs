using Dirac.Client.Jobs;
using Dirac.Client.Sandboxes;

namespace Dirac.Cli.Jobs;

/// <summary>Brings the output sandboxes of jobs home.</summary>
/// <param name="jobs">The server's jobs.</param>
/// <param name="sandboxes">The server's sandboxes.</param>
internal sealed class JobOutput(JobClient jobs, SandboxClient sandboxes)
{
    /// <summary>Downloads and unpacks all output sandboxes of a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="directory">Where to unpack; made when there is something.</param>
    /// <param name="cancellationToken">Ends the work; files may be incomplete then.</param>
    /// <returns>Paths of the files, sorted; empty when the job has no output sandbox.</returns>
    public async Task<IReadOnlyList<string>> GetAsync(long id, string directory, CancellationToken cancellationToken)
    {
        var names = await jobs.SandboxesAsync(id, "output", cancellationToken);
        if (names.Count == 0) return [];

        Directory.CreateDirectory(directory);
        foreach (var name in names) await UnpackAsync(name, directory, cancellationToken);
        return [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private async Task UnpackAsync(string name, string directory, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(directory, $".sandbox-{Path.GetRandomFileName()}");
        try
        {
            await sandboxes.DownloadAsync(name, archive, cancellationToken);
            await SandboxArchive.UnpackAsync(archive, directory, new SandboxLimits(), cancellationToken);
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
