using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Resources;

namespace Dirac.Workload.SiteDirection;

/// <summary>Tells how it goes with the queues that serve the caller's VO.</summary>
internal sealed class ShowDirection(WorkloadDatabases databases, DirectedQueues directed, ServiceStates service)
{
    /// <summary>The trouble of what is banned or the like.</summary>
    public const string OutOfService = "OutOfService";

    public async Task<IReadOnlyList<DirectedQueueInfo>> RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        var queues = directed.Now.Where(queue => queue.Vos.Contains(caller.Vo)).ToList();
        if (queues.Count == 0) return [];
        var facts = await databases.Pilots.ReadAsync(ReadAsync, cancellationToken);
        return [.. queues.Select(queue => Describe(queue, facts, caller.Vo))];
    }

    private static async Task<DirectionFacts> ReadAsync(IDbSession session, CancellationToken cancellationToken) => new(
        await DirectionStore.NowAsync(session, cancellationToken),
        await DirectionStore.QueuesAsync(session, cancellationToken),
        await DirectionStore.CountsAsync(session, 0, 0, cancellationToken));

    private DirectedQueueInfo Describe(DirectedQueue queue, DirectionFacts facts, string vo)
    {
        var outOfService = service.WhyNoPilots(vo, queue.Name.Site, queue.Name.CE);
        var row = facts.RowOf(queue.Name);
        var count = facts.StateOf(queue).Counts.GetValueOrDefault(vo);
        return new DirectedQueueInfo
        {
            Site = queue.Name.Site, CE = queue.Name.CE, Queue = queue.Name.Queue,
            Kind = $"{queue.Element.BatchSystem}{(queue.Element.Ssh is { } target ? $" at {target}" : "")}",
            LastAsked = row is { AskedMs: > 0 } ? DateTimeOffset.FromUnixTimeMilliseconds(row.AskedMs) : null,
            PausedUntil = facts.IsPaused(queue) ? DateTimeOffset.FromUnixTimeMilliseconds(row!.PausedUntilMs) : null,
            Trouble = outOfService is null ? Given(row?.Trouble) : OutOfService, Message = outOfService ?? Given(row?.Message), Advice = outOfService is null ? Given(row?.Advice) : null,
            Waiting = count?.Waiting ?? 0, Running = count?.Running ?? 0, MaxTotal = queue.MaxTotalJobs, MaxWaiting = queue.MaxWaitingJobs,
        };
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
