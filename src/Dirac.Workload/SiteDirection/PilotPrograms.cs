using System.Collections.Concurrent;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Workload.Pilots.Releases;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>The pilot's file for each architecture; read again when it changes. Thread-safe.</summary>
internal sealed class PilotPrograms(IOptions<SiteDirectionOptions> options)
{
    private readonly ConcurrentDictionary<string, (DateTime Changed, PilotFile File)> _known = new(StringComparer.Ordinal);

    /// <summary>The file for an architecture. A version of which there are no files here is DIRAC's business, and the server's own pilot is sent; one on trial must be there.</summary>
    /// <exception cref="DiracException">Unavailable: there is none.</exception>
    public Task<PilotFile> FindAsync(string architecture, PilotRelease release, CancellationToken cancellationToken)
    {
        var own = release.Version is { } version && options.Value.PilotVersions is { } versions ? Path.Combine(versions, version, architecture, "dirac-pilot") : null;
        if (own is not null && File.Exists(own)) return ReadAsync(own, cancellationToken);
        return release.IsCanary
            ? throw new DiracException(ErrorCode.Unavailable, $"Pilot version {release.Version} is on trial and has no file for {architecture}.", "Put it at PilotVersions/VERSION/ARCH/dirac-pilot, or take CanaryVersion out of Operations.")
            : FindAsync(architecture, cancellationToken);
    }

    /// <summary>The server's own file for an architecture.</summary>
    /// <exception cref="DiracException">Unavailable: there is none.</exception>
    public Task<PilotFile> FindAsync(string architecture, CancellationToken cancellationToken)
    {
        var path = Candidates(architecture).FirstOrDefault(File.Exists) ?? throw new DiracException(
            ErrorCode.Unavailable, $"There is no pilot for {architecture} nodes.", "Build it with 'eng/publish-pilot', or say where it is: PilotFile in /Systems/WorkloadManagement/SiteDirection.");
        return ReadAsync(path, cancellationToken);
    }

    private async Task<PilotFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var changed = File.GetLastWriteTimeUtc(path);
        if (_known.TryGetValue(path, out var known) && known.Changed == changed) return known.File;
        var file = await PilotFile.ReadAsync(path, cancellationToken);
        _known[path] = (changed, file);
        return file;
    }

    private IEnumerable<string> Candidates(string architecture)
    {
        if (options.Value.PilotFile is { } configured)
        {
            yield return configured.Replace("{arch}", architecture, StringComparison.Ordinal);
            yield break;
        }

        yield return Path.Combine(AppContext.BaseDirectory, "pilot", architecture, "dirac-pilot");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "artifacts") yield return Path.Combine(folder.FullName, "pilot", architecture, "dirac-pilot");
        }
    }
}
