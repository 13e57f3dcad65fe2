using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Client.Http;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Identity;

/// <summary>What a person is asked at a server that nobody vouches for, and what happens when another one answers later.</summary>
public sealed class PinningTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _home.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Login_UnknownAuthority_IsRefusedWithItsFingerprintAndTakenWithIt()
    {
        using var certificate = _authority.Sign();
        await using var server = await StartAsync(() => certificate);

        var unknown = await RunAsync("login", "--url", server.Url);
        var wrong = await RunAsync("login", "--url", server.Url, "--trust-fingerprint", new string('a', 64));
        var trusted = await RunAsync("login", "--url", server.Url, "--trust-fingerprint", Fingerprint());

        Assert.Equal(ExitCodes.NotAuthorized, unknown.Code);
        Assert.Contains(Fingerprint(), unknown.Error, StringComparison.Ordinal);
        Assert.Contains("another fingerprint", wrong.Error, StringComparison.Ordinal);
        Assert.True(trusted.Code == ExitCodes.Ok, trusted.Error);
        Assert.Contains("its authority", (await RunAsync("profile", "show")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", ExitCodes.Ok)]
    [InlineData("", ExitCodes.NotAuthorized)]
    public async Task Login_Person_IsShownTheFingerprintAndAskedOnce(string answer, int code)
    {
        using var certificate = _authority.Sign();
        await using var server = await StartAsync(() => certificate);

        var outcome = await Line(answer + "\n").RunAsync("login", "--url", server.Url);

        Assert.True(outcome.Code == code, outcome.Error);
        Assert.Contains("Trust this server from now on? [y/N]", outcome.Error, StringComparison.Ordinal);
        Assert.All(Fingerprints.Halves(ServerPin.Fingerprint(_authority.Certificate)), half => Assert.Contains(half.Half, outcome.Error, StringComparison.Ordinal));
        if (code == ExitCodes.Ok) Assert.DoesNotContain("Trust this", (await Line("").RunAsync("login", "--url", server.Url)).Error, StringComparison.Ordinal);
        else Assert.Null(server.Scope);
    }

    [Fact]
    public async Task Login_NamesThatWouldSteerTheTerminal_AreShownWithoutTheirSigns()
    {
        using var authority = new TestAuthority("Good\u001b[2J\u202egnp");
        using var certificate = authority.Sign();
        await using var server = await AuthServer.StartAsync(() => certificate);
        server.Authority = authority.Certificate.ExportCertificatePem();

        var outcome = await Line("n\n").RunAsync("login", "--url", server.Url);

        Assert.Contains("Good?[2J?gnp", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_RenewedCertificateOfTheSameAuthority_IsTaken()
    {
        using var before = _authority.Sign();
        using var after = _authority.Sign();
        var certificate = before;
        await using var server = await StartAsync(() => certificate);
        await LogInAsync(server);

        certificate = after;

        Assert.Equal(ExitCodes.Ok, (await RunAsync("whoami")).Code);
    }

    [Fact]
    public async Task Command_ManInTheMiddleWithAnotherAuthority_GetsNoToken()
    {
        using var other = new TestAuthority();
        using var certificate = _authority.Sign();
        using var forged = other.Sign();
        var server = await StartAsync(() => certificate);
        await LogInAsync(server);
        var port = new Uri(server.Url).Port;
        await server.DisposeAsync();
        await using var middle = await AuthServer.StartAsync(() => forged, port);
        middle.Authority = other.Certificate.ExportCertificatePem();

        var command = await RunAsync("whoami");
        var login = await Line("y\n").RunAsync("login", "--profile", "lab");

        Assert.Contains("Not trusted", command.Error, StringComparison.Ordinal);
        Assert.Contains("--trust-fingerprint", command.Error, StringComparison.Ordinal);
        Assert.Contains("Not trusted", login.Error, StringComparison.Ordinal);
        Assert.Empty(middle.Bearers);
        Assert.Null(middle.Scope);
    }

    [Fact]
    public async Task Command_CertificateOfTheAuthorityForAnotherName_IsRefused()
    {
        using var right = _authority.Sign();
        using var wrong = _authority.Sign("other.example.org");
        var certificate = right;
        await using var server = await StartAsync(() => certificate);
        await LogInAsync(server);

        certificate = wrong;
        var outcome = await RunAsync("whoami");

        Assert.Contains("for other.example.org, not for the name you called", outcome.Error, StringComparison.Ordinal);
        Assert.Single(server.Bearers);
    }

    [Fact]
    public async Task Command_PinnedKey_IsTakenUnderAnyNameUntilTheKeyChanges()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var first = _authority.SelfSigned("other.example.org", key);
        using var renewed = _authority.SelfSigned("other.example.org", key);
        using var changed = _authority.SelfSigned("other.example.org", another);
        var certificate = first;
        await using var server = await AuthServer.StartAsync(() => certificate);

        var login = await Line("y\n").RunAsync("login", "--url", server.Url, "--profile", "lab");
        certificate = renewed;
        var after = await RunAsync("whoami");
        certificate = changed;
        var refused = await RunAsync("whoami");

        Assert.Contains("a certificate for other names", login.Error, StringComparison.Ordinal);
        Assert.True(login.Code == ExitCodes.Ok, login.Error);
        Assert.Equal(ExitCodes.Ok, after.Code);
        Assert.Contains("another key than the one you trusted", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await RunAsync("login", "--profile", "lab", "--trust-fingerprint", ServerPin.Fingerprint(changed))).Code);
    }

    [Fact]
    public async Task Command_PinnedKeyInACertificateThatIsOver_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var first = _authority.SelfSigned("other.example.org", key);
        using var over = _authority.SelfSigned("other.example.org", key, days: -1);
        var certificate = first;
        await using var server = await AuthServer.StartAsync(() => certificate);
        await Line("y\n").RunAsync("login", "--url", server.Url, "--profile", "lab");
        var before = server.Bearers.Count;

        certificate = over;
        var outcome = await RunAsync("whoami");

        Assert.Contains("has a certificate that is good from", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, server.Bearers.Count);
    }

    [Fact]
    public async Task Login_AuthorityThatDidNotSignTheCertificate_IsNotTheOneTrusted()
    {
        using var another = new TestAuthority();
        using var certificate = another.Sign();
        await using var server = await StartAsync(() => certificate);

        var outcome = await Line("y\n").RunAsync("login", "--url", server.Url);

        Assert.True(outcome.Code == ExitCodes.Ok, outcome.Error);
        Assert.Contains("It presents a certificate of its own", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_AuthorityOfTheDataDirectory_NeedsNoQuestion()
    {
        using var certificate = _authority.Sign();
        await using var server = await StartAsync(() => certificate);
        await File.WriteAllTextAsync(_home.File("ca.pem"), _authority.Certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var outcome = await RunAsync("login", "--url", server.Url, "--data", _home.FullPath);

        Assert.True(outcome.Code == ExitCodes.Ok, outcome.Error);
    }

    [Fact]
    public async Task Command_UnknownServerWithoutAProfile_TellsHowToTrustIt()
    {
        using var certificate = _authority.Sign();
        await using var server = await StartAsync(() => certificate);
        var line = Line(null);
        line.Variables["DIRAC_TOKEN"] = "somebody's";

        var outcome = await line.RunAsync("whoami", "--url", server.Url);

        Assert.Contains($"dirac login --url {server.Url}", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(server.Bearers);
    }

    private string Fingerprint() => Fingerprints.Show(ServerPin.Fingerprint(_authority.Certificate));

    private async Task<AuthServer> StartAsync(Func<X509Certificate2> certificate)
    {
        var server = await AuthServer.StartAsync(certificate);
        server.Authority = _authority.Certificate.ExportCertificatePem();
        return server;
    }

    private async Task LogInAsync(AuthServer server)
    {
        var outcome = await RunAsync("login", "--url", server.Url, "--profile", "lab", "--trust-fingerprint", Fingerprint());
        Assert.True(outcome.Code == ExitCodes.Ok, outcome.Error);
    }

    private Task<CommandLine.Outcome> RunAsync(params string[] args) => Line(null).RunAsync(args);

    private CommandLine Line(string? input) => new()
    {
        Clock = new LeapingClock(), Input = input ?? "", InputIsTerminal = input is not null,
        Variables = new() { ["XDG_CONFIG_HOME"] = _home.FullPath, ["X509_USER_PROXY"] = _home.File("no-proxy"), ["XDG_DATA_HOME"] = _home.File("none") },
    };
}
