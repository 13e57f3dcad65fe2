using System.Formats.Tar;
using Dirac.Model.Errors;
using ICSharpCode.SharpZipLib.BZip2;
using ZstdSharp;

namespace Dirac.Client.Sandboxes;

/// <summary>Packs files into sandbox archives and unpacks archives that strangers made.</summary>
public static class SandboxArchive
{
    /// <summary>The compressed form written by default.</summary>
    public const string Zstandard = "tar.zst";

    /// <summary>The form DIRAC's Python clients read and write.</summary>
    public const string BZip2 = "tar.bz2";

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // A tar has a header and padding for each file.
    private const long OverheadPerEntry = 4096;

    /// <summary>Writes an archive. The same files give the same bytes: times, owners and order are fixed, of the mode only "executable" is kept.</summary>
    /// <param name="files">What goes in.</param>
    /// <param name="target">The archive to write; replaced if it exists.</param>
    /// <param name="format"><see cref="Zstandard"/> or <see cref="BZip2"/>.</param>
    /// <param name="cancellationToken">Ends the work; the target may be incomplete then.</param>
    public static async Task PackAsync(SandboxFiles files, string target, string format, CancellationToken cancellationToken = default)
    {
        await using var output = File.Create(target);
        await using var compressed = Compress(output, format);
        await using var writer = new TarWriter(compressed, TarEntryFormat.Gnu);
        foreach (var (name, file) in files.Files.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            await WriteAsync(writer, name, file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Unpacks an archive of either form into a directory, over what is there.</summary>
    /// <param name="archive">The archive; its form is told from its first bytes.</param>
    /// <param name="directory">Where to; nothing is ever written outside it.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DiracException">
    /// Not a readable archive, or it holds something other than plain files and directories inside (BadRequest); it is larger than allowed (TooLarge).
    /// What had been unpacked before stays.
    /// </exception>
    public static async Task UnpackAsync(string archive, string directory, SandboxLimits limits, CancellationToken cancellationToken = default)
    {
        var root = Path.GetFullPath(directory);
        try
        {
            await using var input = File.OpenRead(archive);
            await using var plain = await DecompressAsync(input, cancellationToken).ConfigureAwait(false);
            await using var bounded = new BoundedReadStream(plain, limits.MaxBytes + (OverheadPerEntry * limits.MaxEntries));
            await using var reader = new TarReader(bounded);
            await ExtractAllAsync(reader, root, limits, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ZstdException or BZip2Exception or FormatException or ArgumentException)
        {
            throw new DiracException(ErrorCode.BadRequest, $"The sandbox is not a readable archive: {error.Message}", "It must be a tar.zst or tar.bz2.", error);
        }
    }

    private static Stream Compress(Stream output, string format) => format switch
    {
        Zstandard => new CompressionStream(output),
        BZip2 => new BZip2OutputStream(output),
        _ => throw new DiracException(ErrorCode.BadRequest, $"'{format}' is not a sandbox format.", $"Use {Zstandard} or {BZip2}."),
    };

    private static async Task<Stream> DecompressAsync(FileStream input, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        await input.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        input.Position = 0;
        if (start.AsSpan().SequenceEqual<byte>([0x28, 0xB5, 0x2F, 0xFD])) return new DecompressionStream(input);
        if (start.AsSpan(0, 3).SequenceEqual("BZh"u8)) return new BZip2InputStream(input);
        throw new InvalidDataException("its first bytes are neither zstandard's nor bzip2's.");
    }

    private static async Task WriteAsync(TarWriter writer, string name, string file, CancellationToken cancellationToken)
    {
        // An empty file is not opened: it might be a pipe that nobody writes to.
        var length = new FileInfo(file).Length;
        await using var data = length == 0 ? null : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isProgram = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & AnyExecute) != 0;
        var entry = new GnuTarEntry(TarEntryType.RegularFile, name)
        {
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = isProgram ? Plain | AnyExecute : Plain,
            DataStream = data,
        };
        await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExtractAllAsync(TarReader reader, string root, SandboxLimits limits, CancellationToken cancellationToken)
    {
        var (entries, bytes) = (0, 0L);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (++entries > limits.MaxEntries) throw TooLarge($"more than {limits.MaxEntries} entries");
            if ((bytes += Math.Max(0, entry.Length)) > limits.MaxBytes) throw TooLarge($"more than {limits.MaxBytes} bytes when unpacked");
            await ExtractAsync(entry, root, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExtractAsync(TarEntry entry, string root, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.GlobalExtendedAttributes:
                return;
            case TarEntryType.Directory:
                Directory.CreateDirectory(Locate(entry.Name, root));
                return;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await ExtractFileAsync(entry, Locate(entry.Name, root), cancellationToken).ConfigureAwait(false);
                return;
            default:
                throw Hostile($"'{entry.Name}' is a {entry.EntryType}");
        }
    }

    private static async Task ExtractFileAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Deleting first keeps us from writing through a link that was there before.
        File.Delete(path);
        var mode = Plain | ((entry.Mode & AnyExecute) == 0 ? UnixFileMode.None : AnyExecute);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        await using var file = new FileStream(path, options);
        if (entry.DataStream is { } data) await data.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private static string Locate(string name, string root)
    {
        if (name.Length == 0 || name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains(".."))
        {
            throw Hostile($"'{name}' leads out of it");
        }

        return Path.GetFullPath(Path.Combine(root, name)).TrimEnd('/');
    }

    private static DiracException Hostile(string what) => new(
        ErrorCode.BadRequest, $"The sandbox is refused: {what}.", "A sandbox holds plain files and directories, no links or devices, all inside.");

    private static DiracException TooLarge(string what) => new(ErrorCode.TooLarge, $"The sandbox is refused: it holds {what}.");
}
