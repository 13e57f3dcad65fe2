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

    [Theory]
    [InlineData("[ a = 1; ]")]
    [InlineData("a = 1")]
    public void Compress_Short_StaysAsItIsIfReadersCanTellThatItIsText(string jdl) =>
        Assert.Equal(jdl.StartsWith('['), JobJdlCodec.Compress(jdl) == jdl);

    [Theory]
    [InlineData(JobJdlCodec.MaxPlainLength, true)]
    [InlineData(JobJdlCodec.MaxPlainLength + 1, false)]
    public void Compress_Long_IsPacked(int length, bool plain)
    {
        var jdl = $"[ a = \"{new string('x', length - 11)}\"; ]";

        Assert.Equal(length, jdl.Length);
        Assert.Equal(plain, JobJdlCodec.Compress(jdl) == jdl);
        Assert.Equal(jdl, JobJdlCodec.Decompress(JobJdlCodec.Compress(jdl)));
    }

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
