using System.Net;

namespace Dirac.Hosting.Tests.Identity;

public sealed class WellKnownTests
{
    [Fact]
    public async Task OpenIdConfiguration_HasEveryMemberOfTheSurface()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Issuer = "https://dirac.example.org/" });

        var found = await server.GetAsync("/.well-known/openid-configuration").JsonAsync();

        string[] members =
        [
            "issuer", "token_endpoint", "userinfo_endpoint", "authorization_endpoint", "device_authorization_endpoint", "revocation_endpoint", "jwks_uri",
            "grant_types_supported", "scopes_supported", "response_types_supported", "token_endpoint_auth_signing_alg_values_supported",
            "token_endpoint_auth_methods_supported", "code_challenge_methods_supported",
        ];
        Assert.Equal(members, found.EnumerateObject().Select(member => member.Name));
        Assert.Equal("https://dirac.example.org", found.GetProperty("issuer").GetString());
        Assert.Equal("https://dirac.example.org/.well-known/jwks.json", found.GetProperty("jwks_uri").GetString());
    }

    [Fact]
    public async Task JwksAndMetadata_AreOpen_AndTellNothingPrivate()
    {
        await using var server = await RunningServer.StartAsync();

        var keys = await server.GetAsync("/.well-known/jwks.json").JsonAsync();
        var metadata = await server.GetAsync("/.well-known/dirac-metadata").JsonAsync();

        Assert.False(keys.GetProperty("keys")[0].TryGetProperty("d", out _));
        var demo = metadata.GetProperty("virtual_organizations").GetProperty("demo");
        Assert.Equal("demo_user", demo.GetProperty("default_group").GetString());
        Assert.Equal("NormalUser", demo.GetProperty("groups").GetProperty("demo_user").GetProperty("properties")[0].GetString());
        Assert.False(string.IsNullOrEmpty(demo.GetProperty("support").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task SecurityText_IsPlainText_WhenAContactIsConfigured()
    {
        await using var without = await RunningServer.StartAsync();
        await without.GetAsync("/.well-known/security.txt").ErrorAsync(HttpStatusCode.NotFound);

        var text = await File.ReadAllTextAsync(without.ConfigurationFile, TestContext.Current.CancellationToken);
        await without.ReplaceConfigurationAsync(text + "\nDIRAC\n{\n  Security\n  {\n    Contact = mailto:sec@example.org\n  }\n}\n");
        await without.Log.SeenAsync(5100, TestContext.Current.CancellationToken);
        using var response = await without.GetAsync("/.well-known/security.txt");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("Contact: mailto:sec@example.org\nExpires: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
