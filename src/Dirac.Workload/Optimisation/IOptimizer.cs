namespace Dirac.Workload.Optimisation;

/// <summary>One optimizer of the chain. Pure: everything it knows is in the facts, and its decision is carried out elsewhere.</summary>
internal interface IOptimizer
{
    /// <summary>DIRAC's name, which is also the minor status of jobs that wait for it.</summary>
    string Name { get; }

    OptimizerDecision Decide(JobFacts facts);
}
