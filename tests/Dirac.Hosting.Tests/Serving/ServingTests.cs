using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dirac.Hosting.Serving;
using Dirac.Model.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.Serving;

public sealed class ServingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://127.0.0.1:8443", false)]
    [InlineData("https://[::1]:0", false)]
    [InlineData("https://0.0.0.0:443", false)]
    [InlineData("https://localhost:1", false)]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://localhost:80", true)]
    public void Listen_SafeAddress_IsTaken(string url, bool insecure) => Assert.NotNull(ListenAddress.Parse(url, insecure));

    [Theory]
    [InlineData("http://127.0.0.1:80", false, "--insecure-http")]
    [InlineData("http://0.0.0.0:80", true, "https://")]
    [InlineData("http://192.0.2.1:80", true, "https://")]
    [InlineData("http://[::]:80", true, "https://")]
    [InlineData("https://dirac.example.org", false, "IP address")]
    [InlineData("https://127.0.0.1/path", false, "--urls")]
    [InlineData("ftp://127.0.0.1", false, "--urls")]
    [InlineData("8443", false, "--urls")]
    public void Listen_UnsafeOrSenselessAddress_IsRefusedWithAdvice(string url, bool insecure, string advice)
    {
        var failure = Assert.Throws<DiracException>(() => ListenAddress.Parse(url, insecure));

        Assert.Equal(ErrorCode.BadConfiguration, failure.Code);
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api", ServerRoles.Api)]
    [InlineData("Tasks, triggers", ServerRoles.Tasks | ServerRoles.Triggers)]
    [InlineData("api,rpc,tasks,triggers,portal", ServerRoles.All)]
    public void Roles_Parse_ReadsNames_AndFormatReadsBack(string text, ServerRoles roles)
    {
        Assert.Equal(roles, ServerRolesText.Parse(text));
        Assert.Equal(roles, ServerRolesText.Parse(ServerRolesText.Format(roles)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api,worker")]
    [InlineData("all")]
    [InlineData("3")]
    public void Roles_UnknownOrNone_AreRefusedWithTheList(string text) =>
        Assert.Contains("api,rpc,tasks,triggers,portal", Assert.Throws<DiracException>(() => ServerRolesText.Parse(text)).Advice, StringComparison.Ordinal);

    [Fact]
    public async Task ReadyFile_IsThereWhileTheServerAnswers()
    {
        await using var server = await RunningServer.StartAsync();
        var path = Path.Combine(server.Data, ReadyFile.FileName);

        using (var ready = JsonDocument.Parse(await File.ReadAllTextAsync(path, Cancellation)))
        {
            Assert.Equal(server.Url, ready.RootElement.GetProperty("urls")[0].GetString());
            Assert.Equal(Environment.ProcessId, ready.RootElement.GetProperty("pid").GetInt32());
        }

        await server.StopAsync();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Tls_WithTheOwnAuthority_IsTrustedByDotnetAndCurl_NotByStrangers()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Urls = ["https://127.0.0.1:0"], InsecureHttp = false });
        using var ready = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(server.Data, ReadyFile.FileName), Cancellation));
        var authorityPath = ready.RootElement.GetProperty("ca").GetString()!;
        var live = new Uri(new Uri(server.Url), "/api/health/live");

        using var trusting = TrustingClient(authorityPath);
        using var stranger = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await trusting.GetAsync(live, Cancellation).StatusAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(live, Cancellation));
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        using var curl = Process.Start("curl", ["-sf", "-o", "/dev/null", "--cacert", authorityPath, live.ToString()]);
        await curl.WaitForExitAsync(Cancellation);
        Assert.Equal(0, curl.ExitCode);
    }

    [Fact]
    public async Task Health_AllProbes_AnswerOk()
    {
        await using var server = await RunningServer.StartAsync();

        foreach (var probe in new[] { "live", "ready", "startup" })
            Assert.Equal("ok", (await server.GetAsync($"/api/health/{probe}").JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public void AddDiracHosting_Twice_RegistersOnce_AndBuildsWithScopeValidation()
    {
        var options = new HostingOptions { DataDirectory = "unused" };
        var services = new ServiceCollection().AddDiracHosting(options);
        var count = services.Count;

        services.AddDiracHosting(options);

        Assert.Equal(count, services.Count);
        Assert.False(Directory.Exists("unused"));
    }

    private static HttpClient TrustingClient(string authorityPath)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authorityPath));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } });
    }
}
