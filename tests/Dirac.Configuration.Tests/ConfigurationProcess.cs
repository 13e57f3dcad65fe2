using System.Text;
using Dirac.Configuration.Starting;
using Dirac.Configuration.Trees;
using Dirac.Hosting;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Calls;
using Dirac.Security.Identities;
using Dirac.Testing;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Configuration.Tests;

/// <summary>A process that serves Configuration/Server, without a network: its methods are called through the dispatcher, other services are faked.</summary>
internal sealed class ConfigurationProcess : IAsyncDisposable
{
    public const string Own = "dips://cs.example.org:9135/Configuration/Server";
    public const string MasterFile =
        """
        DIRAC
        {
          Hostname = cs.example.org
          Configuration
          {
            Name = Test
            Master = yes
            EnableAutoMerge = yes
          }
        }
        Systems
        {
          Configuration
          {
            Services
            {
              Server
              {
                Port = 9135
              }
            }
          }
        }
        """;

    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];

    private ConfigurationProcess(ServiceProvider services, FakeTimeProvider clock, FakePeers peers, LogRecorder log)
    {
        _services = services;
        Clock = clock;
        Peers = peers;
        Log = log;
    }

    public FakeTimeProvider Clock { get; }

    public FakePeers Peers { get; }

    public LogRecorder Log { get; }

    public CfgSection InForce => Get<IConfigurationSnapshots>().Current.Root;

    public string Version => Get<ServedConfiguration>().Current.Version;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a process whose files lie in <paramref name="folder"/>.</summary>
    public static async Task<ConfigurationProcess> StartAsync(
        TempFolder folder, string local = MasterFile, FakePeers? peers = null, bool isSlave = false, FakeTimeProvider? clock = null)
    {
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), local, Cancellation);
        peers ??= new FakePeers();
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var options = new ConfigurationOptions
        {
            Files = [folder.File("dirac.cfg")],
            DataDirectory = folder.File("data"),
            ServesCalls = true,
            ServesConfiguration = isSlave,
            HostName = "machine.example.org",
        };
        var opened = await OpenedConfiguration.OpenAsync(options, peers, new RandomSource(1), clock, Cancellation);
        var log = new LogRecorder();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock).AddSingleton<IHostApplicationLifetime>(new StartedLifetime());
        services.AddDiracHosting(new HostingOptions { DataDirectory = options.DataDirectory, ConfigurationFiles = options.Files });
        services.AddDiracRpc().AddDiracConfiguration(opened);
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        var process = new ConfigurationProcess(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), clock, peers, log);
        Assert.Same(opened, process.Get<OpenedConfiguration>());
        return process;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Runs the background service of a type.</summary>
    public async Task RunAsync<T>()
        where T : IHostedService
    {
        var service = Get<T>();
        await service.StartAsync(Cancellation);
        _started.Add(service);
    }

    public Task<RpcReply> CallAsync(string method, params WireValue[] arguments) => CallAsync(Admin, RpcProtocols.Dips, method, arguments);

    public async Task<RpcReply> CallAsync(GridCaller caller, RpcProtocols protocol, string method, params WireValue[] arguments)
    {
        var dispatcher = Get<RpcDispatcher>();
        var service = Get<RpcServices>().Find("Configuration/Server")!;
        var found = service.Method(method, protocol)!;
        if (dispatcher.Admit(dispatcher.Configuration, service, service.Name, method, found.HttpsRule ?? found.Rule, caller) is null) return RpcReply.Fail("Unauthorized query");
        var call = new RpcCall
        {
            Service = service.Name, Method = method, Protocol = protocol, Caller = caller, Identity = RpcIdentity.None,
            Extra = ExtraCredentials.None, Configuration = dispatcher.Configuration, Remote = null,
        };
        return (await dispatcher.CallAsync(found, call, arguments, null, Cancellation)).Reply;
    }

    /// <summary>Commits a change made to the tree as it is now.</summary>
    public Task<RpcReply> CommitAsync(Func<CfgSection, CfgSection> change) => CommitAsync(change(Get<ServedConfiguration>().Current.Root));

    public Task<RpcReply> CommitAsync(CfgSection tree) => CallAsync("commitNewData", Packed(tree));

    public static WireValue Packed(CfgSection tree) => WireValue.OfBytes(CompressedCfg.Pack(Cfg.Write(tree)));

    public static string Text(RpcReply reply) => Encoding.UTF8.GetString(JEncode.Encode(reply.ToWire()));

    public static GridCaller Admin { get; } = Caller("ann", DiracProperties.CSAdministrator, DiracProperties.ServiceAdministrator);

    public static GridCaller Caller(string user, params string[] properties) => new()
    {
        Dn = $"/O=Grid/CN={user}", UserName = user, Group = "dirac_admin", Vo = "demo", Properties = new PropertySet(properties), ShownProperties = properties,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started) await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private sealed class StartedLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
