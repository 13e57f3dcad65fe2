using System.Net.Http.Headers;
using System.Text.Json;
using Dirac.Framework.Tokens;
using Dirac.Hosting;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Api;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>A running server with the routes of tokens and a database; its configuration is what a test says, at once.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Scope = "vo:demo group:demo_user";

    private readonly TempFolder _folder = new();
    private readonly TestDatabases _databases;
    private readonly Snapshots _snapshots;
    private readonly WebApplication _app;

    private TokenServer(TestDatabases databases, string legacyKeyHash)
    {
        _databases = databases;
        _snapshots = new Snapshots(Clock);
        TestSigningKeys.PutInto(_folder.File("data"));
        var options = new HostingOptions { DataDirectory = _folder.File("data"), Urls = ["http://127.0.0.1:0"], InsecureHttp = true };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(options);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddDiracHosting(options);
        builder.Services.AddPersistence(databases.Settings).AddDiracRpc().AddFramework();
        builder.Services.Configure<AuthOptions>(auth => auth.LegacyExchangeHashedApiKey = legacyKeyHash);
        builder.Services.Replace(ServiceDescriptor.Singleton<IConfigurationSnapshots>(_snapshots));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseDiracHosting();
        _app.MapDiracHosting();
        _app.MapFramework();
        _app.MapDiracRpc();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, 500, TimeSpan.Zero));

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public IDatabase Database => _databases.Get("AuthDB");

    public CfgSection Configuration
    {
        get => _snapshots.Current.Root;
        set => _snapshots.Replace(value);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TokenServer> StartAsync(Engine engine, string legacyKeyHash = "")
    {
        var server = new TokenServer(await TestDatabases.CreateAsync(engine, services => services.AddSchema("AuthDB", typeof(FrameworkModule).Assembly)), legacyKeyHash);
        await server._app.StartAsync(Cancellation);
        server.Client.BaseAddress = new Uri(server._app.Urls.First());
        return server;
    }

    /// <summary>Begins a login as the flows do.</summary>
    public Task<TokenReply> LoginAsync(string user = "ann", string scope = Scope, string? subject = null)
    {
        var registry = _snapshots.Current.Registry;
        var scopes = Assert.IsType<ScopeVerdict.Accepted>(TokenScopes.Parse(scope, registry)).Scopes;
        var granted = Assert.IsType<RightsVerdict.Granted>(ScopeRights.Decide(scopes, user, registry));
        return Services.GetRequiredService<IssueTokens>().BeginAsync(granted.User with { Subject = subject }, scope, Cancellation);
    }

    public string Token(string user, string vo, params string[] properties) =>
        Services.GetRequiredService<TokenIssuer>().Issue(new UserIdentity(user, vo, "demo_user", new PropertySet(properties))).Value;

    public Task<(int Status, JsonElement Body)> RefreshAsync(string token) =>
        PostAsync("/api/auth/token", ("grant_type", "refresh_token"), ("client_id", "myDIRACClientID"), ("refresh_token", token));

    /// <summary>Refreshes a token that is good.</summary>
    public async Task<TokenReply> RenewAsync(string token)
    {
        var (status, body) = await RefreshAsync(token);
        Assert.True(status == 200, body.ToString());
        return body.Deserialize(ModelJsonContext.Default.TokenReply)!;
    }

    public Task<(int Status, JsonElement Body)> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, null, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string? authorization) => SendAsync(HttpMethod.Get, path, authorization, null);

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? authorization, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (authorization is not null) request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await Client.SendAsync(request, Cancellation);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return ((int)response.StatusCode, body.RootElement.Clone());
    }

    public Task<T> ScalarAsync<T>(string sql) => Database.ReadAsync((session, token) => session.ScalarAsync<T>(sql, null, token), Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _databases.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Snapshots(TimeProvider clock) : IConfigurationSnapshots
    {
        private static readonly CfgSection Usual = CfgSection.Empty
            .With("/Registry/Users/ann/DN", "/CN=ann").With("/Registry/Users/bob/DN", "/CN=bob").With("/Registry/Users/eve/DN", "/CN=eve")
            .With("/Registry/VO/demo/DefaultGroup", "demo_user")
            .With("/Registry/Groups/demo_user/VO", "demo").With("/Registry/Groups/demo_user/Users", "ann, bob").With("/Registry/Groups/demo_user/Properties", "NormalUser")
            .With("/Registry/Groups/demo_admin/VO", "demo").With("/Registry/Groups/demo_admin/Users", "ann").With("/Registry/Groups/demo_admin/Properties", "JobAdministrator")
            .With("/Registry/Groups/bio_user/VO", "bio").With("/Registry/Groups/bio_user/Users", "ann, eve").With("/Registry/Groups/bio_user/Properties", "NormalUser, Operator");

        private volatile ConfigurationSnapshot _current = new(Usual, clock.GetUtcNow());

        public ConfigurationSnapshot Current => _current;

        public void Replace(CfgSection root) => _current = new ConfigurationSnapshot(root, clock.GetUtcNow());
    }
}
