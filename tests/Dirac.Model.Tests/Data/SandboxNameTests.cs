using Dirac.Model.Data;
using Dirac.Model.Errors;

namespace Dirac.Model.Tests.Data;

public sealed class SandboxNameTests
{
    private const string Checksum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Pfn = $"/S3/box/vo/vo_user/ann/sha256:{Checksum}.tar.zst";

    [Fact]
    public void Parse_FullName_KnowsOwnerAndContent()
    {
        var name = SandboxName.Parse($"SB:ProductionSandboxSE|{Pfn}");

        Assert.Equal(("ProductionSandboxSE", Pfn), (name.SE, name.Pfn));
        Assert.Equal(new SandboxContent("box", "vo", "vo_user", "ann", Checksum, "tar.zst"), name.Content);
        Assert.Equal($"SB:ProductionSandboxSE|{Pfn}", name.ToString());
        Assert.Equal(name, SandboxName.For("ProductionSandboxSE", name.Content!));
    }

    [Fact]
    public void Parse_BarePfn_HasNoStorageElement()
    {
        var name = SandboxName.Parse(Pfn);

        Assert.Equal("", name.SE);
        Assert.Equal(Pfn, name.ToString());
    }

    [Fact]
    public void Parse_OldName_KeepsTheText()
    {
        const string old = "SB:ProductionSandboxSE|/SandBox/a/ann.vo_user/abc/def/abcdef0123.tar.bz2";

        Assert.Null(SandboxName.Parse(old).Content);
        Assert.Equal(old, SandboxName.Parse(old).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("SB:")]
    [InlineData("SB:SE")]
    [InlineData($"SB:|{Pfn}")]
    [InlineData($"SB:S/E|{Pfn}")]
    [InlineData("SB:SE|S3/box")]
    [InlineData("SB:SE|/S3/box/vo/vo_user/ann")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user/../sha256:{Checksum}.tar.zst")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user//sha256:{Checksum}.tar.zst")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user/a%2e/sha256:{Checksum}.tar.zst")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user/ann/md5:{Checksum}.tar.zst")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user/ann/sha256:{Checksum}.zip")]
    [InlineData($"SB:SE|/S3/box/vo/vo_user/ann/sha256:{Checksum}")]
    [InlineData("SB:SE|/S3/box/vo/vo_user/ann/sha256:ABCDEF.tar.zst")]
    [InlineData("SB:SE|/S3/box/vo/vo_user/ann/sha256:.tar.zst")]
    [InlineData("/SandBox/a/../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("file.txt")]
    public void Parse_NoName_IsRefused(string text) =>
        Assert.Equal(ErrorCode.BadRequest, Assert.Throws<DiracException>(() => SandboxName.Parse(text)).Code);

    [Fact]
    public void Parse_LongerThanTheColumn_IsRefused() =>
        Assert.Throws<DiracException>(() => SandboxName.Parse("/SandBox/" + new string('a', 512)));
}
