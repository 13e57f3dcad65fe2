using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Slaves;

/// <summary>Looks for slaves that have gone silent, every SlavesGraceTime.</summary>
internal sealed partial class SlaveWatch(MasterSlaves slaves, IConfigurationSnapshots snapshots, TimeProvider clock, ILogger<SlaveWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(new ConfigurationSettings(snapshots.Current.Root).SlavesGraceTime, clock, stoppingToken);
            try
            {
                await slaves.DropSilentAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
    }

    [LoggerMessage(5522, LogLevel.Error, "Slaves could not be looked through; it is tried again.")]
    private partial void LogFailed(Exception error);
}
