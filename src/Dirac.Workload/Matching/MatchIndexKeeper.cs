using Dirac.Persistence;
using Dirac.Workload.TaskQueues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Matching;

/// <summary>Loads the match index at start and compares it with the database every two seconds, since others may write there too.</summary>
/// <remarks>
/// Queues are looked at every time. Their jobs are counted as often as that takes no more than a twentieth of the time: with a million waiting jobs
/// every few seconds.
/// </remarks>
internal sealed partial class MatchIndexKeeper(
    WorkloadDatabases databases, MatchIndex index, TimeProvider clock, ILogger<MatchIndexKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int PauseFactor = 20;

    private long _countedAt;
    private TimeSpan _countTook;

    private bool IsCountDue => _countedAt == 0 || clock.GetElapsedTime(_countedAt) >= _countTook * PauseFactor;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CompareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One comparison with counts of all queues; the rest is read only for queues not known yet.</summary>
    public Task CompareAsync(CancellationToken cancellationToken) => CompareAsync(withCounts: true, cancellationToken);

    private async Task CompareAsync(bool withCounts, CancellationToken cancellationToken)
    {
        var since = index.Version;
        var known = index.All().ToDictionary(queue => queue.Id);
        var stored = await databases.Queues.ReadAsync((session, token) => ReadAsync(session, known, withCounts, token), cancellationToken);
        index.Reconcile(stored, since);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CompareAsync(IsCountDue, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogComparisonFailed(error);
            }
        }
    }

    private async Task<IReadOnlyList<TaskQueue>> ReadAsync(
        IDbSession session, Dictionary<long, TaskQueue> known, bool withCounts, CancellationToken cancellationToken)
    {
        var rows = await TaskQueueStore.ListAsync(session, cancellationToken);
        var counts = withCounts ? await CountAsync(session, cancellationToken) : known.ToDictionary(queue => queue.Key, queue => queue.Value.Jobs);
        var unknown = rows.Select(row => row.TQId).Where(id => !known.ContainsKey(id)).ToList();
        var fresh = new List<TaskQueue>();
        foreach (var ids in unknown.Chunk(500)) fresh.AddRange(await TaskQueueStore.LoadAsync(session, ids, cancellationToken));
        var seen = rows.Where(row => known.ContainsKey(row.TQId))
            .Select(row => known[row.TQId] with { Priority = row.Priority, Jobs = counts.GetValueOrDefault(row.TQId) });
        return [.. seen, .. fresh];
    }

    private async Task<Dictionary<long, long>> CountAsync(IDbSession session, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var counts = (await TaskQueueStore.CountAsync(session, cancellationToken)).ToDictionary(count => count.TQId, count => count.Jobs);
        _countedAt = clock.GetTimestamp();
        _countTook = clock.GetElapsedTime(begun, _countedAt);
        return counts;
    }

    [LoggerMessage(6201, LogLevel.Warning, "The match index could not be compared with TaskQueueDB; it is tried again.")]
    private partial void LogComparisonFailed(Exception error);
}
