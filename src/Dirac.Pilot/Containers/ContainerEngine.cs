namespace Dirac.Pilot.Containers;

/// <summary>A program on this node that runs payloads in containers.</summary>
/// <param name="Kind">Apptainer or Podman.</param>
/// <param name="Program">Its absolute path.</param>
internal sealed record ContainerEngine(ContainerMode Kind, string Program)
{
    /// <summary>Tag of a node that runs payloads in containers, by whatever program.</summary>
    internal const string AnyTag = "Container";

    /// <summary>Tag of a node with this program.</summary>
    internal string Tag => $"{Kind}";

    /// <summary>Whether an exit code is the program's own and not the payload's: it could not make the container.</summary>
    /// <remarks>podman-run(1): 125. Apptainer ends with 255 when it fails.</remarks>
    internal bool IsOwnFailure(int exitCode) => exitCode == (Kind == ContainerMode.Podman ? 125 : 255);
}
