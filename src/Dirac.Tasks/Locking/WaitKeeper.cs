using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Locking;

/// <summary>
/// The safety net of those who wait for locks and limits: it wakes them when a holder has vanished, a limit was changed or a process ended between two
/// steps, and clears away what is left over. Any number of processes may do so.
/// </summary>
internal sealed partial class WaitKeeper(
    IDatabases databases, TaskRegistry registry, HoldBook book, LimitValues limits, IOptions<TaskOptions> options, TimeProvider time, ILogger<WaitKeeper> logger) : BackgroundService
{
    private const int MostResources = 1_000;
    private const int AtOnce = 50;
    private const int MostReleased = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    /// <summary>Looks at everything that is waited for in one database, once.</summary>
    public async Task LookAsync(IDatabase database, CancellationToken cancellationToken)
    {
        await database.WriteAsync(ClearAsync, cancellationToken);
        var waits = await database.ReadAsync((session, token) => WaitSql.SelectResourcesAsync(session, MostResources, token), cancellationToken);
        foreach (var resource in waits.Where(IsOutdated).Select(wait => wait.Resource).Distinct())
        {
            while (await database.WriteAsync((session, token) => book.ReleaseAsync(session, resource, MostReleased, token), cancellationToken) == MostReleased)
                cancellationToken.ThrowIfCancellationRequested();
        }
        foreach (var some in waits.Select(wait => wait.Resource).Distinct().Chunk(AtOnce))
            await database.WriteAsync((session, token) => book.WakeAsync(session, some, token), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunHandlers) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var database in registry.Databases)
                await TryLookAsync(databases.Get(database), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryLookAsync(IDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(database, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested || exception is not OperationCanceledException)
        {
            LogNotLooked(exception, database.Name);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private bool IsOutdated(WaitRow wait) => TaskNeed.LimitName(wait.Resource) is { } limit && limits.Configured(limit) != wait.Configured;

    private static async Task ClearAsync(IDbSession session, CancellationToken cancellationToken)
    {
        foreach (var left in (await HoldSql.SelectLeftAsync(session, MostResources, cancellationToken)).GroupBy(hold => hold.Epoch))
            await HoldSql.DeleteAsync(session, [.. left.Select(hold => hold.TaskID)], left.Key, cancellationToken);
        await WaitSql.ForgetAsync(session, MostResources, cancellationToken);
        await HoldSql.ForgetAsync(session, Unused, MostResources, cancellationToken);
    }

    [LoggerMessage(4162, LogLevel.Warning, "Tasks of {Database} that wait for locks and limits could not be looked at; it is tried again.")]
    private partial void LogNotLooked(Exception exception, string database);
}
