using Dirac.Tasks.Storage;
using Dirac.Tasks.Transports;
using Dirac.Tasks.Tuning;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Running;

/// <summary>Runs the pools of this process, and stops them in two stages.</summary>
internal sealed partial class TaskWorkers(
    TaskStores stores,
    WatchedDatabases databases,
    TaskRegistry registry,
    TaskRunner runner,
    TransportPools transports,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    // While versions change, tasks that only the newer program knows may be laid aside by the older one; they wait no longer than this.
    private static readonly TimeSpan ReviveInterval = TimeSpan.FromMinutes(1);

    // Together with the default grace this stays within the half minute that a host waits.
    private static readonly TimeSpan CancelledGrace = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<TaskWorkers>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly List<TaskPool> _pools = [];
    private readonly List<TransportPool> _carried = [];
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.RunHandlers)
            return Task.CompletedTask;

        var tokens = new StopTokens(_stopping.Token, _shutdown.Token);
        var pools = new SizedPools(databases, options.Value, time);
        var loops = new List<Task>();
        foreach (var database in registry.Databases)
        {
            var definitions = registry.In(database);
            var store = stores.Get(database);
            loops.Add(Task.Run(() => ReviveAsync(store, tokens.Stopping), CancellationToken.None));
            foreach (var size in definitions.Values.Select(definition => definition.Size).Distinct())
            {
                var scope = new PoolScope(store, size, pools.SlotsFor(size, database));
                var pool = new TaskPool(scope, runner, transports.Bell, options.Value.PollInterval, time, loggers.CreateLogger<TaskPool>());
                _pools.Add(pool);
                loops.Add(Task.Run(() => pool.RunAsync(tokens), CancellationToken.None));
                if (transports.Open(scope) is not { } carried)
                    continue;
                _carried.Add(carried);
                loops.Add(carried.RunAsync(tokens));
            }
        }
        var tuner = pools.Tuner(loggers.CreateLogger<PoolTuner>());
        loops.Add(Task.Run(() => tuner.RunAsync(tokens.Stopping), CancellationToken.None));
        _loops = Task.WhenAll(loops);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loops;
        if (!await EndsAsync(options.Value.StopGrace, cancellationToken))
        {
            LogCancelling(Running.Count());
            await _shutdown.CancelAsync();
            if (!await EndsAsync(CancelledGrace, cancellationToken))
                LogLeft(Running.Count());
        }
        await Task.WhenAll(_carried.Select(carried => carried.CloseAsync(CancelledGrace, time)));
    }

    public void Dispose()
    {
        // A host whose start failed is taken apart without a stop.
        if (!_stopping.IsCancellationRequested) _stopping.Cancel();
        _stopping.Dispose();
        _shutdown.Dispose();
    }

    private IEnumerable<Task> Running => _pools.SelectMany(pool => pool.Running).Concat(_carried.SelectMany(carried => carried.Running));

    /// <summary>Whether all running handlers end within <paramref name="grace"/>.</summary>
    private async Task<bool> EndsAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = Task.WhenAll(Running);
        await Task.WhenAny(ended, Task.Delay(grace, time, enough.Token));
        await enough.CancelAsync();
        return ended.IsCompleted;
    }

    private async Task ReviveAsync(TaskStore store, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await store.UnparkAsync(stopping);
                if (await store.ReviveKnownAsync(stopping) is > 0 and var revived)
                    LogRevived(revived, store.Name);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogNotRevived(exception, store.Name);
            }
            await Task.Delay(ReviveInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4141, LogLevel.Warning, "{Count} handler(s) still run after the grace and are cancelled.")]
    private partial void LogCancelling(int count);

    [LoggerMessage(4142, LogLevel.Error, "{Count} handler(s) did not end; their tasks come again elsewhere when the leases run out.")]
    private partial void LogLeft(int count);

    [LoggerMessage(4143, LogLevel.Information, "{Count} task(s) of {Database} that had been unknown are in the queue again.")]
    private partial void LogRevived(int count, string database);

    [LoggerMessage(4144, LogLevel.Error, "Tasks of {Database} that were laid aside could not be looked through; it is tried again.")]
    private partial void LogNotRevived(Exception exception, string database);
}
