using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Configuration;

/// <summary>Has the configuration read again when a file changes.</summary>
internal sealed class ConfigurationWatcher(HostingOptions options, ConfigurationSnapshots snapshots, TimeProvider clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new WatchedFiles(options.ConfigurationFiles, options.ConfigurationPoll, clock).WatchAsync(() => snapshots.Reload(), stoppingToken);
}
