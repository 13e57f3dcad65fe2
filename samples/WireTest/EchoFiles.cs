using System.Security.Cryptography;
using System.Text;
using Dirac.Wire.Values;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Tar;

namespace Dirac.Samples.WireTest;

/// <summary>The files that clients have sent, under their base names in one folder.</summary>
internal sealed class EchoFiles
{
    private readonly string _folder;

    public EchoFiles(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Keeps a file and tells what arrived.</summary>
    public async Task<WireValue> StoreAsync(string id, string token, long size, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        await using (var file = File.Create(path)) await content.CopyToAsync(file, cancellationToken);
        await using var stored = File.OpenRead(path);
#pragma warning disable CA5351 // The protocol's own checksum.
        var md5 = Convert.ToHexStringLower(await MD5.HashDataAsync(stored, cancellationToken));
#pragma warning restore CA5351
        return WireValue.Dict(("stored", Path.GetFileName(path)), ("token", token), ("announced", size), ("md5", md5), ("bytes", stored.Length));
    }

    /// <summary>Sends a file; false when there is none.</summary>
    public async Task<bool> TrySendAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        if (!File.Exists(path)) return false;
        await using var file = File.OpenRead(path);
        await file.CopyToAsync(content, cancellationToken);
        return true;
    }

    /// <summary>Unpacks an archive into a folder of its own; the names in it, sorted.</summary>
    public async Task<IReadOnlyList<string>> UnpackAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        var folder = BulkFolder(id);
        Directory.CreateDirectory(folder);
        // The archive library reads without waiting, which a connection cannot.
        using var packed = new MemoryStream();
        await content.CopyToAsync(packed, cancellationToken);
        packed.Position = 0;
        await using Stream plain = IsCompressed(id) ? new BZip2InputStream(packed) : packed;
        await using var archive = new TarInputStream(plain, Encoding.UTF8);
        while (await archive.GetNextEntryAsync(cancellationToken) is { } entry)
        {
            if (entry.IsDirectory) continue;
            await using var file = File.Create(Path.Combine(folder, Path.GetFileName(entry.Name)));
            await archive.CopyEntryContentsAsync(file, cancellationToken);
        }

        return List(id);
    }

    /// <summary>Sends the files of such a folder as an archive; false when there is no such folder.</summary>
    public async Task<bool> TryPackAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        var folder = BulkFolder(id);
        if (!Directory.Exists(folder)) return false;
        using var packed = new MemoryStream();
        Pack(folder, IsCompressed(id) ? new BZip2OutputStream(packed) { IsStreamOwner = false } : packed);
        packed.Position = 0;
        await packed.CopyToAsync(content, cancellationToken);
        return true;
    }

    /// <summary>Names of the files of such a folder, sorted.</summary>
    public IReadOnlyList<string> List(string id) =>
        Directory.Exists(BulkFolder(id)) ? [.. Directory.GetFiles(BulkFolder(id)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    private static void Pack(string folder, Stream target)
    {
        using (var archive = new TarOutputStream(target, Encoding.UTF8) { IsStreamOwner = false })
        {
            foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                var bytes = File.ReadAllBytes(path);
                var entry = TarEntry.CreateTarEntry(Path.GetFileName(path));
                entry.Size = bytes.Length;
                archive.PutNextEntry(entry);
                archive.Write(bytes);
                archive.CloseEntry();
            }
        }

        if (target is BZip2OutputStream compressed) compressed.Dispose();
    }

    private static bool IsCompressed(string id) => id.EndsWith(".bz2", StringComparison.Ordinal);

    private string PathOf(string id) => Path.Combine(_folder, BaseName(id));

    private string BulkFolder(string id)
    {
        var name = BaseName(id);
        foreach (var ending in (string[])[".bz2", ".tar"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) name = name[..^ending.Length];
        }

        return Path.Combine(_folder, "bulk", name);
    }

    private static string BaseName(string id) => Path.GetFileName(id) is { Length: > 0 } name and not ("." or "..") ? name : "unnamed";
}
