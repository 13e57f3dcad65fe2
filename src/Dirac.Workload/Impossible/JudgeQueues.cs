using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Matching;
using Dirac.Workload.Resources;
using Dirac.Workload.TaskQueues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Impossible;

/// <summary>Finds the task queues whose jobs nothing known could run, whenever a queue is new or the resources have changed.</summary>
/// <remarks>
/// By queue, never by job. What holds is kept in <c>x_ImpossibleQueues</c>: a change there is made once, by whichever server is first, and the task
/// that tells the jobs is written with it.
/// </remarks>
internal sealed partial class JudgeQueues(
    WorkloadDatabases databases, MatchIndex index, KnownResources resources, ITaskQueue tasks, TimeProvider clock, ILogger<JudgeQueues> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private Dictionary<long, KnownResources.Moment> _judged = [];

    /// <summary>Judges what has not been judged with what is known now; returns how many queues changed sides.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = resources.Now;
        var queues = index.All();
        var due = queues.Where(queue => queue.Jobs > 0 && !ReferenceEquals(_judged.GetValueOrDefault(queue.Id), now)).ToList();
        if (due.Count == 0 && _judged.Count == queues.Count) return 0;
        var marked = await databases.Queues.ReadAsync(ImpossibleQueueStore.AllAsync, cancellationToken);
        var changes = due.Select(queue => Judge(queue, now)).Where(verdict => verdict.IsNews || verdict.Reason != marked.GetValueOrDefault(verdict.Id)).ToList();
        var someAreGone = marked.Keys.Except(queues.Select(queue => queue.Id)).Any();
        var changed = changes.Count == 0 && !someAreGone ? 0 : await databases.Queues.WriteAsync((session, token) => ChangeAsync(session, changes, token), cancellationToken);
        Remember(queues, due, now);
        if (changed > 0) LogChanged(changed);
        return changed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogNotJudged(error);
            }
        }
    }

    // News for this server: jobs may have come with what it knew before, though another one has changed the mark already.
    private Verdict Judge(TaskQueue queue, KnownResources.Moment now)
    {
        var reason = now.Of(queue.Key.VO).WhyImpossible(queue.Key);
        return new Verdict(queue.Id, reason, _judged.TryGetValue(queue.Id, out var before) && before.Of(queue.Key.VO).WhyImpossible(queue.Key) != reason);
    }

    private void Remember(IReadOnlyList<TaskQueue> queues, IReadOnlyList<TaskQueue> due, KnownResources.Moment now)
    {
        var judged = queues.Where(queue => _judged.ContainsKey(queue.Id)).ToDictionary(queue => queue.Id, queue => _judged[queue.Id]);
        foreach (var queue in due) judged[queue.Id] = now;
        _judged = judged;
    }

    private async Task<int> ChangeAsync(IDbSession session, IReadOnlyList<Verdict> changes, CancellationToken cancellationToken)
    {
        var told = new List<long>();
        foreach (var (id, reason, isNews) in changes)
        {
            var isFirst = reason is null
                ? await ImpossibleQueueStore.UnmarkAsync(session, id, cancellationToken)
                : await ImpossibleQueueStore.MarkAsync(session, id, reason, cancellationToken);
            if (isFirst || isNews) told.Add(id);
        }

        await ImpossibleQueueStore.UnmarkGoneAsync(session, cancellationToken);
        await tasks.EnqueueAsync(session, told.Select(id => new NewTask<QueueVerdict>(new QueueVerdict(id)) { DedupKey = $"{id}" }), cancellationToken);
        return told.Count;
    }

    private sealed record Verdict(long Id, string? Reason, bool IsNews);

    [LoggerMessage(6721, LogLevel.Information, "{Queues} task queues became possible or impossible to run with what is known of the resources.")]
    private partial void LogChanged(int queues);

    [LoggerMessage(6722, LogLevel.Warning, "Task queues could not be judged against the resources; it is tried again.")]
    private partial void LogNotJudged(Exception error);
}
