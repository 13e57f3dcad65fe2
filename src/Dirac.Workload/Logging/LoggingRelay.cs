using Dirac.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Logging;

/// <summary>Moves history lines from JobDB's outbox to JobLoggingDB, each exactly once.</summary>
/// <remarks>
/// A batch is named in JobDB, copied together with its name in one transaction of JobLoggingDB, and then deleted in JobDB. A relay that
/// dies between these steps leaves a named batch: whoever finds it copies it only if its name has not arrived.
/// </remarks>
internal sealed partial class LoggingRelay(
    WorkloadDatabases databases, LoggingDoorbell doorbell, TimeProvider clock, ILogger<LoggingRelay> logger) : BackgroundService
{
    // Lines, not rows: in large batches the relay waits less often for its turn to write.
    private const int BatchSize = 20_000;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RememberBatches = TimeSpan.FromDays(1);

    /// <summary>Moves everything that waits now.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var open in await databases.Jobs.ReadAsync(LoggingOutbox.OpenBatchesAsync, cancellationToken))
        {
            await CopyAsync(open, cancellationToken);
            await databases.Jobs.WriteAsync((session, token) => LoggingOutbox.DeleteBatchAsync(session, open, token), cancellationToken);
        }

        string? arrived = null;
        while ((arrived = await TakeNextAsync(arrived, cancellationToken)) is not null) await CopyAsync(arrived, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogRelayFailed(error);
                await Task.Delay(SafetyNet, clock, stoppingToken);
            }
        }
    }

    // Forgetting one batch and naming the next is one transaction.
    private async Task<string?> TakeNextAsync(string? arrived, CancellationToken cancellationToken)
    {
        var name = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        if (arrived is null && !await databases.Jobs.ReadAsync(LoggingOutbox.AnyAsync, cancellationToken)) return null;
        return await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                if (arrived is not null) await LoggingOutbox.DeleteBatchAsync(session, arrived, token);
                return await LoggingOutbox.TakeBatchAsync(session, name, BatchSize, token);
            },
            cancellationToken);
    }

    private async Task CopyAsync(string batch, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => LoggingOutbox.ReadBatchAsync(session, batch, token), cancellationToken);
        await databases.Logging.WriteAsync((session, token) => CopyAsync(session, batch, rows, token), cancellationToken);
    }

    private async Task CopyAsync(IDbSession logging, string batch, IReadOnlyList<JobLogRow> rows, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isNew = await logging.ExecuteAsync(
            $"{logging.Dialect.InsertIgnore} {{x_LoggingBatches}} (Batch, MovedMs) VALUES (@batch, @ms)",
            new { batch, ms = now.ToUnixTimeMilliseconds() },
            cancellationToken) == 1;
        if (!isNew) return;
        await LoggingStore.InsertAsync(logging, rows, cancellationToken);
        await logging.ExecuteAsync(
            "DELETE FROM {x_LoggingBatches} WHERE MovedMs < @old", new { old = (now - RememberBatches).ToUnixTimeMilliseconds() }, cancellationToken);
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(SafetyNet, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
        try
        {
            await doorbell.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            LogSafetyNet();
        }
    }

    [LoggerMessage(6101, LogLevel.Error, "Job history could not be moved to JobLoggingDB; it waits in JobDB and is tried again.")]
    private partial void LogRelayFailed(Exception error);

    [LoggerMessage(6102, LogLevel.Trace, "Nobody rang; looking for history lines all the same.")]
    private partial void LogSafetyNet();
}
