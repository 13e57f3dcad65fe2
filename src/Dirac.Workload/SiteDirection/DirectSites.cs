using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Matching;
using Dirac.Workload.Resources;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>Task: DIRAC's SiteDirector. Works out which queues need pilots or have some to be followed, and makes a task for each of these.</summary>
internal sealed class DirectSites(
    WorkloadDatabases databases, DirectedQueues directed, ServiceStates service, MatchIndex index, ITaskQueue tasks, ForgetPilots forget, IOptions<SiteDirectionOptions> options) : ITaskHandler<SiteRound>
{
    // From its start until it has looked at its node, logged in and been given a job, a pilot is relied on as one that waits.
    private static readonly TimeSpan FirstJob = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<SiteRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        if (options.Value.Enabled) await RunAsync(cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var facts = await databases.Pilots.ReadAsync(ReadAsync, cancellationToken);
        foreach (var gone in facts.QueuesWithPilots.Except(directed.Now.Select(queue => queue.Name))) await forget.RunAsync(gone, facts.NowMs, cancellationToken);
        if (directed.Now.Count == 0) return;
        var states = directed.Now.Select(queue => facts.StateOf(queue)).ToList();
        var plan = PilotPlan.Make([.. states.Where(state => state.Room > 0 && !facts.IsPaused(state.Queue)).Select(InService)], index.All());
        var turns = states
            .Where(state => facts.IsFree(state.Queue) && (plan.ContainsKey(state.Queue.Name) || facts.IsDue(state.Queue, options.Value.StatusIntervalSeconds * 1000L)))
            .Select(state => new QueueVisit(
                state.Queue.Name.Site, state.Queue.Name.CE, state.Queue.Name.Queue, plan.GetValueOrDefault(state.Queue.Name) ?? new Dictionary<string, int>(), facts.NowMs))
            .ToList();
        await databases.Jobs.WriteAsync(
            (session, token) => tasks.EnqueueAsync(session, turns.Select(turn => new NewTask<QueueVisit>(turn) { DedupKey = DedupKey(turn.Name) }), token), cancellationToken);
    }

    // A site may be out of service for some VOs only.
    private QueueState InService(QueueState state) =>
        state with { Queue = state.Queue with { Vos = [.. state.Queue.Vos.Where(vo => service.WhyNoPilots(vo, state.Queue.Name.Site, state.Queue.Name.CE) is null)] } };

    private async Task<DirectionFacts> ReadAsync(IDbSession session, CancellationToken cancellationToken)
    {
        var now = await DirectionStore.NowAsync(session, cancellationToken);
        var counts = await DirectionStore.CountsAsync(session, now - options.Value.PilotWaitSeconds * 1000L, now - (long)FirstJob.TotalMilliseconds, cancellationToken);
        return new DirectionFacts(now, await DirectionStore.QueuesAsync(session, cancellationToken), counts);
    }

    // A key may have 128 characters, the three names more.
    private static string DedupKey(QueueName name) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name.Site}\n{name.CE}\n{name.Queue}")));
}
