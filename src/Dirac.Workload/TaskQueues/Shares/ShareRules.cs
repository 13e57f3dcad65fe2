namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>How the priority of task queues follows from shares (domain rules 4.5). Pure.</summary>
internal static class ShareRules
{
    /// <summary>The least priority a queue can have.</summary>
    public const double Least = 0.001;

    private const double Background = 0.1;
    private const int Decimals = 4;

    /// <summary>The priorities of one group's queues: those that hold jobs.</summary>
    /// <remarks>A group with JobSharing is one entity with all its queues; in others each owner is one, and they split the share evenly.</remarks>
    public static IReadOnlyDictionary<long, double> Of(GroupShare group, IReadOnlyList<QueueWeight> queues)
    {
        if (group.IsSharing) return OfEntity(group, group.Share, queues);
        var owners = queues.GroupBy(queue => queue.Key.Owner).ToList();
        return owners.SelectMany(owner => OfEntity(group, group.Share / owners.Count, [.. owner])).ToDictionary();
    }

    private static Dictionary<long, double> OfEntity(GroupShare group, double share, IReadOnlyList<QueueWeight> queues)
    {
        bool Counts(QueueWeight queue) => !group.HasBackground || queue.Mean > Background;
        var sum = queues.Where(Counts).Sum(queue => queue.Mean);
        var alone = queues.ToDictionary(queue => queue.Id, queue => Counts(queue) ? Math.Max(Least, share * queue.Mean / sum) : Least);

        // Queues that differ only in sites compete for different resources: each gets what all of them have.
        return queues
            .GroupBy(queue => queue.Key.With("Sites", []).With("BannedSites", []))
            .SelectMany(alike => alike.Select(queue => (queue.Id, Sum: alike.Sum(one => alone[one.Id]))))
            .ToDictionary(queue => queue.Id, queue => Math.Round(queue.Sum, Decimals));
    }
}
