using Dirac.Model.Jobs;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>A job's way along its chain, as far as it goes now: the states it passes, and the decision at which it stops.</summary>
/// <param name="Facts">What was known.</param>
/// <param name="Optimizer">The optimizer that stopped it.</param>
/// <param name="Decision">Hold, Fail or Enqueue.</param>
/// <param name="Passed">The states in their order, the last one being the job's; empty when nothing changes.</param>
/// <param name="Left">Optimizer parameters that the steps left behind.</param>
internal sealed record OptimizerRun(
    JobFacts Facts, string Optimizer, OptimizerDecision Decision, IReadOnlyList<OptimizerState> Passed, IReadOnlyDictionary<string, string> Left)
{
    public long JobID => Facts.Job.JobID;

    /// <summary>What the job becomes; null when it stays as it is.</summary>
    public OptimizerState? Result => Passed.Count > 0 ? Passed[^1] : null;

    /// <summary>The entry of a job that is ready; null for others.</summary>
    public QueuedJob? Queued => Decision is OptimizerDecision.Enqueue enqueue ? new QueuedJob(JobID, enqueue.Key, Facts.Job.UserPriority) : null;

    /// <summary>The optimizer with which a job goes on when <paramref name="wanted"/> is asked for; null when it does not wait for that one.</summary>
    /// <remarks>A job that is Waiting already is queued again whichever step was asked for: the queueing may not have happened.</remarks>
    public static string? Start(string wanted, JobRowState job) => job.Status switch
    {
        JobStatus.Received => wanted == JobPathOptimizer.Name ? wanted : null,
        JobStatus.Checking => wanted == job.MinorStatus ? wanted : null,
        JobStatus.Waiting => job.MinorStatus == MinorStatuses.PilotAgentSubmission ? JobSchedulingOptimizer.Name : null,
        _ => null,
    };
}

/// <summary>A state on a job's way, and the optimizer that led to it.</summary>
/// <param name="Status">Major status.</param>
/// <param name="Minor">Minor status.</param>
/// <param name="Application">Application status.</param>
/// <param name="Source">The optimizer.</param>
internal sealed record OptimizerState(JobStatus Status, string Minor, string Application, string Source);

/// <summary>Where a job stands.</summary>
internal readonly record struct JobRowState(JobStatus Status, string MinorStatus);
