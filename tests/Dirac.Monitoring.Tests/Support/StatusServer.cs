using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Api;
using Dirac.Monitoring.Statuses;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Tasks;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Monitoring.Tests.Support;

/// <summary>The room put together as in production, on a free loopback port and a clock of its own. Tasks run when a test says so.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    public const string Site = "LCG.A.ch";
    public const string OtherSite = "LCG.B.de";
    public const string CE = "ce1.a.ch";

    private const string Configuration = """
        Resources
        {
          Sites
          {
            LCG
            {
              LCG.A.ch
              {
                CEs
                {
                  ce1.a.ch
                  {
                  }
                }
              }
              LCG.B.de
              {
                Status = Banned
              }
            }
          }
        }
        """;

    private readonly TempFolder _folder;
    private readonly TestDatabases _databases;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private StatusServer(TempFolder folder, TestDatabases databases, WebApplication app, FakeTimeProvider clock)
    {
        (_folder, _databases, _app, Clock) = (folder, databases, app, clock);
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public StatusBoard Board => Services.GetRequiredService<StatusBoard>();

    public IDatabase Database => _databases.Get(StatusDatabase.Name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StatusServer> StartAsync(Engine engine)
    {
        var databases = await TestDatabases.CreateAsync(engine, services => services.AddMonitoring());
        var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), Configuration, Token);
        TestSigningKeys.PutInto(folder.File("data"));
        var hosting = new HostingOptions
        {
            DataDirectory = folder.File("data"), ConfigurationFiles = [folder.File("dirac.cfg")], Urls = ["http://127.0.0.1:0"], InsecureHttp = true,
        };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseDiracKestrel(hosting);
        builder.Services.AddSingleton<TimeProvider>(clock).AddDiracHosting(hosting).AddPersistence(databases.Settings);
        builder.Services.AddDiracRpc().AddMonitoring();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        app.UseRouting();
        app.UseDiracHosting();
        app.MapDiracHosting();
        app.MapMonitoring();
        app.MapDiracRpc();
        await app.StartAsync(CancellationToken.None);
        return new StatusServer(folder, databases, app, clock);
    }

    /// <summary>Sends a request as a member of a VO.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, string property = DiracProperties.SiteManager, string vo = "demo", string? tag = null)
    {
        var issued = Services.GetRequiredService<TokenIssuer>().Issue(new UserIdentity("ann", vo, $"{vo}_group", new PropertySet([property])));
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issued.Value);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await _client.SendAsync(request, Token);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, string vo = "demo")
    {
        using var response = await SendAsync(HttpMethod.Get, path, property: DiracProperties.NormalUser, vo: vo);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(type, Token))!;
    }

    public Task<HttpResponseMessage> SetAsync(string kind, string name, ElementStatusChange change, string property = DiracProperties.SiteManager, string vo = "demo") => SendAsync(
        HttpMethod.Put, $"/api/rss/status/{kind}/{name}", JsonContent.Create(change, ModelJsonContext.Default.ElementStatusChange), property, vo);

    /// <summary>What counts for an element.</summary>
    public async Task<ElementStatus> StatusAsync(string kind, string name, string vo = "demo") =>
        Assert.Single(await GetAsync($"/api/rss/status/{kind}", ModelJsonContext.Default.IReadOnlyListElementStatus, vo), element => element.Name == name);

    /// <summary>Calls a method of the service as DIRAC's https clients do; the text of the reply.</summary>
    public async Task<string> CallAsync(string method, string arguments, string property = DiracProperties.SiteManager)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("method", method), KeyValuePair.Create("args", arguments)]);
        using var response = await SendAsync(HttpMethod.Post, "/ResourceStatus/ResourceStatus", form, property);
        return await response.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Does a round of a task.</summary>
    public async Task RoundAsync<TMessage, THandler>()
        where THandler : ITaskHandler<TMessage>
    {
        using var scope = Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync([], null!, Token);
    }

    public Task<long> CountAsync(string table, string where = "1 = 1") =>
        Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token), Token);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _databases.DisposeAsync();
        _folder.Dispose();
    }
}
