using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Workload.Optimisation;

/// <summary>Hands jobs to the optimizers, in the transaction of the change that made them ready.</summary>
internal sealed class OptimizerQueue(ITaskQueue tasks, TimeProvider clock)
{
    /// <summary>Jobs in one message: enough that a message costs nothing beside its jobs, few enough that it is treated in a moment.</summary>
    private const int JobsPerTask = 200;

    /// <summary>Starts the chain of Received jobs.</summary>
    public Task StartAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        EnqueueAsync(jobs, ids, JobPathOptimizer.Name, null, cancellationToken);

    /// <summary>Puts Waiting jobs into their task queues again.</summary>
    public Task RequeueAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        EnqueueAsync(jobs, ids, JobSchedulingOptimizer.Name, null, cancellationToken);

    /// <summary>Has an optimizer look at jobs again after a while.</summary>
    public Task HoldAsync(IDbSession jobs, IReadOnlyList<long> ids, string optimizer, TimeSpan delay, CancellationToken cancellationToken) =>
        EnqueueAsync(jobs, ids, optimizer, clock.GetUtcNow() + delay, cancellationToken);

    private Task EnqueueAsync(IDbSession jobs, IReadOnlyList<long> ids, string optimizer, DateTimeOffset? notBefore, CancellationToken cancellationToken) =>
        tasks.EnqueueAsync(
            jobs, ids.Chunk(JobsPerTask).Select(chunk => new NewTask<OptimizeJob>(new OptimizeJob(chunk, optimizer)) { NotBefore = notBefore }), cancellationToken);
}
