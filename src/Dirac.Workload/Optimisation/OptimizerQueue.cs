using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Workload.Optimisation;

/// <summary>Hands jobs to the optimizers, in the transaction of the change that made them ready.</summary>
internal sealed class OptimizerQueue(ITaskQueue tasks)
{
    /// <summary>Starts the chain of Received jobs.</summary>
    public Task StartAsync(IDbSession jobs, IEnumerable<long> ids, CancellationToken cancellationToken) =>
        NextAsync(jobs, ids.Select(id => new OptimizeJob(id, JobPathOptimizer.Name)), cancellationToken);

    /// <summary>Sends jobs to the next optimizer of their chain.</summary>
    public Task NextAsync(IDbSession jobs, IEnumerable<OptimizeJob> steps, CancellationToken cancellationToken) =>
        tasks.EnqueueAsync(jobs, steps.Select(step => new NewTask<OptimizeJob>(step)), cancellationToken);
}
