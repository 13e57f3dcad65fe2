using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dirac.Client.Accounts;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Framework.Tests.Support;
using Dirac.Hosting;
using Dirac.Hosting.Serving;
using Dirac.IdentityProvider;
using Dirac.Model.Api;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Tests.Accounts;

public sealed class AccountEndpointsTests : IAsyncLifetime
{
    private static readonly string[] Routes = ["GET /api/accounts/requests", "POST /api/accounts/requests/1/approve", "POST /api/accounts/requests/1/refuse", "POST /api/accounts/sync"];

    private readonly TempFolder _folder = new();
    private TestDatabases _databases = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private FakeConfiguration _configuration = null!;
    private TestIdentityProvider _provider = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestIdentityProvider.StartAsync(new IdentityProviderSettings { Algorithm = "ES256", People = [LoginWorld.Ann, LoginWorld.Bob] }, Cancellation);
        var root = CfgSection.Empty
            .With("/Registry/VO/demo/DefaultGroup", "demo_user")
            .With("/Registry/VO/demo/IdProvider", "Test")
            .With("/Resources/IdProviders/Test", CfgSection.Empty.With("issuer", _provider.Issuer.AbsoluteUri).With("client_id", "dirac").With("client_secret", "dirac-secret"))
            .With("/Registry/Groups/demo_user/VO", "demo")
            .With("/Registry/Groups/demo_user/Properties", "NormalUser");
        _configuration = new FakeConfiguration(root, TimeProvider.System);
        await File.WriteAllTextAsync(_folder.File("dirac.cfg"), Cfg.Write(root), Cancellation);
        _databases = await TestDatabases.CreateAsync(Engine.Sqlite, services => services.AddSchema(AccountDatabase.Name, typeof(FrameworkModule).Assembly, AccountDatabase.Scripts));
        TestSigningKeys.PutInto(_folder.File("data"));
        var options = new HostingOptions { DataDirectory = _folder.File("data"), ConfigurationFiles = [_folder.File("dirac.cfg")], Urls = ["http://127.0.0.1:0"], InsecureHttp = true };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(options);
        builder.Services.AddDiracHosting(options).AddPersistence(_databases.Settings).AddFramework().AddSingleton<IConfigurationChanges>(_configuration);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseDiracHosting();
        _app.MapDiracHosting();
        _app.MapFramework();
        await _app.StartAsync(Cancellation);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        await _app.Services.GetRequiredService<NoteRequest>().RunAsync("demo", new PersonClaims("sub-bob", "bob", "Bob", "bob@example.org", GroupClaims.None), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _databases.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Routes_WithoutTokenOrProperty_AreClosed()
    {
        foreach (var route in Routes)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(route, null)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(route, TokenOf("demo", "NormalUser", "CSAdministrator"))).Status);
        }
    }

    [Fact]
    public async Task Approve_WithoutBody_RegistersAsSuggested()
    {
        var token = TokenOf("demo", "UserManager");
        var listed = (await SendAsync("GET /api/accounts/requests", token)).Body!.AsArray();
        Assert.Equal("bob", (string?)Assert.Single(listed)!["user_name"]);

        var (status, approved) = await SendAsync("POST /api/accounts/requests/1/approve", token);

        Assert.Equal((HttpStatusCode.OK, "Approved"), (status, (string?)approved!["status"]));
        Assert.Equal(["bob"], _configuration.Root.GetList("/Registry/Groups/demo_user/Users"));
        Assert.Empty((await SendAsync("GET /api/accounts/requests", token)).Body!.AsArray());
        Assert.Single((await SendAsync("GET /api/accounts/requests?all=true", token)).Body!.AsArray());
    }

    [Fact]
    public async Task Routes_OfAnotherVo_ShowNothing()
    {
        var token = TokenOf("other", "UserManager");

        Assert.Empty((await SendAsync("GET /api/accounts/requests?all=true", token)).Body!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST /api/accounts/requests/1/approve", token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("POST /api/accounts/sync", token, """{"vo": "demo"}""")).Status);
    }

    [Fact]
    public async Task Routes_ByTheClient_AreUnderstood()
    {
        using var connection = new ApiConnection(new ApiConnectionOptions { Url = _client.BaseAddress! }, new FixedToken(TokenOf("demo", "UserManager")));
        var accounts = new AccountClient(connection);

        Assert.Equal("Waiting", Assert.Single(await accounts.RequestsAsync(cancellationToken: Cancellation)).Status);
        Assert.Equal("Refused", (await accounts.RefuseAsync(1, Cancellation)).Status);
        Assert.Equal("Approved", (await accounts.ApproveAsync(1, new AccountApproval("robert"), Cancellation)).Status);
        var reply = await accounts.SyncAsync(new AccountSyncRequest("demo"), Cancellation);
        Assert.Equal((false, null), (reply.Applied, reply.Refusal));
        Assert.Equal([("Add", "ann"), ("Add", "bob")], reply.Changes.Select(change => (change.Kind, change.UserName)));
    }

    [Theory]
    [InlineData("POST /api/accounts/requests/1/approve", "{", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST /api/accounts/requests/1/approve", """{"user_name": 7}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST /api/accounts/sync", "", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST /api/accounts/requests/9/approve", "{}", HttpStatusCode.NotFound)]
    public async Task Routes_BadBodies_AreAnsweredWithTheirStatus(string route, string body, HttpStatusCode status) =>
        Assert.Equal(status, (await SendAsync(route, TokenOf("demo", "UserManager"), body)).Status);

    private string TokenOf(string vo, params string[] properties) =>
        _app.Services.GetRequiredService<TokenIssuer>().Issue(new UserIdentity("boss", vo, vo + "_admin", new PropertySet(properties))).Value;

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string route, string? token, string body = "")
    {
        var words = route.Split(' ');
        using var request = new HttpRequestMessage(HttpMethod.Parse(words[0]), words[1]);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }
}
