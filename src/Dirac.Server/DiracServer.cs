using System.Net;
using Dirac.Client.Http;
using Dirac.Configuration;
using Dirac.Configuration.Starting;
using Dirac.Framework;
using Dirac.Framework.Tokens;
using Dirac.Hosting;
using Dirac.Hosting.Access;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.RateLimits;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Hosting.Tasks;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Monitoring;
using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Portal;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Security.Policies;
using Dirac.Tasks;
using Dirac.Tasks.ByHand;
using Dirac.Tasks.Transports;
using Dirac.Workload;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Sets;
using Dirac.Workload.Jobs.Operations;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Ports;
using Dirac.Workload.SiteDirection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Puts the rooms together by role.</summary>
internal static class DiracServer
{
    private const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Builds a server that has not started; its databases have their tables.</summary>
    public static async Task<WebApplication> BuildAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(options.Data);
        var files = ConfigurationFilesOf(options);
        var configuration = await OpenedConfiguration.OpenAsync(ConfigurationOptionsOf(options, files), RandomSource.FromSystem(), TimeProvider.System, cancellationToken);
        // Every agent's duty in an installation that others run has one owner already, and changes hands by name.
        var usual = ConfigureDatabases.AreConfigured(configuration.Effective) ? ServerRoles.Api | ServerRoles.Rpc : ServerRoles.All;
        options = options with { Roles = options.Roles == ServerRoles.None ? usual : options.Roles };
        var hosting = Hosting(options, files, configuration.Effective);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = options.Data });
        builder.WebHost.UseKestrelCore().UseDiracKestrel(hosting);
        Compose(builder.Services, options, hosting, configuration);

        var app = builder.Build();
        await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        app.UseRouting();
        app.UseDiracHosting();
        app.MapDiracHosting();
        if (options.Roles.HasFlag(ServerRoles.Api))
        {
            app.MapWorkload();
            app.MapMonitoring();
            app.MapFramework();
            app.MapTasks();
        }

        if (options.Roles.HasFlag(ServerRoles.Rpc)) app.MapDiracRpc();
        if (options.Roles.HasFlag(ServerRoles.Portal)) app.MapDiracPortal().Requires(AccessRule.Anyone);
        return app;
    }

    private static void Compose(IServiceCollection services, ServerOptions options, HostingOptions hosting, OpenedConfiguration configuration)
    {
        services.AddDiracHosting(hosting);
        if (options.LogsToError) services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton<IConfigureOptions<RateLimitOptions>, ConfigureRateLimits>();
        services.AddDiracConfiguration(configuration);
        services.AddPersistence(persistence => persistence.SqlitePath = Path.Combine(options.Data, "dirac.db"));
        services.AddSingleton<IConfigureOptions<PersistenceOptions>, ConfigureDatabases>();
        services.AddSingleton<IConfigureOptions<WorkloadOptions>, ConfigureWorkload>();
        services.AddSingleton<IConfigureOptions<SearchOptions>, ConfigureSearch>();
        services.AddSingleton<IConfigureOptions<OperationOptions>, ConfigureOperations>();
        services.AddSingleton<IConfigureOptions<BlackHoleOptions>, ConfigurePilots>().AddSingleton<IConfigureOptions<PilotRecordsOptions>, ConfigurePilots>();
        services.AddSingleton<IConfigureOptions<JobSetOptions>, ConfigureJobSets>();
        services.Configure<WorkloadOptions>(workload => workload.SandboxDirectory = Path.Combine(options.Data, "sandboxes"));
        services.AddDiracRpc();
        services.AddSingleton<IConfigureOptions<AuthOptions>, ConfigureAuth>();
        services.AddFramework();
        services.AddSingleton<IConfigurationChanges, InstallationChanges>();
        services.AddSingleton<IOwnerProxies, OwnerProxies>();
        services.AddSingleton<IOwnerRights, RightsOfOwners>();
        services.AddSingleton<IConfigureOptions<MonitoringOptions>, ConfigureMonitoring>();
        services.AddMonitoring();
        services.AddSingleton<IResourceStatuses, ResourceStatuses>();
        services.AddSingleton<IPilotGateway>(provider => new PilotGateway(provider.GetRequiredService<IServer>(), hosting));
        services.AddSingleton(_ => new ComputingElements(SshSockets.Of(options.Data), new SshSettings(), TimeProvider.System));
        services.AddSingleton<IConfigureOptions<SiteDirectionOptions>, ConfigureSiteDirection>();
        services.AddWorkload();
        services.AddSingleton(HandlersOf(options));
        services.AddSingleton<IConfigureOptions<TaskOptions>, ConfigureTasks>();
        services.AddSingleton<IConfigureOptions<BrokerOptions>, ConfigureBrokers>();
        services.AddSingleton(provider => new PortalOptions { Server = () => OwnAddress(provider, options), CookieName = BrowserSession.CookieName });
        if ((options.Roles & (ServerRoles.Tasks | ServerRoles.Triggers)) == ServerRoles.None) return;
        services.AddTasks(tasks => tasks.RunHandlers = options.Roles.HasFlag(ServerRoles.Tasks));
        services.AddMessageConsumers();
    }

    // Handlers with a limit on their memory run in processes of this program that know the installation as this one does.
    private static HandlerProgram HandlersOf(ServerOptions options) =>
        new(Environment.ProcessPath!, ["task", "run", "--data", options.Data, .. options.ConfigurationFiles.SelectMany(file => new[] { "--config", file })]);

    // The portal asks this very server, as the visitor: its pages see what the REST surface would show.
    private static ApiConnectionOptions OwnAddress(IServiceProvider services, ServerOptions options)
    {
        var address = new Uri(ListenNames.OnThisMachine(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        return new ApiConnectionOptions { Url = address, CaFile = address.Scheme == Uri.UriSchemeHttps ? Path.Combine(options.Data, "ca.pem") : null };
    }

    private static IReadOnlyList<string> ConfigurationFilesOf(ServerOptions options) =>
        options.ConfigurationFiles.Count > 0 ? options.ConfigurationFiles : [StarterConfiguration.Ensure(options.Data, options.LocalUser ?? Environment.UserName)];

    private static ConfigurationOptions ConfigurationOptionsOf(ServerOptions options, IReadOnlyList<string> files) => new()
    {
        Files = files,
        DataDirectory = options.Data,
        ServesCalls = ServesCalls(options),
        ServesConfiguration = ServesCalls(options) && options.Services.Intersect([HostingOptions.AllServices, "Configuration/Server"], StringComparer.Ordinal).Any(),
        HostName = Dns.GetHostName(),
    };

    // The usual roles hang on the configuration; that of serving calls is among them in any case.
    private static bool ServesCalls(ServerOptions options) => options.Roles == ServerRoles.None || options.Roles.HasFlag(ServerRoles.Rpc);

    private static HostingOptions Hosting(ServerOptions options, IReadOnlyList<string> files, CfgSection configuration) => new()
    {
        DataDirectory = options.Data,
        ConfigurationFiles = files,
        Roles = options.Roles,
        Urls = options.Urls,
        GridServices = options.Services,
        GridAddress = options.GridAddress.Equals(IPAddress.Any) || options.GridAddress.Equals(IPAddress.IPv6Any) ? null : options.GridAddress,
        CertificateFile = options.CertificateFile ?? Named(configuration, "HttpsCertFile"),
        CertificateKeyFile = options.CertificateKeyFile ?? Named(configuration, "HttpsKeyFile"),
        InsecureHttp = options.InsecureHttp,
        KeySetFile = options.KeySetFile,
        Issuer = options.Issuer,
        AllowedHosts = options.AllowedHosts,
        AllowedOrigins = options.AllowedOrigins,
        JsonLog = options.JsonLog,
        OtlpEndpoint = OtlpEndpoint(),
        LocalUser = LocalUserOf(options, configuration),
    };

    private static string? Named(CfgSection configuration, string option) => configuration.GetOption($"/DIRAC/Security/{option}") is { Length: > 0 } path ? path : null;

    private static Uri? OtlpEndpoint() => Environment.GetEnvironmentVariable(OtlpVariable) is not { Length: > 0 } text
        ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : throw new DiracException(ErrorCode.BadConfiguration, $"{OtlpVariable}: '{text}' is no address.", "Write one such as http://127.0.0.1:4317.");

    // Whoever holds the data directory holds its signing keys; the registry says who that may be.
    private static LocalUser? LocalUserOf(ServerOptions options, CfgSection root)
    {
        var name = options.LocalUser ?? Environment.UserName;
        if (options.ConfigurationFiles.Count == 0) return new LocalUser(name, StarterConfiguration.Vo);
        var registry = new Registry(root);
        if (registry.IsUser(name) && registry.GroupsOf(name).Select(registry.VoOfGroup).OfType<string>().FirstOrDefault() is { } vo) return new LocalUser(name, vo);
        return options.LocalUser is null
            ? null
            : throw new DiracException(ErrorCode.BadConfiguration, $"--local-user {name}: the registry has no such user in any group.", "Name a user of /Registry/Users.");
    }
}
