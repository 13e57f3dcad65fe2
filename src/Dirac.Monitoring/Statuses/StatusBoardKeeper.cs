using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Monitoring.Statuses;

/// <summary>Keeps the board current: others may change statuses too (another server, a DIRAC process), and downtimes begin and end.</summary>
internal sealed partial class StatusBoardKeeper(StatusBoard board, IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<StatusBoardKeeper> logger) : BackgroundService
{
    // Without knowing who is banned no job may be given away: the server starts when it knows.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await board.ReloadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LookSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await board.ReloadAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogNotRead(error);
            }
        }
    }

    [LoggerMessage(7001, LogLevel.Warning, "The statuses of sites and resources could not be read; what was known before counts, and it is tried again.")]
    private partial void LogNotRead(Exception error);
}
