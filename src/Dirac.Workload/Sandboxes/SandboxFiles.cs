using System.Security.Cryptography;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sandboxes;

/// <summary>Sandboxes as files in a directory, by owner and checksum.</summary>
/// <remarks>Thread-safe. A file stands under its name only when it is complete, has the promised content and is on disk.</remarks>
internal sealed class SandboxFiles(IOptions<WorkloadOptions> options)
{
    private const int BufferSize = 128 * 1024;

    public bool Exists(SandboxContent content) => File.Exists(PathOf(content));

    public FileStream OpenRead(SandboxContent content) => new(PathOf(content), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);

    /// <summary>Stores what the stream holds if it is exactly what the name promises.</summary>
    /// <exception cref="DiracException">Another size or checksum, or too large; nothing is kept then.</exception>
    public async Task StoreAsync(SandboxContent content, long size, Stream source, CancellationToken cancellationToken)
    {
        var target = PathOf(content);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var fresh = $"{target}.{Guid.NewGuid():N}.new";
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

    public void Delete(SandboxContent content) => File.Delete(PathOf(content));

    private static async Task WriteCheckedAsync(string path, SandboxContent content, long size, Stream source, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
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
