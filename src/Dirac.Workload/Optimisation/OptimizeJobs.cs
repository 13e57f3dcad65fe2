using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>Treats a batch of jobs with their optimizers: gathers facts, lets the optimizer decide, carries the decisions out.</summary>
/// <remarks>
/// A decision is written, and the task completed, in one transaction that checks that the job is still where the task expected it; a job that
/// moved on meanwhile is left alone. The task that makes a job Waiting is completed only after the job is in its task queue.
/// </remarks>
internal sealed class OptimizeJobs(
    WorkloadDatabases databases,
    JobFactsReader reader,
    IEnumerable<IOptimizer> optimizers,
    OptimizerEffects effects,
    EnterTaskQueues queues) : ITaskHandler<OptimizeJob>
{
    private readonly Dictionary<string, IOptimizer> _optimizers = optimizers.ToDictionary(optimizer => optimizer.Name);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<OptimizeJob>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<long, TaskOutcome>();
        foreach (var group in batch.GroupBy(task => task.Message.Optimizer))
        {
            foreach (var (id, outcome) in await TreatAsync(_optimizers[group.Key], [.. group], context, cancellationToken)) outcomes[id] = outcome;
        }

        return [.. batch.Select(task => outcomes[task.Id])];
    }

    private async Task<Dictionary<long, TaskOutcome>> TreatAsync(
        IOptimizer optimizer, IReadOnlyList<ClaimedTask<OptimizeJob>> tasks, TaskContext context, CancellationToken cancellationToken)
    {
        var facts = await reader.ReadAsync([.. tasks.Select(task => task.Message.JobID).Distinct()], optimizer.Name, cancellationToken);
        var steps = tasks.Select(task => OptimizerStep.Decide(task, optimizer, facts.GetValueOrDefault(task.Message.JobID))).ToList();
        var applied = await databases.Jobs.WriteAsync((session, token) => WriteAsync(session, steps, context, token), cancellationToken);
        await queues.RunAsync([.. applied.Select(step => step.Queued).OfType<QueuedJob>()], cancellationToken);
        return steps.ToDictionary(step => step.Task.Id, step => step.Outcome);
    }

    private async Task<IReadOnlyList<OptimizerStep>> WriteAsync(
        IDbSession session, IReadOnlyList<OptimizerStep> steps, TaskContext context, CancellationToken cancellationToken)
    {
        var current = await OptimizerEffects.StillThereAsync(session, steps, cancellationToken);
        await effects.ApplyAsync(session, current, cancellationToken);
        await context.CompleteAsync(session, steps.Where(step => step.Outcome is TaskOutcome.AlreadyCompleted).Select(step => step.Task), cancellationToken);
        return current;
    }
}
