using Dirac.Tasks.Metrics;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Running;

/// <summary>Renews the lease of one batch every third of it, and tells when it is lost. Ends when disposed.</summary>
internal sealed partial class LeaseKeeper : IAsyncDisposable
{
    private readonly IBatchKeeper _keeper;
    private readonly ClaimBatch _batch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _loop;

    public LeaseKeeper(IBatchKeeper keeper, ClaimBatch batch, TimeProvider time, ILogger logger)
    {
        _keeper = keeper;
        _batch = batch;
        _time = time;
        _logger = logger;
        _loop = KeepAsync();
    }

    /// <summary>Cancelled when somebody else may hold one of the tasks.</summary>
    public CancellationToken Lost => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task KeepAsync()
    {
        // Counted from before a renewal began, so that this process never believes in the lease for longer than the database does.
        var renewed = _time.GetTimestamp();
        var lease = _batch.Definition.Lease;
        while (true)
        {
            await Task.Delay(lease / 3, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
                return;

            var begun = _time.GetTimestamp();
            if (await TryRenewAsync() is not { } lost)
            {
                if (_time.GetElapsedTime(renewed) < lease)
                    continue;
                lost = _batch.Tasks.Count;
            }
            if (lost > 0)
            {
                TaskMeter.Lost(_batch.Definition.Name, lost);
                LogLost(_batch.Definition.Name, lost);
                await _lost.CancelAsync();
                return;
            }
            renewed = begun;
        }
    }

    /// <summary>How many tasks are lost, or null when the database did not answer.</summary>
    private async Task<int?> TryRenewAsync()
    {
        try
        {
            return await _keeper.RenewAsync(_batch, _ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception)
        {
            LogNotRenewed(exception, _batch.Definition.Name);
            return null;
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "{Lost} task(s) of {Task} were lost to another worker; the handler is cancelled.")]
    private partial void LogLost(string task, int lost);

    [LoggerMessage(4102, LogLevel.Warning, "The lease of {Task} could not be renewed; it is tried again.")]
    private partial void LogNotRenewed(Exception exception, string task);
}
