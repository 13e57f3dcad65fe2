using System.Formats.Tar;
using System.Security.Cryptography;
using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using ZstdSharp;

namespace Dirac.Client.Tests;

public sealed class SandboxArchiveTests : IDisposable
{
    private readonly DirectoryInfo _source = Directory.CreateTempSubdirectory("sandbox-source-");
    private readonly DirectoryInfo _target = Directory.CreateTempSubdirectory("sandbox-target-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(_source.Parent!.FullName, _source.Name + ".tar");

    [Theory]
    [InlineData(SandboxArchive.Zstandard)]
    [InlineData(SandboxArchive.BZip2)]
    public async Task PackAndUnpack_FilesAndDirectories_ComeBack(string format)
    {
        Write("a.txt", "alpha");
        Write("empty", "");
        Write("sub/deep/b.bin", new string('b', 100_000));

        var files = SandboxFiles.Find(_source.FullName, ["*.txt", "empty", "sub", "missing*"]);
        await SandboxArchive.PackAsync(files, Archive, format, Token);
        await SandboxArchive.UnpackAsync(Archive, _target.FullName, new SandboxLimits(), Token);

        Assert.Equal(["missing*"], files.Missing);
        Assert.Equal(["a.txt", "empty", "sub/deep/b.bin"], Unpacked());
        Assert.Equal(100_000, new FileInfo(Path.Combine(_target.FullName, "sub/deep/b.bin")).Length);
    }

    [Theory]
    [InlineData(SandboxArchive.Zstandard)]
    [InlineData(SandboxArchive.BZip2)]
    public async Task Pack_SameContentAtAnotherTime_GivesTheSameBytes(string format)
    {
        Write("a", "one");
        Write("b", "two");
        var first = await HashAsync(format, ["a", "b"]);

        File.SetLastWriteTimeUtc(Path.Combine(_source.FullName, "a"), new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(first, await HashAsync(format, ["b", "a"]));
    }

    [Fact]
    public void Find_TwoFilesOfOneName_IsRefused()
    {
        Write("one/same", "1");
        Write("two/same", "2");

        var error = Assert.Throws<DiracException>(() => SandboxFiles.Find(_source.FullName, ["one/same", "two/same"]));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("sub/../../evil")]
    [InlineData("/tmp/evil")]
    public async Task Unpack_NameLeadsOut_IsRefused(string name)
    {
        await WriteTarAsync(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });

        await AssertRefusedAsync(ErrorCode.BadRequest, "leads out");
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public async Task Unpack_NeitherFileNorDirectory_IsRefused(TarEntryType type)
    {
        var entry = new GnuTarEntry(type, "thing");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
        await WriteTarAsync(entry);

        await AssertRefusedAsync(ErrorCode.BadRequest, "thing");
    }

    [Fact]
    public async Task Unpack_TooManyEntries_IsRefused()
    {
        await WriteTarAsync([.. Enumerable.Range(0, 11).Select(i => new GnuTarEntry(TarEntryType.Directory, $"d{i}"))]);

        await AssertRefusedAsync(ErrorCode.TooLarge, "10 entries", new SandboxLimits(MaxEntries: 10));
    }

    [Fact]
    public async Task Unpack_Bomb_IsRefusedBeforeItIsWritten()
    {
        await WriteTarAsync(new GnuTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new MemoryStream(new byte[50_000_000]) });

        await AssertRefusedAsync(ErrorCode.TooLarge, "1000000 bytes", new SandboxLimits(MaxBytes: 1_000_000));
        Assert.Empty(Unpacked());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task Unpack_Noise_IsRefused(int length)
    {
        var noise = new byte[length];
        new Random(4711).NextBytes(noise);
        await File.WriteAllBytesAsync(Archive, noise, Token);

        await AssertRefusedAsync(ErrorCode.BadRequest, "not a readable archive");
    }

    [Fact]
    public async Task Unpack_CutShort_IsRefused()
    {
        Write("a", new string('x', 10_000));
        await SandboxArchive.PackAsync(SandboxFiles.Find(_source.FullName, ["a"]), Archive, SandboxArchive.Zstandard, Token);
        var bytes = await File.ReadAllBytesAsync(Archive, Token);
        await File.WriteAllBytesAsync(Archive, bytes[..(bytes.Length / 2)], Token);

        await AssertRefusedAsync(ErrorCode.BadRequest, "not a readable archive");
    }

    [Fact]
    public async Task Unpack_OverALinkThatWasThere_DoesNotWriteThroughIt()
    {
        var outside = Path.Combine(_source.FullName, "outside");
        Write("outside", "untouched");
        File.CreateSymbolicLink(Path.Combine(_target.FullName, "file"), outside);
        await WriteTarAsync(new GnuTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream([1, 2]) });

        await SandboxArchive.UnpackAsync(Archive, _target.FullName, new SandboxLimits(), Token);

        Assert.Equal("untouched", await File.ReadAllTextAsync(outside, Token));
    }

    public void Dispose()
    {
        _source.Delete(recursive: true);
        _target.Delete(recursive: true);
        File.Delete(Archive);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_source.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<string> HashAsync(string format, string[] names)
    {
        await SandboxArchive.PackAsync(SandboxFiles.Find(_source.FullName, names), Archive, format, Token);
        return Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Archive, Token)));
    }

    private async Task WriteTarAsync(params TarEntry[] entries)
    {
        await using var output = File.Create(Archive);
        await using var compressed = new CompressionStream(output);
        await using var writer = new TarWriter(compressed);
        foreach (var entry in entries) await writer.WriteEntryAsync(entry, Token);
    }

    private async Task AssertRefusedAsync(ErrorCode code, string words, SandboxLimits? limits = null)
    {
        var error = await Assert.ThrowsAsync<DiracException>(() => SandboxArchive.UnpackAsync(Archive, _target.FullName, limits ?? new SandboxLimits(), Token));
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Unpacked() =>
        Directory.EnumerateFiles(_target.FullName, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_target.FullName, file)).Order(StringComparer.Ordinal);
}
