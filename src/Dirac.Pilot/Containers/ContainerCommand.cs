namespace Dirac.Pilot.Containers;

/// <summary>Writes the command lines that run payloads in containers. Pure.</summary>
internal static class ContainerCommand
{
    private const string Registry = "docker://";

    // What the programs themselves need; payloads do not see it.
    private static readonly string[] Kept =
    [
        "HOME", "PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF", "REGISTRY_AUTH_FILE",
        "APPTAINER_CACHEDIR", "APPTAINER_TMPDIR", "APPTAINER_BINDPATH", "SINGULARITY_CACHEDIR", "SINGULARITY_TMPDIR", "SINGULARITY_BINDPATH",
    ];

    /// <summary>The arguments, the program's own name first.</summary>
    internal static IReadOnlyList<string> Arguments(ContainerEngine engine, ContainerRun run) =>
        engine.Kind == ContainerMode.Podman ? Podman(run) : Apptainer(run);

    /// <summary>The environment of the program; with Apptainer the payload's too, under names it takes apart.</summary>
    /// <param name="engine">The program.</param>
    /// <param name="run">What it is to run.</param>
    /// <param name="own">This process's environment.</param>
    internal static IReadOnlyList<string> Environment(ContainerEngine engine, ContainerRun run, IReadOnlyDictionary<string, string> own)
    {
        var variables = Kept.Where(own.ContainsKey).Select(name => $"{name}={own[name]}").ToList();
        if (engine.Kind == ContainerMode.Podman) return variables;
        foreach (var (name, value) in Inside(run)) variables.AddRange([$"APPTAINERENV_{name}={value}", $"SINGULARITYENV_{name}={value}"]);
        return variables;
    }

    /// <summary>The command that removes what a killed container left in the program's storage; null when it leaves nothing.</summary>
    internal static IReadOnlyList<string>? Removal(ContainerEngine engine, string name) =>
        engine.Kind == ContainerMode.Podman ? ["rm", "--force", "--ignore", "--time", "0", name] : null;

    private static List<string> Apptainer(ContainerRun run)
    {
        List<string> words =
        [
            "apptainer", "exec", "--contain", "--cleanenv", "--home", run.Directory, "--bind", $"{run.Shared}:{run.Shared}", "--pwd", run.Directory,
        ];
        // Root outside is root inside, with all its powers, unless told otherwise.
        if (run.IsRoot) words.Add("--no-privs");
        if (run.HasGpus) words.Add("--nv");
        return [.. words, .. run.Options, run.Image, .. run.Command];
    }

    // Without a control group of its own it stays in the batch system's, which limits and counts it.
    private static List<string> Podman(ContainerRun run)
    {
        List<string> words =
        [
            "podman", "run", "--rm", "--name", run.Name, "--cgroups=disabled", "--network=host", "--security-opt", "label=disable",
            "--entrypoint=", "--workdir", run.Directory, "--volume", $"{run.Shared}:{run.Shared}",
        ];
        if (!run.IsRoot) words.Add("--userns=keep-id");
        if (run.HasGpus) words.AddRange(["--device", "nvidia.com/gpu=all"]);
        foreach (var (name, value) in Inside(run)) words.AddRange(["--env", $"{name}={value}"]);
        words.AddRange(run.Options);
        words.AddRange(run.IsDirectory ? ["--rootfs", $"{run.Image}:O"] : [Reference(run.Image)]);
        return [.. words, .. run.Command];
    }

    private static IEnumerable<KeyValuePair<string, string>> Inside(ContainerRun run) => run.Environment.Where(variable => variable.Key != "PATH");

    // As docker:// is understood everywhere else: a name without a registry is one of docker.io.
    private static string Reference(string image)
    {
        if (!image.StartsWith(Registry, StringComparison.Ordinal)) return image;
        var name = image[Registry.Length..];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return $"docker.io/library/{name}";
        var first = name[..slash];
        return first == "localhost" || first.AsSpan().ContainsAny('.', ':') ? name : $"docker.io/{name}";
    }
}
