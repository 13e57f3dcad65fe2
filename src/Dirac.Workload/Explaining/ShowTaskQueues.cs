using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Matching;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Resources;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Explaining;

/// <summary>Task queues as people and site directors see them. Another VO's queues do not exist.</summary>
internal sealed class ShowTaskQueues(WorkloadDatabases databases, ReadableJobs readable, MatchIndex index, QueueTurns turns, KnownResources resources, OfferConditions conditions)
{
    /// <summary>The queues that hold jobs, the largest share first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="owner">Of this owner; null for all.</param>
    /// <param name="group">Of this group; null for all.</param>
    public IReadOnlyList<TaskQueueInfo> All(Caller caller, string? owner, string? group) =>
    [
        .. index.All()
            .Where(queue => queue.Jobs > 0 && queue.Key.VO == caller.Vo && (owner is null || queue.Key.Owner == owner) && (group is null || queue.Key.OwnerGroup == group))
            .OrderByDescending(queue => queue.Priority).ThenBy(queue => queue.Id)
            .Select(ToMessage),
    ];

    /// <summary>One queue with its place among the others.</summary>
    public TaskQueueDetails One(Caller caller, long id)
    {
        if (index.Get(id) is not { } queue || queue.Key.VO != caller.Vo) throw new DiracException(ErrorCode.NotFound, $"There is no task queue {id}.", "'dirac queue list' lists them.");
        return Details(queue);
    }

    /// <summary>The queue of a job, with the job's place in it.</summary>
    public async Task<TaskQueueDetails> OfJobAsync(Caller caller, long job, CancellationToken cancellationToken)
    {
        var row = await readable.DemandAsync(caller, job, cancellationToken);
        var id = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.QueueOfAsync(session, job, token), cancellationToken);
        if (id is null || index.Get(id.Value) is not { } queue)
        {
            throw new DiracException(ErrorCode.NotFound, $"Job {job} is in no task queue: it is {row.Status}.", $"'dirac job why {job}' says more.");
        }

        var turn = await databases.Queues.ReadAsync((session, token) => turns.OfAsync(session, queue, job, token), cancellationToken);
        return Details(queue) with { Turn = turn };
    }

    /// <summary>The queues whose jobs could run on a resource: what a site director asks before it sends pilots.</summary>
    public IReadOnlyList<TaskQueueInfo> Matching(Caller caller, ResourceDescription resource)
    {
        MatchCheck.Resource(resource, caller.Vo);
        return [.. index.Find(Offer.From(resource, caller.Vo)).OrderByDescending(queue => queue.Priority).ThenBy(queue => queue.Id).Select(ToMessage)];
    }

    /// <summary>As above for an offer, without the queues that limits keep from it at the moment. Whether its site is in service is for the caller to know.</summary>
    public async Task<IReadOnlyList<TaskQueueInfo>> MatchingNowAsync(Offer offer, CancellationToken cancellationToken)
    {
        var now = offer.Site.Length == 0 ? offer : await conditions.ApplyAsync(offer, cancellationToken) with { SiteStatus = null, CEStatus = null };
        return [.. index.Find(now).OrderByDescending(queue => queue.Priority).ThenBy(queue => queue.Id).Select(ToMessage)];
    }

    private TaskQueueDetails Details(TaskQueue queue)
    {
        var catalogue = resources.Of(queue.Key.VO);
        var turn = turns.Of(queue, Math.Max(0, queue.Jobs - 1));
        var eligible = catalogue.BySite.Where(site => site.Any(known => ResourceCatalogue.CouldRun(known.Offer, queue.Key))).Select(site => site.Key).Order(StringComparer.Ordinal);
        return new TaskQueueDetails(ToMessage(queue), turn.Share, turn.MatchesPerHour, [.. eligible], turn.EstimatedSeconds, catalogue.WhyImpossible(queue.Key));
    }

    private static TaskQueueInfo ToMessage(TaskQueue queue) => new(
        queue.Id,
        queue.Key.Owner,
        queue.Key.OwnerGroup,
        queue.Key.VO,
        queue.Key.CpuTime,
        queue.Priority,
        queue.Jobs,
        TaskQueueKey.Fields.Where(field => !queue.Key.Values(field).IsEmpty).ToDictionary(field => field, IReadOnlyList<string> (field) => [.. queue.Key.Values(field)]));
}
