using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Dirac.IdentityProvider;
using Dirac.Installation;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests.Refreshes;

/// <summary>A server that can be killed, with a provider at which some people log in.</summary>
internal sealed class RefreshWorld : IAsyncDisposable
{
    /// <summary>Where the server sends codes.</summary>
    public const string Portal = "https://portal.example.org/#authentication-callback";

    /// <summary>Everybody's scope.</summary>
    public const string Scope = "vo:demo group:demo_user";

    private readonly TempFolder _folder = new();
    private readonly InstalledServer _server;
    private readonly ServerDatabases? _databases;
    private readonly TestIdentityProvider _provider;
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _client;
    private string? _manager;

    private RefreshWorld(TestIdentityProvider provider, ServerDatabases? databases)
    {
        (_provider, _databases) = (provider, databases);
        _server = new InstalledServer(_folder.File("server"), TimeProvider.System);
    }

    /// <summary>Calls the server and the provider; follows nothing and keeps no cookies.</summary>
    public HttpClient Client => _client!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts provider and server.</summary>
    /// <param name="people">How many people there are: <c>p0</c>, <c>p1</c> …, whom the provider calls <c>sub-p0</c>, <c>sub-p1</c> ….</param>
    /// <param name="databases">Where on MySQL; null for SQLite.</param>
    public static async Task<RefreshWorld> StartAsync(int people, ServerDatabases? databases)
    {
        var names = Enumerable.Range(0, people).Select(NameOf).ToList();
        var provider = await TestIdentityProvider.StartAsync(
            new IdentityProviderSettings { People = [.. names.Select(name => new Person { Subject = $"sub-{name}", UserName = name, Email = $"{name}@example.org" })] }, Token);
        var world = new RefreshWorld(provider, databases);
        await world._server.StartWithAsync(Options(provider.Issuer, names, databases), Token);
        world._client = Connect(world._server);
        world._up.SetResult();
        return world;
    }

    /// <summary>The user name of a person.</summary>
    public static string NameOf(int number) => $"p{number}";

    /// <summary>Waits until the server runs.</summary>
    public Task UntilUpAsync() => _up.Task.WaitAsync(Token);

    /// <summary>Kills the server and starts it again.</summary>
    public async Task KillAsync()
    {
        _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _server.KillAsync();
        await _server.StartAsync(Token);
        _up.SetResult();
    }

    /// <summary>How many refresh tokens of a person are good, as an administrator sees it.</summary>
    public async Task<int> LiveTokensAsync(string person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/refresh-tokens");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _manager ??= IssueManager());
        using var response = await Client.SendAsync(request, Token);
        var rows = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsArray();
        return rows.Count(row => (string?)row!["Sub"] == SubjectOf(person));
    }

    /// <summary>What access tokens call a person.</summary>
    public static string SubjectOf(string person) => $"demo:sub-{person}";

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
        if (_databases is not null) await _databases.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpClient Connect(InstalledServer server)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(server.CaFile);
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = server.Url };
    }

    private static Dictionary<string, string> Options(Uri issuer, IReadOnlyList<string> people, ServerDatabases? databases) => new(
    [
        .. databases?.Options ?? new Dictionary<string, string>(),
        .. people.Select(name => KeyValuePair.Create($"/Registry/Users/{name}/Email", $"{name}@example.org")),
        .. people.Select(name => KeyValuePair.Create($"/DiracX/CsSync/VOs/demo/UserSubjects/{name}", $"sub-{name}")),
        new("/Registry/VO/demo/IdProvider", "Test"),
        new("/Registry/VO/demo/DefaultGroup", "demo_user"),
        new("/Registry/Groups/demo_user/VO", "demo"),
        new("/Registry/Groups/demo_user/Users", string.Join(", ", people)),
        new("/Registry/Groups/demo_user/Properties", DiracProperties.NormalUser),
        new("/Resources/IdProviders/Test/issuer", issuer.AbsoluteUri.TrimEnd('/')),
        new("/Resources/IdProviders/Test/client_id", "dirac"),
        new("/Resources/IdProviders/Test/client_secret", "dirac-secret"),
        new("/Systems/Framework/Auth/RedirectUris", Portal),
    ]);

    private string IssueManager()
    {
        var issuer = new TokenIssuer(new KeyRing(SigningKeys.LoadOrCreate(_server.Directory)), new TokenOptions(_server.Url.ToString().TrimEnd('/')), TimeProvider.System);
        return issuer.Issue(new UserIdentity("manager", "demo", "demo_manager", new PropertySet([DiracProperties.ProxyManagement]))).Value;
    }
}
