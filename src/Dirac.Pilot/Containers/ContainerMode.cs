namespace Dirac.Pilot.Containers;

/// <summary>Which programs may run payloads in containers.</summary>
internal enum ContainerMode
{
    /// <summary>Whichever are on the path.</summary>
    Auto,

    /// <summary>Apptainer only, or Singularity, as it was called.</summary>
    Apptainer,

    /// <summary>Podman only.</summary>
    Podman,

    /// <summary>No payload runs in a container.</summary>
    None,
}
