using System.Net.Http.Headers;
using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Serving;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Hosting.Tests;

/// <summary>A server with the hosting module alone, on a free loopback port, with a fake clock that starts at the real time.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Configuration = """
        Registry
        {
          Users
          {
            ann
            {
            }
          }
          Groups
          {
            demo_user
            {
              Users = ann
              Properties = NormalUser
              VO = demo
            }
            demo_admin
            {
              Users = ann
              Properties = JobAdministrator
              VO = demo
            }
            bio_user
            {
              Users = ann
              VO = bio
            }
          }
        }
        Systems
        {
          Databases
          {
            User = dirac
            Password = hidden-word
          }
        }
        LocalInstallation
        {
          Host = own-machine
        }
        Operations
        {
          Defaults
          {
            A = default
            B = default
          }
          demo
          {
            B = demo
          }
        }
        """;

    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private RunningServer(TempFolder folder, WebApplication app, FakeTimeProvider clock, LogRecorder log)
    {
        _folder = folder;
        _app = app;
        Clock = clock;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public FakeTimeProvider Clock { get; }

    public LogRecorder Log { get; }

    public HttpClient Client { get; }

    public string Url => _app.Urls.First();

    public string Data => _folder.File("data");

    public string ConfigurationFile => _folder.File("dirac.cfg");

    public IServiceProvider Services => _app.Services;

    /// <summary>Puts a new configuration in the place of the old, as editors do.</summary>
    public async Task ReplaceConfigurationAsync(string text)
    {
        await File.WriteAllTextAsync(ConfigurationFile + ".new", text, Cancellation);
        File.Move(ConfigurationFile + ".new", ConfigurationFile, overwrite: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningServer> StartAsync(
        Action<WebApplication>? map = null, Func<HostingOptions, HostingOptions>? change = null, Action<IServiceCollection>? services = null,
        string more = "")
    {
        var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), Configuration + more, Cancellation);
        var options = new HostingOptions
        {
            DataDirectory = folder.File("data"),
            ConfigurationFiles = [folder.File("dirac.cfg")],
            Urls = ["http://127.0.0.1:0"],
            InsecureHttp = true,
            LocalUser = new LocalUser("ann", "demo"),
        };
        options = change?.Invoke(options) ?? options;
        if (options.KeySetFile is null) TestSigningKeys.PutInto(options.DataDirectory);

        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var log = new LogRecorder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(options);
        builder.Services.AddSingleton<TimeProvider>(clock).AddDiracHosting(options);
        services?.Invoke(builder.Services);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        var app = builder.Build();
        app.UseDiracHosting();
        app.MapDiracHosting();
        map?.Invoke(app);
        try
        {
            await app.StartAsync(Cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            folder.Dispose();
            throw;
        }

        return new RunningServer(folder, app, clock, log);
    }

    /// <summary>Maps a handler at <c>/test</c>, open to anyone unless another rule is given.</summary>
    public static Action<WebApplication> Route(Delegate handler, AccessRule? rule = null, string method = "GET") =>
        app => app.MapMethods("/test", [method], handler).Requires(rule ?? AccessRule.Anyone);

    public string Token(params string[] properties) =>
        Services.GetRequiredService<TokenIssuer>().Issue(new UserIdentity("ann", "demo", "demo_user", new PropertySet(properties))).Value;

    public LocalIdentity Identity() => LocalIdentity.Read(Data);

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, token, headers);

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? token = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, MediaTypeHeaderValue.Parse("application/json")), token, headers);

    /// <summary>Reads the configuration again, as its watcher would.</summary>
    public void Reload() => Services.GetRequiredService<ConfigurationSnapshots>().Reload();

    public Task StopAsync() => _app.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, string? token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, Cancellation);
    }
}
