using Dirac.Model.Jdl;
using Dirac.Tasks;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>Takes jobs along their chains: gathers facts, lets the optimizers decide, carries the decisions out.</summary>
/// <remarks>
/// A decision is written only if the job is still where it was when the facts were read. A task is done when its jobs are in their task queues;
/// one that is repeated, because its worker died, finds its jobs further on and only queues those that are Waiting once more.
/// </remarks>
internal sealed class OptimizeJobs(
    WorkloadDatabases databases, JobFactsReader reader, OptimizerChainRunner runner, OptimizerEffects effects, EnterTaskQueues queues, OptimizerQueue tasks, OptimizerGate gate)
    : ITaskHandler<OptimizeJob>
{
    private const int JobsPerTransaction = 500;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<OptimizeJob>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var group in batch.GroupBy(task => task.Message.Optimizer))
        {
            var alone = group.Where(task => task.Attempt > 1 && task.Message.Jobs.Count > 1).ToList();
            foreach (var task in alone) await SplitAsync(task.Message, cancellationToken);
            foreach (var jobs in group.Except(alone).SelectMany(task => task.Message.Jobs).Distinct().Chunk(JobsPerTransaction))
            {
                await gate.PassAsync(() => TreatAsync(jobs, group.Key, cancellationToken), cancellationToken);
            }
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    // One of them may be what made the attempt before this one fail: it must not take the others with it.
    private Task SplitAsync(OptimizeJob message, CancellationToken cancellationToken) => databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            foreach (var job in message.Jobs) await tasks.HoldAsync(session, [job], message.Optimizer, TimeSpan.Zero, token);
        },
        cancellationToken);

    private async Task TreatAsync(IReadOnlyList<long> jobs, string wanted, CancellationToken cancellationToken)
    {
        var facts = await reader.ReadAsync(jobs, wanted, cancellationToken);
        var runs = InParallel.Map(facts, job => runner.Run(job, OptimizerRun.Start(wanted, new JobRowState(job.Job.ParsedStatus, job.Job.MinorStatus))!));
        var applied = await databases.Jobs.WriteAsync((session, token) => effects.ApplyAsync(session, runs, token), cancellationToken);
        await queues.RunAsync([.. applied.Select(run => run.Queued).OfType<QueuedJob>()], cancellationToken);
    }
}
