using System.Formats.Tar;
using Dirac.Pilot.Node;

namespace Dirac.Pilot.Tests.Support;

/// <summary>The machine's podman with a storage of its own and one small image, made of the machine's static busybox.</summary>
internal sealed class Podman : IAsyncDisposable
{
    /// <summary>The image's name in a job description.</summary>
    internal const string Image = "docker://localhost/dirac-test:1";

    private const string Busybox = "/bin/busybox";
    private static readonly string[] Applets = ["sh", "cat", "echo", "sleep", "touch", "true"];

    // Where podman's own defaults do not work: an older runtime, a mix of both versions of control groups, few privileges.
    private static readonly string[][] Ways = [[], ["--container-option", "--cgroups=enabled"]];

    private readonly string _folder;

    private Podman(string folder, int way)
    {
        _folder = folder;
        Options = ["--container", "podman", .. Ways[way]];
        Variables = new Dictionary<string, string> { ["CONTAINERS_CONF"] = Path.Combine(folder, "containers.conf"), ["CONTAINERS_STORAGE_CONF"] = Path.Combine(folder, "storage.conf") };
    }

    /// <summary>What a pilot is told.</summary>
    internal IReadOnlyList<string> Options { get; }

    /// <summary>What its environment needs.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Prepares storage and image; null when containers cannot be made on this machine.</summary>
    internal static async Task<Podman?> TryPrepareAsync(string folder)
    {
        for (var way = 0; way < Ways.Length && File.Exists(Busybox); way++)
        {
            var podman = await PrepareAsync(folder, way);
            var hello = await podman.RunAsync(["run", "--rm", "--cgroups=disabled", "--network=host", .. Ways[way].Skip(1), Image["docker://".Length..], "echo", "hello"]);
            if (hello == "hello\n") return podman;
            await podman.DisposeAsync();
        }

        return null;
    }

    /// <summary>Runs a command of podman.</summary>
    internal async Task<string?> RunAsync(params string[] arguments) => await new NodeTool().RunAsync(
        "env", [.. Variables.Select(variable => $"{variable.Key}={variable.Value}"), "podman", .. arguments], TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await RunAsync("system", "reset", "--force");

    private static async Task<Podman> PrepareAsync(string folder, int way)
    {
        var podman = new Podman(folder, way);
        await File.WriteAllTextAsync(podman.Variables["CONTAINERS_STORAGE_CONF"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{folder}/store\"\nrunroot = \"{folder}/run\"\n");
        await File.WriteAllTextAsync(podman.Variables["CONTAINERS_CONF"], $"[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]\n{(way == 0 ? "" : "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\n")}");
        var archive = Path.Combine(folder, "image.tar");
        await using (var tar = new TarWriter(File.Create(archive)))
        {
            await tar.WriteEntryAsync(Busybox, "bin/busybox", CancellationToken.None);
            foreach (var applet in Applets) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" }, CancellationToken.None);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "etc/image") { DataStream = new MemoryStream("the image\n"u8.ToArray()) }, CancellationToken.None);
        }

        await podman.RunAsync("import", archive, Image["docker://".Length..]);
        return podman;
    }
}
