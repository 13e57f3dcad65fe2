using Dirac.Client.Rpc;
using Dirac.Framework.Voms;
using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Testing;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>A running ProxyManager over dips with certificates and a database, and clients that call it as various people.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private readonly TestDatabases _databases;
    private readonly Dictionary<string, GridTlsClientContext> _contexts = [];
    private WebApplication? _app;

    private ProxyServer(TestDatabases databases)
    {
        _databases = databases;
        Grid = new TestGrid(Clock);
        (Ann, Bob, Service, Manager) = (Grid.User("ann"), Grid.User("bob"), Grid.User("service"), Grid.User("manager"));
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public TestGrid Grid { get; }

    /// <summary>Its address.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Its address over https.</summary>
    public string HttpsUrl { get; private set; } = "";

    public FakeVoms Voms { get; } = new();

    public GridCredential Ann { get; }

    public GridCredential Bob { get; }

    public GridCredential Service { get; }

    public GridCredential Manager { get; }

    public IServiceProvider Services => _app!.Services;

    public IDatabase Database => _databases.Get("ProxyDB");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ProxyServer> StartAsync(Engine engine)
    {
        var server = new ProxyServer(await TestDatabases.CreateAsync(engine, services => services.AddSchema("ProxyDB", typeof(FrameworkModule).Assembly)));
        await server.RunAsync();
        return server;
    }

    /// <summary>Calls a method with a proxy of <paramref name="who"/> that has <paramref name="group"/>.</summary>
    public Task<RpcReply> CallAsync(GridCredential who, string group, string method, params IReadOnlyList<WireValue> arguments) =>
        Client(who, group).CallAsync(Url, method, arguments, Cancellation);

    /// <summary>A client that calls as <paramref name="who"/>.</summary>
    public RpcClient Client(GridCredential who, string group)
    {
        var key = $"{who.Subject.OneLine} {group}";
        if (!_contexts.TryGetValue(key, out var context))
        {
            using var proxy = Grid.Proxy(who, group.Length > 0 ? group : null, lifetime: TimeSpan.FromDays(200));
            context = _contexts[key] = new GridTlsClientContext(new GridTlsClientOptions
            {
                Servers = new ChainJudge(new ChainValidationOptions { Purpose = ChainPurpose.Servers }, new CaDirectory(Grid.Authorities, Clock), Clock),
                Credential = proxy,
            });
        }

        return new RpcClient(new RpcIdentity { Tls = context }, new RpcClientOptions { Configuration = () => CfgSection.Empty }, Clock, new Random(1));
    }

    /// <summary>Does both steps of an upload of <paramref name="source"/> as <paramref name="who"/>.</summary>
    public async Task<RpcReply> UploadAsync(GridCredential who, GridCredential source, TimeSpan? lifetime = null, bool isLimited = false, string? group = null)
    {
        var request = (await CallAsync(who, "demo_user", "requestDelegationUpload")).Value.AsDict();
        var verdict = new ProxyMaker(Clock).SignRequest(
            source, request["request"].AsText(), new ProxyOptions { Lifetime = lifetime ?? TimeSpan.FromDays(30), IsLimited = isLimited, Group = group });
        return await CallAsync(who, "demo_user", "completeDelegationUpload", request["id"], Assert.IsType<DelegationVerdict.Granted>(verdict).ChainPem);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        foreach (var credential in (GridCredential[])[Ann, Bob, Service, Manager]) credential.Dispose();
        await _databases.DisposeAsync();
        Grid.Dispose();
    }

    private async Task RunAsync()
    {
        var file = Path.Combine(Grid.Folder, "dirac.cfg");
        await File.WriteAllTextAsync(file, Cfg.Write(Configuration()), Cancellation);
        TestSigningKeys.PutInto(Path.Combine(Grid.Folder, "data"));
        var options = new HostingOptions
        {
            DataDirectory = Path.Combine(Grid.Folder, "data"), ConfigurationFiles = [file], Urls = ["http://127.0.0.1:0"], InsecureHttp = true,
            GridServices = ["Framework/ProxyManager"],
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(options);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IVomsClient>(Voms).AddDiracHosting(options);
        builder.Services.AddPersistence(_databases.Settings).AddDiracRpc().AddFramework().AddRpcService<AsideRpc>();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseDiracHosting();
        _app.MapDiracHosting();
        _app.MapDiracRpc();
        await _app.StartAsync(Cancellation);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var ports = addresses.Where(address => address.StartsWith("https", StringComparison.Ordinal)).Select(address => new Uri(address).Port).ToList();
        Url = $"dips://127.0.0.1:{ports[0]}/Framework/ProxyManager";
        HttpsUrl = $"https://127.0.0.1:{ports[1]}/Framework/TornadoProxyManager";
    }

    private CfgSection Configuration() => new[] { "ann", "bob", "service", "manager" }
        .Aggregate(CfgSection.Empty, (root, user) => root.With($"/Registry/Users/{user}/DN", TestGrid.DnOf(user)))
        .With("/Systems/Framework/Services/ProxyManager/Port", "0")
        .With("/Systems/Framework/Services/TornadoProxyManager/Port", "0")
        .With("/Systems/Framework/Services/TornadoProxyManager/Protocol", "https")
        .With("/DIRAC/Security/CertFile", Grid.HostCertificate)
        .With("/DIRAC/Security/KeyFile", Grid.HostKey)
        .With("/DIRAC/Security/CALocation", Grid.Authorities)
        .With("/Registry/Groups/demo_user/Users", "ann, bob, service")
        .With("/Registry/Groups/demo_user/Properties", "NormalUser")
        .With("/Registry/Groups/demo_private/Users", "ann, bob")
        .With("/Registry/Groups/demo_private/Properties", "NormalUser, PrivateLimitedDelegation")
        .With("/Registry/Groups/demo_limited/Users", "service")
        .With("/Registry/Groups/demo_limited/Properties", "LimitedDelegation")
        .With("/Registry/Groups/demo_full/Users", "service")
        .With("/Registry/Groups/demo_full/Properties", "FullDelegation")
        .With("/Registry/Groups/demo_manager/Users", "manager")
        .With("/Registry/Groups/demo_manager/Properties", "ProxyManagement")
        .With("/Registry/Groups/demo_kept/Users", "ann")
        .With("/Registry/Groups/demo_kept/DownloadableProxy", "no")
        .With("/Registry/Groups/demo_voms/Users", "ann")
        .With("/Registry/Groups/demo_voms/VOMSRole", "/demo/Role=production")
        .With("/Registry/Groups/demo_voms/VOMSVO", "demo");
}
