using Dirac.Model.Jobs;
using Dirac.Tasks;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>One task of a batch with what its optimizer decided.</summary>
internal sealed record OptimizerStep(ClaimedTask<OptimizeJob> Task, JobFacts? Facts, OptimizerDecision? Decision)
{
    public long JobId => Task.Message.JobID;

    public string Optimizer => Task.Message.Optimizer;

    /// <summary>The entry of a job that is ready; null for others.</summary>
    public QueuedJob? Queued => Decision is OptimizerDecision.Enqueue enqueue ? new QueuedJob(JobId, enqueue.Key, Facts!.Job.UserPriority) : null;

    /// <summary>How the task ends when the decision has been carried out.</summary>
    public TaskOutcome Outcome => Decision switch
    {
        OptimizerDecision.Hold hold => new TaskOutcome.RetryAfter(hold.Delay, hold.ApplicationStatus),
        OptimizerDecision.Enqueue => TaskOutcome.Done,
        _ => TaskOutcome.AlreadyDone,
    };

    /// <summary>Asks the optimizer, unless the job is gone or has moved on.</summary>
    public static OptimizerStep Decide(ClaimedTask<OptimizeJob> task, IOptimizer optimizer, JobFacts? facts) =>
        facts is not null && Expects(task.Message.Optimizer, facts.Job.ParsedStatus, facts.Job.MinorStatus)
            ? new OptimizerStep(task, facts, optimizer.Decide(facts))
            : new OptimizerStep(task, facts, null);

    /// <summary>Whether a job in this state waits for this optimizer. One that is Waiting already is queued again: the queueing may not have happened.</summary>
    public static bool Expects(string optimizer, JobStatus status, string minor) => status switch
    {
        JobStatus.Received => optimizer == JobPathOptimizer.Name,
        JobStatus.Checking => optimizer == minor,
        JobStatus.Waiting => optimizer == JobSchedulingOptimizer.Name && minor == MinorStatuses.PilotAgentSubmission,
        _ => false,
    };
}
