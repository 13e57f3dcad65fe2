using System.Security.Cryptography;
using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sandboxes;

/// <summary>Sandboxes as files in a directory, by owner and checksum.</summary>
/// <remarks>Thread-safe. A file stands under its name only when it is complete, has the promised content and is on disk.</remarks>
internal sealed class SandboxFiles(IOptions<WorkloadOptions> options)
{
    /// <summary>End of the name of a file that is about to be removed.</summary>
    public const string Aside = ".gone";

    private const string Fresh = ".new";
    private const int BufferSize = 128 * 1024;
    private const int MostTries = 5;

    // What is left of an upload that died looks like any other, so that cleaning finds it.
    private static readonly string NotKnownYet = new('0', 64);
    private static readonly string[] Formats = ["tar.bz2", "tar.zst"];

    public bool Exists(SandboxContent content) => File.Exists(PathOf(content));

    public FileStream OpenRead(SandboxContent content) => new(PathOf(content), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);

    /// <summary>Opens a sandbox of DIRAC's own, which stands under its path in DIRAC's directory.</summary>
    public static FileStream OpenOld(string directory, SandboxName name) =>
        new(Path.Combine(directory, name.Pfn.TrimStart('/')), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);

    /// <summary>Stores what the stream holds if it is exactly what the name promises.</summary>
    /// <exception cref="DiracException">Another size or checksum, or too large; nothing is kept then.</exception>
    public async Task StoreAsync(SandboxContent content, long size, Stream source, CancellationToken cancellationToken)
    {
        var target = PathOf(content);
        var fresh = $"{target}.{Guid.NewGuid():N}{Fresh}";
        try
        {
            await WriteCheckedAsync(fresh, content, size, source, cancellationToken);
            File.Move(fresh, target, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Stores what the stream holds under the name that follows from it.</summary>
    /// <param name="owner">Whose it is, and what kind of archive; the checksum in it is not looked at.</param>
    /// <param name="md5">The checksum the sender announced; null when it did not.</param>
    /// <param name="most">The largest size taken, bytes.</param>
    /// <param name="source">What is sent; never held as a whole.</param>
    /// <param name="cancellationToken">Stops between parts; nothing is kept then.</param>
    /// <exception cref="DiracException">Nothing came, too much, or something else than announced; nothing is kept then.</exception>
    public async Task<(SandboxContent Content, long Size)> StoreHashedAsync(SandboxContent owner, string? md5, long most, Stream source, CancellationToken cancellationToken)
    {
        var fresh = $"{PathOf(owner with { Sha256 = NotKnownYet })}.{Guid.NewGuid():N}{Fresh}";
        try
        {
            SandboxHashes hashes;
            await using (var file = Create(fresh))
            {
                hashes = await SandboxHashes.CopyAsync(source, file, most, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (hashes.Size == 0) throw new DiracException(ErrorCode.BadRequest, "No data provided");
            if (md5 is not null && md5 != hashes.Md5) throw new DiracException(ErrorCode.BadRequest, "Hashes don't match!");
            var content = owner with { Sha256 = hashes.Sha256 };
            Place(fresh, PathOf(content));
            return (content, hashes.Size);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Space of the file system that holds the sandboxes.</summary>
    public SandboxSpace Space()
    {
        var directory = new DirectoryInfo(Path.GetFullPath(options.Value.SandboxDirectory));
        while (!directory.Exists && directory.Parent is { } parent) directory = parent;
        var drive = new DriveInfo(directory.FullName);
        return new SandboxSpace(drive.TotalSize, drive.AvailableFreeSpace);
    }

    /// <summary>Gives the file another name, under which nobody looks for it; returns the path, or null when it is not there.</summary>
    public string? PutAside(SandboxContent content)
    {
        var (path, aside) = (PathOf(content), $"{PathOf(content)}.{Guid.NewGuid():N}{Aside}");
        if (!File.Exists(path)) return null;
        try
        {
            File.Move(path, aside);
            return aside;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file that was put aside its name back. One that has come into its place meanwhile has the same content.</summary>
    public void PutBack(SandboxContent content, string aside) => File.Move(aside, PathOf(content), overwrite: true);

    /// <summary>Removes a file, and the directories that are empty then; returns 1.</summary>
    public int Remove(string path)
    {
        File.Delete(path);
        var root = Path.GetFullPath(options.Value.SandboxDirectory);
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (!RemoveIfEmpty(folder)) break;
        }

        return 1;
    }

    /// <summary>Files of ours that were not written to since a moment. What does not look like one of ours is not touched.</summary>
    public IEnumerable<SandboxFile> OlderThan(DateTimeOffset moment) => Directory.Exists(options.Value.SandboxDirectory)
        ? Directory.EnumerateFiles(options.Value.SandboxDirectory, "*", SearchOption.AllDirectories)
            .Where(path => File.GetLastWriteTimeUtc(path) < moment.UtcDateTime)
            .Select(FileAt)
            .OfType<SandboxFile>()
        : [];

    private SandboxFile? FileAt(string path)
    {
        var parts = Path.GetRelativePath(options.Value.SandboxDirectory, path).Split(Path.DirectorySeparatorChar);
        if (parts is not [var vo, var group, var user, var prefix, var name]) return null;
        var (checksum, rest) = (name.Split('.')[0], name[name.Split('.')[0].Length..]);
        if (!SandboxContent.IsSha256(checksum) || !checksum.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var format = Formats.FirstOrDefault(known => rest.StartsWith($".{known}", StringComparison.Ordinal));
        var kind = format is null ? null : rest[(format.Length + 1)..];
        return kind is "" || (kind is not null && (kind.EndsWith(Fresh, StringComparison.Ordinal) || kind.EndsWith(Aside, StringComparison.Ordinal)))
            ? new SandboxFile(path, new SandboxContent(SandboxContent.DefaultBucket, vo, group, user, checksum, format!), kind)
            : null;
    }

    private static bool RemoveIfEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            // Not empty: somebody's sandbox is in it.
            return false;
        }
    }

    // The directory may be cleaned away, being empty, between its making and the first file in it.
    private static FileStream Create(string path)
    {
        for (var tried = 1; ; tried++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
            }
            catch (DirectoryNotFoundException) when (tried < MostTries)
            {
                continue;
            }
        }
    }

    private static void Place(string fresh, string target)
    {
        for (var tried = 1; ; tried++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                File.Move(fresh, target, overwrite: true);
                return;
            }
            catch (DirectoryNotFoundException) when (tried < MostTries)
            {
                continue;
            }
        }
    }

    private static async Task WriteCheckedAsync(string path, SandboxContent content, long size, Stream source, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = Create(path);
        var buffer = new byte[BufferSize];
        var total = 0L;
        while (await source.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            total += read;
            if (total > size) throw Wrong($"The upload has more than the {size} bytes announced.");
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        if (total != size) throw Wrong($"The upload has {total} bytes; {size} were announced.");
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != content.Sha256) throw Wrong("The upload does not have the announced checksum.");
        file.Flush(flushToDisk: true);
    }

    private string PathOf(SandboxContent content) => Path.Combine(
        options.Value.SandboxDirectory, content.Vo, content.Group, content.User, content.Sha256[..2], $"{content.Sha256}.{content.Format}");

    private static DiracException Wrong(string message) => new(ErrorCode.BadRequest, message, "Upload the sandbox again; nothing was stored.");
}
