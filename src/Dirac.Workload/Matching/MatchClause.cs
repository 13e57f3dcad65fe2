using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>One condition of the match predicate, and all that can be said when it does not hold.</summary>
/// <param name="Name">DIRAC's name of the field.</param>
/// <param name="Holds">Whether jobs of the queue may run on the offer as far as this goes.</param>
/// <param name="Why">Why it does not hold; says nothing about which site it is, so that sites can be told of together.</param>
/// <param name="Remedy">What would make it hold.</param>
internal sealed record MatchClause(
    string Name,
    Func<Offer, TaskQueueKey, bool> Holds,
    Func<Offer, TaskQueueKey, string> Why,
    Func<Offer, TaskQueueKey, Remedy> Remedy)
{
    /// <summary>What the job wants, as text.</summary>
    public required Func<TaskQueueKey, string> Wanted { get; init; }

    /// <summary>What the resource has to offer, as text.</summary>
    public required Func<Offer, string> Offered { get; init; }

    /// <summary>Whether <see cref="Why"/> says the same of any offer, but for amounts.</summary>
    public bool IsSaidAlike { get; init; }

    /// <summary>Whether it can change without anybody changing job or resource: limits, delays, a site that is out of service.</summary>
    public bool IsPassing { get; init; }
}
