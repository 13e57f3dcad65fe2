using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates;

public abstract class ProxyMakerTests(bool isEc) : IDisposable
{
    private readonly TestGrid _grid = new(isEc);
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(ProxyKeyKind.Rsa2048)]
    [InlineData(ProxyKeyKind.EcP256)]
    public void Make_Proxy_IsAcceptedByTheValidator(ProxyKeyKind kind)
    {
        using var user = Credential(_grid.User);
        using var proxy = Maker().Make(user, new ProxyOptions { KeyKind = kind, Group = "grid_user", Lifetime = TimeSpan.FromHours(3) });

        var peer = Accept(proxy);
        Assert.Equal(("/DC=org/DC=testgrid/CN=Ann", "grid_user", false, 1), (peer.Identity.OneLine, peer.Group, peer.IsLimited, peer.Depth));
        Assert.Equal(TestGrid.Now.AddHours(3), peer.ExpiresAt);
        Assert.Matches("^/DC=org/DC=testgrid/CN=Ann/CN=[1-9][0-9]{0,9}$", peer.Subject.OneLine);
        Assert.Equal("grid_user", proxy.Group);
        Assert.True(proxy.IsProxy);
    }

    [Fact]
    public void Make_Extensions_AreDiracsToTheByte()
    {
        using var user = Credential(_grid.User);
        using var full = Maker().Make(user, new ProxyOptions { Group = "wire_user", KeyKind = ProxyKeyKind.EcP256 });
        using var limited = Maker().Make(user, new ProxyOptions { IsLimited = true, KeyKind = ProxyKeyKind.EcP256 });

        Assert.Contains("301d06082b0601050507010e0101ff040e300c300a06082b06010505071501", Hex(full), StringComparison.Ordinal);
        Assert.Contains("301206032a2a2a040b1609776972655f75736572", Hex(full), StringComparison.Ordinal);
        Assert.Contains("302006082b0601050507010e0101ff0411300f300d060b2b060104019b5001010109", Hex(limited), StringComparison.Ordinal);
    }

    [Fact]
    public void Make_OfALimitedProxy_IsLimited()
    {
        using var user = Credential(_grid.User);
        using var limited = Maker().Make(user, new ProxyOptions { IsLimited = true, KeyKind = ProxyKeyKind.EcP256 });
        using var below = Maker().Make(limited, new ProxyOptions { KeyKind = ProxyKeyKind.EcP256 });

        Assert.True(below.IsLimited);
        Assert.Equal((true, 2), (Accept(below).IsLimited, Accept(below).Depth));
    }

    [Fact]
    public void Make_LongerThanItsIssuer_EndsWithIt()
    {
        using var first = Credential(_grid.MakeProxy(_grid.User, plan => plan.NotAfter = TestGrid.Now.AddHours(2)), _grid.User);
        using var below = Maker().Make(first, new ProxyOptions { KeyKind = ProxyKeyKind.EcP256 });

        Assert.Equal(TestGrid.Now.AddHours(2), below.ExpiresAt);
    }

    [Fact]
    public void Make_Impossible_SaysWhy()
    {
        using var expired = Credential(_grid.MakeUser(plan => plan.NotAfter = TestGrid.Now.AddHours(-1)));
        using var authority = Credential(_grid.Authority);
        using var last = Credential(_grid.MakeProxy(_grid.User, plan => plan.PathLength = 0), _grid.User);
        using var user = Credential(_grid.User);

        Assert.Throws<DiracException>(() => Maker().Make(expired, new ProxyOptions()));
        Assert.Throws<DiracException>(() => Maker().Make(authority, new ProxyOptions()));
        Assert.Throws<DiracException>(() => Maker().Make(last, new ProxyOptions()));
        Assert.Throws<DiracException>(() => Maker().Make(user, new ProxyOptions { Group = "two words" }));
        Assert.Throws<DiracException>(() => Maker().Make(user, new ProxyOptions { Lifetime = TimeSpan.Zero }));
    }

    [Fact]
    public void Write_ThenRead_IsTheSameProxyAndPrivate()
    {
        using var user = Credential(_grid.User);
        using var proxy = Maker().Make(user, new ProxyOptions { KeyKind = ProxyKeyKind.EcP256 });
        var path = _folder.File("x509up_u1");

        ProxyFile.Write(path, proxy);
        using var read = ProxyFile.Read(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(Hex(proxy), Hex(read));
        Assert.Equal(2, read.Certificates.Count);
        Assert.Equal(["CERTIFICATE", "PRIVATE KEY", "CERTIFICATE"], Labels(File.ReadAllText(path)));
        using var loaded = read.ToCertificate();
        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public void Read_FileOpenToOthers_IsRefused()
    {
        var path = _folder.File("open");
        File.WriteAllText(path, _grid.User.Pem + _grid.User.KeyPem);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(ErrorCode.NotAuthorized, Assert.Throws<DiracException>(() => ProxyFile.Read(path)).Code);
    }

    [Fact]
    public void TryParse_OtherKeyFormsAndBlocks_AreRead()
    {
        var old = _grid.User.Key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)_grid.User.Key).ExportECPrivateKeyPem();
        const string Token = "-----BEGIN DIRACX-----\neyJ9\n-----END DIRACX-----\n";

        using var credential = ProxyFile.TryParse("a comment\n" + _grid.User.Pem + old + "\n" + _grid.Authority.Pem + Token);

        Assert.Equal(2, credential!.Certificates.Count);
        Assert.Equal("/DC=org/DC=testgrid/CN=Ann", credential.ToString());
    }

    [Fact]
    public void TryParse_NoPair_IsNull()
    {
        Assert.Null(ProxyFile.TryParse(""));
        Assert.Null(ProxyFile.TryParse(_grid.User.Pem));
        Assert.Null(ProxyFile.TryParse(_grid.User.KeyPem));
        Assert.Null(ProxyFile.TryParse(_grid.User.Pem + _grid.Authority.KeyPem));
        Assert.Null(ProxyFile.TryParse(_grid.User.Pem + PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3])));
        Assert.Null(ProxyFile.TryParse(PemEncoding.WriteString("CERTIFICATE", [0x30, 0x00]) + "\n" + _grid.User.KeyPem));
    }

    [Fact]
    public void SignRequest_SomebodyElsesKey_GivesAProxyForIt()
    {
        using var user = Credential(_grid.User);
        using var first = Maker().Make(user, new ProxyOptions { Group = "grid_user" });
        var key = TestKeys.Get("delegate", isEc);

        var granted = Assert.IsType<DelegationVerdict.Granted>(Maker().SignRequest(first, Request(key), new ProxyOptions { IsLimited = true }));

        Assert.Equal(["CERTIFICATE", "CERTIFICATE", "CERTIFICATE"], Labels(granted.ChainPem));
        using var held = ProxyFile.TryParse(granted.ChainPem + key.ExportPkcs8PrivateKeyPem())!;
        var peer = Accept(held);
        Assert.Equal(("grid_user", true, 2), (peer.Group, peer.IsLimited, peer.Depth));
    }

    [Fact]
    public void SignRequest_BadRequests_AreRefused()
    {
        using var user = Credential(_grid.User);
        var good = Request(TestKeys.Get("delegate", isEc));
        var spoilt = Convert.FromBase64String(string.Concat(good.Split('\n')[1..^1]));
        spoilt[^1] ^= 1;

        foreach (var bad in new[] { "", "hello", good + "\n" + good, PemEncoding.WriteString("CERTIFICATE REQUEST", spoilt), PemEncoding.WriteString("CERTIFICATE REQUEST", [0x30, 0x00]), Request(TestKeys.Get("weak", isEc: false)) })
            Assert.EndsWith(".", Assert.IsType<DelegationVerdict.Refused>(Maker().SignRequest(user, bad, new ProxyOptions())).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Make_Proxies_AreAcceptedByOpenSsl(bool isLimited)
    {
        OpenSsl.SkipWithout();
        using var user = Credential(_grid.User);
        using var first = Maker().Make(user, new ProxyOptions { Group = "grid_user" });
        using var second = Maker().Make(first, new ProxyOptions { IsLimited = isLimited });
        Put("ca.pem", _grid.Authority.Pem);
        Put("chain.pem", ProxyFile.CertificatesToPem(second.Certificates.Skip(1)));
        Put("leaf.pem", ProxyFile.CertificatesToPem(second.Certificates.Take(1)));
        string[] verify =
        [
            "verify", "-attime", $"{TestGrid.Now.ToUnixTimeSeconds()}", "-purpose", "sslclient", "-CAfile", _folder.File("ca.pem"), "-untrusted", _folder.File("chain.pem"),
        ];

        var (code, output) = await OpenSsl.RunAsync([], [.. verify, "-allow_proxy_certs", _folder.File("leaf.pem")]);
        Assert.True(code == 0, output);
        // Without the flag it must refuse: a sign that it saw a proxy at all.
        Assert.NotEqual(0, (await OpenSsl.RunAsync([], [.. verify, _folder.File("leaf.pem")])).Code);
    }

    [Fact]
    public async Task Validate_ProxyMadeByOpenSsl_IsAccepted()
    {
        OpenSsl.SkipWithout();
        var key = TestKeys.Get("delegate", isEc);
        Put("user.pem", _grid.User.Pem + _grid.User.KeyPem);
        Put("key.pem", key.ExportPkcs8PrivateKeyPem());
        Put("ext", "keyUsage=critical,digitalSignature\nproxyCertInfo=critical,language:id-ppl-inheritAll,pathlen:2\n");
        var (made, problem) = await OpenSsl.RunAsync([], "req", "-new", "-key", _folder.File("key.pem"), "-subj", "/DC=org/DC=testgrid/CN=Ann/CN=77", "-out", _folder.File("req.pem"));
        Assert.True(made == 0, problem);
        var (code, pem) = await OpenSsl.RunAsync([], "x509", "-req", "-in", _folder.File("req.pem"), "-CA", _folder.File("user.pem"), "-set_serial", "77", "-days", "1", "-extfile", _folder.File("ext"));
        Assert.True(code == 0, pem);
        using var proxy = X509Certificate2.CreateFromPem(pem);
        _grid.Clock.SetUtcNow(proxy.NotBefore.ToUniversalTime().AddMinutes(1) is var later && later > TestGrid.Now ? later : TestGrid.Now);

        var verdict = _grid.Judge(new Made(proxy.RawData, key), _grid.User);

        Assert.Equal("/DC=org/DC=testgrid/CN=Ann/CN=77", TestGrid.Accepted(verdict).Subject.OneLine);
    }

    private void Put(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private ProxyMaker Maker() => new(_grid.Clock);

    private GridPeer Accept(GridCredential credential) =>
        TestGrid.Accepted(new ChainValidator(new ChainValidationOptions(), _grid.Clock).Validate(credential.Certificates, _grid.Trust));

    private static GridCredential Credential(Made own, params Made[] above) =>
        ProxyFile.TryParse(own.Pem + own.KeyPem + string.Concat(above.Select(made => made.Pem)))!;

    private static string Request(AsymmetricAlgorithm key) =>
        new CertificateRequest(new X500DistinguishedName("CN=anything"), key is RSA rsa ? new PublicKey(rsa) : new PublicKey((ECDsa)key), HashAlgorithmName.SHA256)
            .CreateSigningRequestPem(CertificatePlan.Signer(key));

    private static string Hex(GridCredential credential) => Convert.ToHexStringLower(credential.Certificates[0].Span);

    private static List<string> Labels(string pem) =>
        [.. pem.Split('\n').Where(line => line.StartsWith("-----BEGIN ", StringComparison.Ordinal)).Select(line => line["-----BEGIN ".Length..^5])];

    public sealed class Rsa() : ProxyMakerTests(isEc: false);

    public sealed class Ec() : ProxyMakerTests(isEc: true);
}
