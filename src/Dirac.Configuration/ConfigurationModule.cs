using Dirac.Configuration.Fetching;
using Dirac.Configuration.Master;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Rpc;
using Dirac.Configuration.Slaves;
using Dirac.Configuration.Starting;
using Dirac.Hosting;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration;

/// <summary>The configuration of an installation: kept by its master, handed out by every configuration server, followed by every process.</summary>
public static class ConfigurationModule
{
    /// <summary>Registers <c>Configuration/Server</c> and what keeps the tree new. Repeated calls change nothing.</summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="opened">The configuration it begins with; disposed with the services.</param>
    public static IServiceCollection AddDiracConfiguration(this IServiceCollection services, OpenedConfiguration opened)
    {
        if (services.Any(service => service.ServiceType == typeof(OpenedConfiguration))) return services;
        // Given by a factory, it is disposed by the container.
        services.AddSingleton(_ => opened);
        services.AddSingleton(opened.Below).AddSingleton(opened.Served).AddSingleton(opened.Peers);
        services.AddHostedService<StartReport>();
        services.TryAddSingleton<PeerUpdates>();
        if (opened.Files is { } files) AddMaster(services, files);
        services.AddSingleton(provider => new ConfigurationChanges(opened, provider.GetService<MasterConfiguration>(), provider.GetRequiredService<HostingOptions>().ConfigurationFiles));
        if (opened.Cache is { } cache) AddFollower(services, opened, cache);
        services.TryAddSingleton(provider => new ConfigurationRpc(
            opened.Served,
            provider.GetRequiredService<PeerUpdates>(),
            provider.GetService<MasterConfiguration>(),
            provider.GetService<MasterSlaves>(),
            provider.GetRequiredService<ILogger<ConfigurationRpc>>()));
        return services.AddRpcService<ConfigurationRpc>();
    }

    private static void AddMaster(IServiceCollection services, MasterFiles files)
    {
        services.AddSingleton(files);
        services.AddSingleton<KnownSlaves>();
        services.AddSingleton<SlaveSync>();
        services.AddSingleton<MasterConfiguration>();
        services.AddSingleton<MasterSlaves>();
        services.AddHostedService(provider => provider.GetRequiredService<SlaveSync>());
        services.AddHostedService<SlaveWatch>();
    }

    private static void AddFollower(IServiceCollection services, OpenedConfiguration opened, ConfigurationCache cache)
    {
        services.AddSingleton(cache);
        services.AddSingleton(provider => new ConfigurationFetch(opened.Peers, opened.Random, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RemoteConfiguration>();
        services.AddSingleton<IConfigurationRefresh>(provider => provider.GetRequiredService<RemoteConfiguration>());
        services.AddHostedService(provider => provider.GetRequiredService<ConfigurationRefresher>());
        services.AddSingleton(provider => new ConfigurationRefresher(
            provider.GetRequiredService<RemoteConfiguration>(),
            opened.SlaveAddress,
            opened.Peers,
            provider.GetRequiredService<IConfigurationSnapshots>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ConfigurationRefresher>>()));
    }
}
