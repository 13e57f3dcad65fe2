using System.Collections.Frozen;

namespace Dirac.Workload.Optimisation;

/// <summary>The optimizers there are.</summary>
internal static class OptimizerNames
{
    public static readonly FrozenSet<string> All =
        FrozenSet.Create(JobPathOptimizer.Name, JobSanityOptimizer.Name, InputDataOptimizer.Name, JobSchedulingOptimizer.Name);
}
