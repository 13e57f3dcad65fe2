using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>One condition of the match predicate, and the sentence that says why it fails.</summary>
internal sealed record MatchClause(string Name, Func<Offer, TaskQueueKey, bool> Holds, Func<Offer, TaskQueueKey, string> Why);
