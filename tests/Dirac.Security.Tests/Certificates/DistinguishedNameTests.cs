using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Security.Certificates.Names;
using FsCheck.Xunit;

namespace Dirac.Security.Tests.Certificates;

public sealed class DistinguishedNameTests
{
    // The expected texts are what OpenSSL 3.0 printed for these bytes with -nameopt compat.
    [Theory]
    [InlineData("30153113301106035504030c0a612f434e3d622b635c78", "/CN=a\\/CN=b\\+c\\x")]
    [InlineData("3019310a300806035504030c0161310b300906035504030c02c3a9", "/CN=a/CN=\\xC3\\xA9")]
    [InlineData("30223114300806035504030c01613008060355040b130162310a3008060355040a13016f", "/CN=a+OU=b/O=o")]
    [InlineData("300f310d300b06035504031e04004100e9", "/CN=\\x00A\\x00\\xE9")]
    [InlineData("30133111300f06035504031c080000004100000042", "/CN=\\x00\\x00\\x00A\\x00\\x00\\x00B")]
    [InlineData("3010310e300c06035504031405e97f1f7e20", "/CN=\\xE9\\x7F\\x1F~ ")]
    [InlineData("300c310a300806032a03040c0176", "/1.2.3.4=v")]
    [InlineData("303c3112301006092a864886f70d01090116036140623111300f060a0992268993f22c6401010c017531133011060a0992268993f22c64011916036f7267", "/emailAddress=a@b/UID=u/DC=org")]
    [InlineData("305b315930570652883785f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e85f1c24e0c0176",
        "/2.999.12345678.12345678.12345678.12345678.12345678.12345678.12345678.12345678.1=v")]
    [InlineData("300b3109300706035504030c00", "/CN=")]
    [InlineData("3000", "")]
    [InlineData("3027310d300b060355042d030400616263310a300806035504090c0173310a300806035504080c0173", "/x500UniqueIdentifier=abc/street=s/ST=s")]
    [InlineData("301531133011060c8837828080808080808080000c0176", "/2.999.18446744073709551616=v")]
    [InlineData("300e310c300a06035504030c03610062", "/CN=a\\x00b")]
    public void OneLine_OddNames_IsWhatOpenSslPrints(string der, string expected) =>
        Assert.Equal(expected, DistinguishedName.TryRead(Convert.FromHexString(der))!.OneLine);

    // OpenSSL refuses certificates with the first four; the others it would read, and we do not.
    [Theory]
    [InlineData("300d310b300906035504030c02fffe")]
    [InlineData("300c310a30080603550403020105")]
    [InlineData("300e310c300a06035504030403" + "6f6374")]
    [InlineData("300b3109300706035504030500")]
    [InlineData("300d310b3009060355040330020500")]
    [InlineData("30023100")]
    [InlineData("")]
    [InlineData("300000")]
    [InlineData("300c310a30080603550403" + "1e0141")]
    public void TryRead_NoNameOfText_IsNull(string der) => Assert.Null(DistinguishedName.TryRead(Convert.FromHexString(der)));

    [Fact]
    public void Equals_OtherEncodingOfTheSameText_IsTrue()
    {
        var utf8 = Name(TestName.Rdn(TestName.Cn, "Ann"));
        var printable = Name(TestName.Rdn(TestName.Cn, "Ann", TestName.Printable));
        var bmp = Name(TestName.Rdn((TestName.Cn, 30, Encoding.BigEndianUnicode.GetBytes("Ann"))));

        Assert.Equal(utf8, printable);
        Assert.Equal(utf8, bmp);
        Assert.Equal(utf8.GetHashCode(), bmp.GetHashCode());
        Assert.NotEqual(utf8.OneLine, bmp.OneLine);
    }

    [Fact]
    public void Equals_OneValueThatLooksLikeTwo_IsFalse()
    {
        Assert.NotEqual(Name(TestName.Rdn(TestName.Cn, "a/CN=b")), Name(TestName.Rdn(TestName.Cn, "a"), TestName.Rdn(TestName.Cn, "b")));
        Assert.NotEqual(
            Name(TestName.Rdn((TestName.Cn, 12, "a2.5.4.11=1:b"u8.ToArray()))),
            Name(TestName.Rdn((TestName.Cn, 12, "a"u8.ToArray()), (TestName.Ou, 12, "b"u8.ToArray()))));
        Assert.NotEqual(
            Name(TestName.Rdn((TestName.Cn, 12, "a2.5.4.11=b"u8.ToArray()))),
            Name(TestName.Rdn((TestName.Cn, 12, "a"u8.ToArray()), (TestName.Ou, 12, "b"u8.ToArray()))));
        Assert.NotEqual(Name(TestName.Rdn(TestName.Cn, "a")), Name(TestName.Rdn(TestName.Cn, "A")));
        Assert.NotEqual(Name(TestName.Rdn(TestName.Cn, "a"), TestName.Rdn(TestName.Ou, "b")), Name(TestName.Rdn(TestName.Ou, "b"), TestName.Rdn(TestName.Cn, "a")));
    }

    [Fact]
    public void IsAmbiguous_Backslash_IsTrue()
    {
        Assert.True(Name(TestName.Rdn(TestName.Cn, "\\xC3\\xA9")).IsAmbiguous);
        Assert.False(Name(TestName.Rdn(TestName.Cn, "é/+")).IsAmbiguous);
        Assert.Equal(Name(TestName.Rdn(TestName.Cn, "\\xC3\\xA9")).OneLine, Name(TestName.Rdn(TestName.Cn, "é")).OneLine);
    }

    [Property]
    public bool OneLine_AnyTexts_TellsNamesApartUnlessAmbiguous(string[] first, string[] second)
    {
        var (a, b) = (Of(first), Of(second));
        return a is null || b is null || a.IsAmbiguous || b.IsAmbiguous || a.Equals(b) == (a.OneLine == b.OneLine);
    }

    [Property]
    public bool OneLine_AnyTexts_IsPrintableAndSameFromSameBytes(string[] texts) =>
        Of(texts) is not { } name
        || (name.OneLine.All(sign => sign is >= ' ' and <= '~')
            && DistinguishedName.TryRead(new X500DistinguishedName(name.Der.Span))!.Equals(name)
            && name.OneLine == DistinguishedName.TryRead(name.Der.Span)!.OneLine);

    [Property(MaxTest = 40)]
    public async Task OneLine_AnyTexts_IsWhatOpenSslPrints(string[] texts)
    {
        if (Of(texts) is not { } name || !OpenSsl.IsThere) return;
        var certificate = Certificate(name.Der.ToArray());

        Assert.Equal($"subject={name.OneLine}\n", (await OpenSsl.RunAsync(certificate, "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "compat")).Output);
    }

    private static DistinguishedName Name(params byte[][] rdns) => DistinguishedName.TryRead(TestName.Of(rdns))!;

    private static DistinguishedName? Of(string[] texts) =>
        texts is null || Array.Exists(texts, text => text is null) ? null : DistinguishedName.TryRead(TestName.Of([.. texts.Select(text => TestName.Rdn(TestName.Cn, text))]));

    private static byte[] Certificate(byte[] name)
    {
        var key = TestKeys.Get("user", isEc: true);
        return new CertificatePlan { Subject = new X500DistinguishedName(name), Issuer = TestGrid.NameOf("CA"), Key = key, SigningKey = key }.Make().Der;
    }
}
