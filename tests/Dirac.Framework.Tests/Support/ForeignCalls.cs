using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dirac.IdentityProvider;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Support;

/// <summary>A server whose VO <c>demo</c> has an identity provider that makes access tokens as JWTs, and clients that call services with them.</summary>
public sealed class ForeignCalls : IAsyncLifetime
{
    private TokenServer _server = null!;

    /// <summary>The provider.</summary>
    public TestIdentityProvider Provider { get; private set; } = null!;

    internal TokenServer Server => _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Now => _server.Clock.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        _server = await TokenServer.StartAsync(Engine.Sqlite);
        Provider = await TestIdentityProvider.StartAsync(new IdentityProviderSettings { Algorithm = "ES256", Clock = _server.Clock }, Cancellation);
        _server.Configuration = _server.Configuration
            .With("/Registry/VO/demo/IdProvider", "Test")
            .With("/Resources/IdProviders/Test/issuer", Provider.Issuer.AbsoluteUri)
            .With("/Resources/IdProviders/Test/client_id", "dirac")
            .With("/Resources/IdProviders/Test/audiences", "https://dirac.example.org")
            .With("/Registry/Users/ann/ID", "sub-ann")
            .With("/Registry/Users/bob/ID", "sub-bob").With("/Registry/Users/bob/Suspended", "demo")
            .With("/Registry/Users/eve/ID", "sub-eve")
            .With("/Registry/Users/two/ID", "sub-two").With("/Registry/Users/three/ID", "sub-two")
            .With("/Registry/Groups/demo_prod/VO", "demo").With("/Registry/Groups/demo_prod/IdPRole", "wlcg.groups:/demo/production")
            .With("/Registry/Groups/demo_prod/Properties", "ProductionManagement");
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>The claims of a good token of ann's, with some changed; a null takes one away.</summary>
    internal JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = Provider.Issuer.AbsoluteUri.TrimEnd('/'), ["sub"] = "sub-ann", ["aud"] = "dirac", ["scope"] = "openid", ["jti"] = Guid.NewGuid().ToString(), ["iat"] = Now, ["exp"] = Now + 600,
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value;
        }

        return claims;
    }

    /// <summary>Calls <c>whoami</c> and gives what it says; the status alone when it is refused.</summary>
    internal async Task<(int Status, string? DN, string? User, string? Group)> WhoAmIAsync(string token, string? extra = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/Framework/ProxyManager")
        {
            Content = new FormUrlEncodedContent([new("method", "whoami"), new("args", "[]"), .. extra is null ? Array.Empty<KeyValuePair<string, string>>() : [new("extraCredentials", extra)]]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _server.Client.SendAsync(request, Cancellation);
        if (!response.IsSuccessStatusCode) return ((int)response.StatusCode, null, null, null);
        using var reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        var said = reply.RootElement.GetProperty("Value");
        return (200, said.GetProperty("DN").GetString(), said.GetProperty("username").GetString(), said.GetProperty("group").GetString());
    }
}
