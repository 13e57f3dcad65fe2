namespace Dirac.Resources.Tests.Support;

/// <summary>A file system of few megabytes, mounted for a test.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one at an empty directory; skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        Assert.SkipUnless(await PrivateServices.RunToEndAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "dirac-test", path) == 0, "Mounting a file system is not permitted here; it needs root.");
        return new SmallDisk(path);
    }

    /// <summary>Writes until nothing more fits.</summary>
    /// <remarks>What one large write leaves free, small ones take.</remarks>
    public Task FillAsync() => PrivateServices.RunToEndAsync("/bin/sh", "-c", $"cat /dev/zero >'{Path}/filler'; n=0; while echo x >'{Path}/filler.'$n; do n=$((n + 1)); done");

    /// <summary>Gives back what <see cref="FillAsync"/> took.</summary>
    public void Empty()
    {
        foreach (var file in Directory.EnumerateFiles(Path, "filler*")) File.Delete(file);
    }

    public async ValueTask DisposeAsync() => await PrivateServices.RunToEndAsync("umount", "-l", Path);
}
