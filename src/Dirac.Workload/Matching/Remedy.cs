using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>What would make a clause hold: one sentence, and the same as a changed job or a changed resource.</summary>
/// <param name="Sentence">What somebody can do.</param>
/// <param name="Job">The job after that, when the job is to change.</param>
/// <param name="Resource">The offer after that, when the resource is to change.</param>
internal sealed record Remedy(string Sentence, TaskQueueKey? Job = null, Offer? Resource = null);
