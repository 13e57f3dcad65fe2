using System.IO.Compression;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Jdl;

public sealed class JobJdlCodecTests
{
    [Theory]
    [InlineData("[ a = 1; ]")]
    [InlineData("  [\n]")]
    [InlineData("")]
    public void Decompress_OldRow_IsTakenAsItIs(string stored) => Assert.Equal(stored, JobJdlCodec.Decompress(stored));

    [Fact]
    public void Decompress_WhatPythonPacked_IsRead() =>
        Assert.Equal("[ Executable = \"/bin/ls\"; ]", JobJdlCodec.Decompress(PackedByPython));

    [Theory]
    [InlineData("not base64 !")]
    [InlineData("AAAA")]
    [InlineData("eJw=")]
    public void Decompress_Damaged_IsRefused(string stored)
    {
        var error = Record.Exception(() => JobJdlCodec.Decompress(stored));

        Assert.True(error is null or DiracException { Code: ErrorCode.BadJobDescription }, $"{error}");
    }

    [Fact]
    public void Decompress_Bomb_StopsAtTheLimit()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i <= JobJdlCodec.MaxBytes / zeros.Length; i++) zlib.Write(zeros);
        }

        var error = Assert.Throws<DiracException>(() => JobJdlCodec.Decompress(Convert.ToBase64String(packed.ToArray())));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
    }

    private const string PackedByPython = "eJyLVnCtSE0uLUlMyklVsFVQ0k/KzNPPKVayVogFAHwQCG0=";
}
