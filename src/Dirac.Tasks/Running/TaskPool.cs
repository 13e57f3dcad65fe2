using System.Collections.Concurrent;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Running;

/// <summary>Claims tasks of one database and size class whenever a handler is free, and runs them.</summary>
internal sealed partial class TaskPool(
    PoolScope scope, TaskRunner runner, IDoorbell doorbell, TimeSpan pollInterval, TimeProvider time, ILogger<TaskPool> logger)
{
    // Rows that are due but being claimed by others look like work; do not ask for them in a tight loop.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>What runs now.</summary>
    public IEnumerable<Task> Running => _running.Keys;

    /// <summary>Claims and starts tasks until it is told to stop; does not wait for those that run.</summary>
    public async Task RunAsync(StopTokens tokens)
    {
        try
        {
            while (!tokens.Stopping.IsCancellationRequested)
            {
                var claim = await ClaimAsync(tokens);
                if (!claim.FoundAny)
                    await WaitAsync(claim.NextDue, tokens.Stopping);
            }
        }
        catch (OperationCanceledException) when (tokens.Stopping.IsCancellationRequested)
        {
            LogStopped(scope.Store.Name, scope.Size);
        }
    }

    private async Task<Claim> ClaimAsync(StopTokens tokens)
    {
        await scope.Slots.TakeAsync(tokens.Stopping);
        var free = 1 + scope.Slots.TakeFree();
        var used = 0;
        try
        {
            var begun = time.GetTimestamp();
            var claim = await scope.Store.ClaimAsync(scope.Size, free, ThisWorker.Name, tokens.Stopping);
            used = claim.Batches.Count;
            scope.Slots.Use(used, time.GetElapsedTime(begun));
            foreach (var batch in claim.Batches)
                Start(batch, begun, tokens);
            return claim;
        }
        catch (Exception exception) when (!tokens.Stopping.IsCancellationRequested || exception is not OperationCanceledException)
        {
            LogNotClaimed(exception, scope.Size, scope.Store.Name);
            return new Claim([], FoundAny: false, NextDue: null);
        }
        finally
        {
            if (free > used)
                scope.Slots.Return(free - used);
        }
    }

    private void Start(ClaimBatch batch, long begun, StopTokens tokens)
    {
        var run = Task.Run(() => runner.RunAsync(scope.Store, batch, tokens), CancellationToken.None);
        _running.TryAdd(run, true);
        _ = run.ContinueWith(
            ended =>
            {
                _running.TryRemove(ended, out _);
                scope.Slots.End(time.GetElapsedTime(begun));
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task WaitAsync(TimeSpan? nextDue, CancellationToken stopping)
    {
        var wait = nextDue < pollInterval ? nextDue.Value : pollInterval;
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var bell = doorbell.WaitAsync(scope.Store.Name, scope.Size, heard.Token);
        var delay = Task.Delay(wait > ShortestWait ? wait : ShortestWait, time, heard.Token);
        await Task.WhenAny(bell, delay);
        await heard.CancelAsync();
        await Task.WhenAll(bell, delay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(4131, LogLevel.Error, "{Size} tasks of {Database} could not be claimed; it is tried again.")]
    private partial void LogNotClaimed(Exception exception, TaskSize size, string database);

    [LoggerMessage(4132, LogLevel.Debug, "No more {Size} tasks of {Database} are claimed.")]
    private partial void LogStopped(string database, TaskSize size);
}
