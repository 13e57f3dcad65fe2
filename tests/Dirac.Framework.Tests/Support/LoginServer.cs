using System.Net;
using System.Text.Json;
using Dirac.Framework.Providers;
using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Tests.Support;

/// <summary>A running server where people log in: VO demo has a provider, home is the local user's, lone has neither.</summary>
internal sealed class LoginServer : IAsyncDisposable
{
    public const string Client = "myDIRACClientID";
    public const string Portal = "https://portal.example.org/#authentication-callback";
    public const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    private const string Configuration = """
        Registry
        {
          Users
          {
            ann
            {
            }
            bob
            {
            }
            sue
            {
              Suspended = demo
            }
          }
          Groups
          {
            demo_user
            {
              Users = ann, sue
              Properties = NormalUser
              VO = demo
            }
            demo_admin
            {
              Users = ann
              Properties = JobAdministrator
              VO = demo
            }
            home_user
            {
              Users = ann
              Properties = NormalUser
              VO = home
            }
            lone_user
            {
              Users = ann
              VO = lone
            }
          }
        }
        Systems
        {
          Framework
          {
            Auth
            {
              RedirectUris = https://portal.example.org/#authentication-callback
            }
          }
        }
        """;

    private readonly WebApplication _app;
    private readonly HttpClient _programs;

    private LoginServer(WebApplication app)
    {
        _app = app;
        _programs = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url) };
    }

    public string Url => _app.Urls.First();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a server of <paramref name="installation"/>.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="provider">The address of a running provider of demo, for a server of its own address; null for the installation's fake.</param>
    public static async Task<LoginServer> StartAsync(LoginInstallation installation, Uri? provider = null)
    {
        // Written once: servers of the installation that already run read them.
        if (!File.Exists(installation.ConfigurationFile))
        {
            await File.WriteAllTextAsync(installation.ConfigurationFile, Configuration, Cancellation);
            await File.WriteAllTextAsync(installation.ProviderFile, Describe(provider), Cancellation);
        }

        var options = new HostingOptions
        {
            DataDirectory = installation.Data, ConfigurationFiles = [installation.ConfigurationFile, installation.ProviderFile], Urls = ["http://127.0.0.1:0"], InsecureHttp = true,
            KeySetFile = installation.KeySetFile, Issuer = provider is null ? LoginInstallation.Issuer : null, LocalUser = new LocalUser("ann", "home"),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(options);
        builder.Services.AddSingleton<TimeProvider>(installation.Clock).AddDiracHosting(options);
        if (provider is null) builder.Services.AddSingleton<IIdentityProviders>(installation.Providers);
        builder.Services.AddPersistence(installation.Databases.Settings).AddDiracRpc().AddFramework();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseDiracHosting();
        app.MapDiracHosting();
        app.MapFramework();
        await app.StartAsync(Cancellation);
        return new LoginServer(app);
    }

    /// <summary>A new browser.</summary>
    public TestBrowser Browser() => new(Url);

    /// <summary>The cookie of a browser that <paramref name="user"/> has opened with the link of <c>dirac up</c>.</summary>
    public string SessionOf(string user, string vo) =>
        _app.Services.GetRequiredService<TokenIssuer>().Issue(new UserIdentity(user, vo, $"{vo}_user", PropertySet.Empty), TimeSpan.FromHours(12)).Value;

    /// <summary>The token of a job of <paramref name="user"/>.</summary>
    public string PayloadOf(string user, string vo) =>
        _app.Services.GetRequiredService<TokenIssuer>().Issue(new PayloadIdentity(user, vo, $"{vo}_user", PropertySet.Empty, new PayloadJob(7, 1))).Value;

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var reply = await _programs.PostAsync(path, content, Cancellation);
        return (reply.StatusCode, JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(string grant, params (string Name, string Value)[] fields) =>
        PostAsync("/api/auth/token", [("grant_type", grant), ("client_id", Client), .. fields]);

    /// <summary>Begins a device's login; user code and device code.</summary>
    public async Task<(string UserCode, string DeviceCode)> BeginDeviceAsync(string scope = "vo:demo")
    {
        var (status, body) = await PostAsync($"/api/auth/device?client_id={Client}&scope={Uri.EscapeDataString(scope)}");
        Assert.Equal(HttpStatusCode.OK, status);
        return (body.GetProperty("user_code").GetString()!, body.GetProperty("device_code").GetString()!);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> PollAsync(string deviceCode) => TokenAsync(DeviceGrant, ("device_code", deviceCode));

    private static string Describe(Uri? provider) => provider is null ? "" : $$"""
        Registry
        {
          VO
          {
            demo
            {
              IdProvider = Test
            }
          }
          Groups
          {
            demo_chief
            {
              VO = demo
              Properties = Operator
              IdPRole = wlcg.groups:/demo/admins
            }
          }
        }
        DiracX
        {
          CsSync
          {
            VOs
            {
              demo
              {
                UserSubjects
                {
                  ann = sub-ann
                }
              }
            }
          }
        }
        Resources
        {
          IdProviders
          {
            Test
            {
              issuer = {{provider.AbsoluteUri.TrimEnd('/')}}
              client_id = dirac
              client_secret = dirac-secret
              scope = openid profile email wlcg.groups
            }
          }
        }
        """;

    public async ValueTask DisposeAsync()
    {
        _programs.Dispose();
        await _app.DisposeAsync();
    }
}
