using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Pilot.Containers;

/// <summary>The programs of this node that run payloads in containers.</summary>
internal static class ContainerEngines
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The first one is taken for a job that does not name one: Apptainer needs no storage of its own for images in a shared file system.
    private static readonly (ContainerMode Kind, string Name)[] Known =
        [(ContainerMode.Apptainer, "apptainer"), (ContainerMode.Apptainer, "singularity"), (ContainerMode.Podman, "podman")];

    /// <summary>Looks for them.</summary>
    /// <param name="mode">Which are wanted.</param>
    /// <param name="path">Folders to look in, joined by colons.</param>
    /// <exception cref="DiracException">The one that is wanted is not there (BadRequest).</exception>
    internal static IReadOnlyList<ContainerEngine> Find(ContainerMode mode, string path)
    {
        var found = Known
            .Where(known => mode == ContainerMode.Auto || mode == known.Kind)
            .Select(known => (known.Kind, Program: Locate(known.Name, path)))
            .Where(engine => engine.Program is not null)
            .Select(engine => new ContainerEngine(engine.Kind, engine.Program!))
            .DistinctBy(engine => engine.Kind)
            .ToList();
        if (found.Count == 0 && mode is ContainerMode.Apptainer or ContainerMode.Podman)
        {
            throw new DiracException(ErrorCode.BadRequest, $"{mode} is not on this node's path.", "Install it, or start the pilot without --container.");
        }

        return found;
    }

    /// <summary>The tags a node with these offers.</summary>
    internal static IEnumerable<string> Tags(IReadOnlyList<ContainerEngine> engines) =>
        engines.Count == 0 ? [] : engines.Select(engine => engine.Tag).Prepend(ContainerEngine.AnyTag);

    /// <summary>The one for a job: the one it names by a tag, else the first; null when there is none.</summary>
    internal static ContainerEngine? For(JobDescription job, IReadOnlyList<ContainerEngine> engines)
    {
        var tags = job.Tags();
        return engines.FirstOrDefault(engine => tags.Contains(engine.Tag)) ?? (engines.Count > 0 ? engines[0] : null);
    }

    private static string? Locate(string name, string path) => path.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.GetFullPath(Path.Combine(folder, name)))
        .FirstOrDefault(file => File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0);
}
