using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.History;

/// <summary>Forgets done tasks once their kinds keep them no longer. Any number of processes may.</summary>
internal sealed partial class HistoryPruner(
    IDatabases databases, TaskRegistry registry, IOptions<TaskOptions> options, TimeProvider time, ILogger<HistoryPruner> logger) : BackgroundService
{
    // Short transactions: the queue goes on meanwhile.
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Another program may know the kind, and keep its tasks for longer than any that this one knows.
    private static readonly TimeSpan KeepUnknown = TaskDefinition.LongestKeepDone;

    /// <summary>Forgets everything in a database that is past its time.</summary>
    /// <returns>How many rows.</returns>
    public async Task<int> PruneAsync(string database, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        var place = databases.Get(database);
        var name = "";
        while (await place.ReadAsync((session, token) => HistorySql.NextNameAsync(session, name, token), cancellationToken) is { } next)
        {
            name = next;
            forgotten += await PruneAsync(place, name, registry.Definition(name)?.KeepDone ?? KeepUnknown, cancellationToken);
        }
        return forgotten;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is { RunHandlers: false, RunTriggers: false })
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var database in registry.Databases)
                await TryPruneAsync(database, stoppingToken);
        }
    }

    private async Task TryPruneAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            await PruneAsync(database, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            LogNotPruned(exception, database);
        }
    }

    private static async Task<int> PruneAsync(IDatabase database, string name, TimeSpan keep, CancellationToken cancellationToken)
    {
        var (forgotten, step) = (0, 0);
        do
        {
            step = await database.WriteAsync((session, token) => HistorySql.PruneAsync(session, name, keep, AtOnce, token), cancellationToken);
            forgotten += step;
        }
        while (step >= AtOnce);
        return forgotten;
    }

    [LoggerMessage(4171, LogLevel.Warning, "Done tasks of {Database} that are past their time could not be forgotten; it is tried again.")]
    private partial void LogNotPruned(Exception exception, string database);
}
