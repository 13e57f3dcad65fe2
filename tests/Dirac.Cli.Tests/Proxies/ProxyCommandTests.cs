using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Dirac.Cli.Proxies;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Local;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Cli.Tests.Proxies;

public sealed class ProxyCommandTests : IDisposable
{
    private const string Passphrase = "open, sesame";
    private static readonly RSA Key = RSA.Create(2048);
    private readonly TempFolder _folder = new();

    public ProxyCommandTests()
    {
        var request = new CertificateRequest("CN=Ann, O=Grid", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(10));
        File.WriteAllText(_folder.File("usercert.pem"), certificate.ExportCertificatePem());
        WriteKey(Key.ExportPkcs8PrivateKeyPem());
    }

    private string Proxy => _folder.File("proxy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Init_WithGroup_WritesAProxyThatOnlyItsOwnerReads()
    {
        var outcome = await Line().RunAsync("proxy", "init", "--group", "demo_user", "--valid", "12:30");

        Assert.Equal((ExitCodes.Ok, ""), (outcome.Code, outcome.Error));
        Assert.Matches("timeleft: +12:(30:00|29:5[0-9])", outcome.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Proxy));
        using var proxy = ProxyFile.Read(Proxy);
        Assert.Equal(("demo_user", true, false, "/O=Grid/CN=Ann"), (proxy.Group, proxy.IsProxy, proxy.IsLimited, proxy.Identity.OneLine));
        Assert.DoesNotContain("PRIVATE KEY", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_EncryptedKey_TakesThePassphraseFromInputOnly()
    {
        WriteKey(Key.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000)));

        Assert.Equal(ExitCodes.Ok, (await Line(input: Passphrase + "\n").RunAsync("proxy", "init", "--pwstdin")).Code);
        var wrong = await Line(input: "hunter2\n").RunAsync("proxy", "init", "--pwstdin");
        Assert.Equal(ExitCodes.Failed, wrong.Code);
        Assert.Contains("the passphrase is wrong", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await Line().RunAsync("proxy", "init")).Code);
        var asked = Line(input: Passphrase + "\n");
        asked.InputIsTerminal = true;
        Assert.Contains("Passphrase of", (await asked.RunAsync("proxy", "init")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_KeyOpenToOthersOrStrangeOrMissing_IsRefusedWithAdvice()
    {
        File.SetUnixFileMode(_folder.File("userkey.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var open = await Line().RunAsync("proxy", "init");
        Assert.Equal(ExitCodes.NotAuthorized, open.Code);
        Assert.Contains("chmod 600", open.Error, StringComparison.Ordinal);

        WriteKey("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-256-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Assert.Contains("openssl pkcs8 -topk8", (await Line().RunAsync("proxy", "init")).Error, StringComparison.Ordinal);

        File.Delete(_folder.File("userkey.pem"));
        Assert.Contains("X509_USER_KEY", (await Line().RunAsync("proxy", "init")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Proxy));
    }

    [Fact]
    public async Task Init_LongerThanTheCertificate_EndsWithItAndSaysSo()
    {
        var outcome = await Line().RunAsync("proxy", "init", "--valid", "1000:00", "--limited");

        Assert.Contains("It ends with your certificate", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("limited: +yes", outcome.Output);
    }

    [Theory]
    [InlineData("0:0")]
    [InlineData("12:61")]
    [InlineData("a:b")]
    [InlineData("1:2:3")]
    [InlineData("-1:00")]
    public async Task Init_NoTime_IsUsage(string time) => Assert.Equal(ExitCodes.Usage, (await Line().RunAsync("proxy", "init", $"--valid={time}")).Code);

    [Fact]
    public async Task Info_AsJson_HasTheFacts()
    {
        await Line().RunAsync("proxy", "init", "-g", "demo_user");

        var outcome = await Line().RunAsync("proxy", "info", "--json");
        using var facts = JsonDocument.Parse(outcome.Output);

        Assert.Equal(("/O=Grid/CN=Ann", "demo_user", Proxy), (Text("identity"), Text("group"), Text("path")));
        Assert.InRange(facts.RootElement.GetProperty("timeleft").GetInt64(), 86_300, 86_400);
        Assert.StartsWith("/O=Grid/CN=Ann/CN=", Text("subject"), StringComparison.Ordinal);

        string? Text(string name) => facts.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Info_ProxyWhoseTimeHasNotCome_SaysSo_AndFailsTheCheck()
    {
        await Line().RunAsync("proxy", "init");
        var line = Line();
        line.Clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1));

        var outcome = await line.RunAsync("proxy", "info", "--check");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("It is not valid before ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_NoProxy_IsOneWithAdvice()
    {
        var outcome = await Line().RunAsync("proxy", "info");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("dirac proxy init", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_RemovesProxiesAndNothingElse()
    {
        await Line().RunAsync("proxy", "init");

        Assert.NotEqual(ExitCodes.Ok, (await Line().RunAsync("proxy", "destroy", "--file", _folder.File("usercert.pem"))).Code);
        Assert.True(File.Exists(_folder.File("usercert.pem")));
        Assert.Equal(ExitCodes.Ok, (await Line().RunAsync("proxy", "destroy")).Code);
        Assert.False(File.Exists(Proxy));
        Assert.Equal(ExitCodes.Ok, (await Line().RunAsync("proxy", "destroy")).Code);
    }

    [Fact]
    public async Task Upload_NoAddress_SaysWhatToSet()
    {
        var outcome = await Line().RunAsync("proxy", "upload");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("/Systems/Framework/URLs/ProxyManager", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await Line().RunAsync("proxy", "upload", "--url", "https://host")).Code);
    }

    [Fact]
    public void Show_Times_AreHoursMinutesSeconds() =>
        Assert.Equal(("00:00:00", "100:02:03"), (ValidTime.Show(TimeSpan.FromSeconds(-5)), ValidTime.Show(new TimeSpan(100, 2, 3))));

    private void WriteKey(string pem) => PrivateFile.Write(_folder.File("userkey.pem"), Encoding.ASCII.GetBytes(pem + "\n"));

    private CommandLine Line(string input = "") => new()
    {
        Input = input,
        Variables =
        {
            ["X509_USER_CERT"] = _folder.File("usercert.pem"), ["X509_USER_KEY"] = _folder.File("userkey.pem"), ["X509_USER_PROXY"] = Proxy, ["HOME"] = _folder.FullPath,
            ["X509_CERT_DIR"] = _folder.FullPath,
        },
    };
}
