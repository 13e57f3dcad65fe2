using Dirac.Model.Errors;
using Dirac.Security.Local;
using Dirac.Testing;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Local;

public sealed class UrlSignerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Verify_OwnSignature_IsGoodUntilItExpires()
    {
        var signer = new UrlSigner(new byte[32], _clock);
        var signature = signer.Sign("upload", "/S3/x size=1", TimeSpan.FromMinutes(5));

        Assert.Equal(SignatureVerdict.Good, signer.Verify("upload", "/S3/x size=1", signature));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(SignatureVerdict.Expired, signer.Verify("upload", "/S3/x size=1", signature));
    }

    [Theory]
    [InlineData("download", "/S3/x size=1")]
    [InlineData("upload", "/S3/x size=2")]
    [InlineData("uploa", "d/S3/x size=1")]
    [InlineData("upload/", "S3/x size=1")]
    public void Verify_OtherPurposeOrResource_IsForged(string purpose, string resource)
    {
        var signer = new UrlSigner(new byte[32], _clock);

        Assert.Equal(SignatureVerdict.Forged, signer.Verify(purpose, resource, signer.Sign("upload", "/S3/x size=1", TimeSpan.FromMinutes(5))));
    }

    [Fact]
    public void Verify_LaterExpiryWrittenIn_IsForged()
    {
        var signer = new UrlSigner(new byte[32], _clock);
        var signature = signer.Sign("upload", "x", TimeSpan.FromMinutes(5));

        Assert.Equal(SignatureVerdict.Forged, signer.Verify("upload", "x", "9" + signature));
        Assert.Equal(SignatureVerdict.Forged, signer.Verify("upload", "x", "0" + signature[1..]));
    }

    [Property]
    public bool Verify_AnyText_IsForgedWithoutThrowing(string? text) =>
        new UrlSigner(new byte[32], _clock).Verify("upload", "x", text ?? "") == SignatureVerdict.Forged;

    [Fact]
    public void Open_Twice_UsesTheSamePrivateKey()
    {
        using var folder = new TempFolder();
        var signature = UrlSigner.Open(folder.FullPath, _clock).Sign("upload", "x", TimeSpan.FromMinutes(5));

        Assert.Equal(SignatureVerdict.Good, UrlSigner.Open(folder.FullPath, _clock).Verify("upload", "x", signature));
        File.SetUnixFileMode(folder.File("url-signing.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<DiracException>(() => UrlSigner.Open(folder.FullPath, _clock));
    }
}
