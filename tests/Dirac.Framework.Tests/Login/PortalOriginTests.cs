using System.Net;
using Dirac.Framework.Login.Redirects;
using Dirac.Framework.Tests.Support;
using Dirac.Model.Configuration;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>Pages of a portal whose address of login is registered may call the API from their own origin, and nothing else.</summary>
public sealed class PortalOriginTests() : LoginContract(Engine.Sqlite)
{
    private const string Portal = "https://portal.example.org";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Theory]
    [InlineData("GET", "/.well-known/openid-configuration")]
    [InlineData("GET", "/api/health/live")]
    [InlineData("OPTIONS", "/api/auth/token")]
    public async Task Call_OfARegisteredPortal_IsAnswered(string method, string path)
    {
        using var reply = await SendAsync(method, path, Portal);

        Assert.True(reply.IsSuccessStatusCode, $"{reply.StatusCode}");
        Assert.Equal(Portal, Assert.Single(reply.Headers.GetValues(AllowOrigin)));
        Assert.Contains("Origin", reply.Headers.Vary);
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/api/health/live", "https://app.example.org")]
    [InlineData("/api/health/live", "https://portal.example.org.evil.example.org")]
    [InlineData("/api/health/live", "http://portal.example.org")]
    [InlineData("/api/health/live", "null")]
    [InlineData("/apipage", Portal)]
    [InlineData("/login", Portal)]
    public async Task Call_OfAnotherOrigin_OrToAPage_IsRefused(string path, string origin)
    {
        using var reply = await SendAsync("GET", path, origin);

        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.False(reply.Headers.Contains(AllowOrigin));
    }

    [Fact]
    public void Origin_OfAChangedConfiguration_CountsAtOnce()
    {
        var configuration = new FakeConfiguration(Of(""), TimeProvider.System);
        var origins = new PortalOrigins(configuration);

        var before = origins.Allows(Portal);
        configuration.Root = Of($"https://app.example.org/back, {Portal}/#back");
        var (listed, program) = (origins.Allows(Portal), origins.Allows("https://app.example.org"));
        configuration.Root = Of($"{Portal}/back");

        Assert.Equal((false, true, false, false), (before, listed, program, origins.Allows(Portal)));
    }

    private static CfgSection Of(string addresses) => Cfg.Parse($"Systems\n{{\nFramework\n{{\nAuth\n{{\nRedirectUris = {addresses}\n}}\n}}\n}}\n");

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string origin)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Url + path));
        request.Headers.Add("Origin", origin);
        if (method == "OPTIONS") request.Headers.Add("Access-Control-Request-Method", "POST");
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
