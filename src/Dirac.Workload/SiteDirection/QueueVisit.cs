namespace Dirac.Workload.SiteDirection;

/// <summary>Message: work on one queue.</summary>
/// <param name="Site">Its site.</param>
/// <param name="CE">Its computing element.</param>
/// <param name="Queue">Its name.</param>
/// <param name="Wanted">Pilots to be handed in, by VO.</param>
/// <param name="PlannedMs">When that was worked out, by the database's clock: what was handed in since is not in it.</param>
internal sealed record QueueVisit(string Site, string CE, string Queue, IReadOnlyDictionary<string, int> Wanted, long PlannedMs)
{
    public QueueName Name => new(Site, CE, Queue);
}
