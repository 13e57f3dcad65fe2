namespace Dirac.Pilot.Containers;

/// <summary>What is to run in a container.</summary>
internal sealed record ContainerRun
{
    /// <summary>The image, as the job names it.</summary>
    public required string Image { get; init; }

    /// <summary>The container's name, unique on the node.</summary>
    public required string Name { get; init; }

    /// <summary>Directory that is seen inside under the same path.</summary>
    public required string Shared { get; init; }

    /// <summary>Where the payload runs, below <see cref="Shared"/>.</summary>
    public required string Directory { get; init; }

    /// <summary>The program as the container finds it, and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The payload's environment; the image's own <c>PATH</c> stays.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether GPUs are to be seen inside.</summary>
    public bool HasGpus { get; init; }

    /// <summary>Whether the pilot runs as root.</summary>
    public bool IsRoot { get; init; }

    /// <summary>Further options of the site for the program.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether <see cref="Image"/> is an unpacked directory.</summary>
    public bool IsDirectory { get; init; }
}
