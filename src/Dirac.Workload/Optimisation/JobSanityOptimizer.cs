namespace Dirac.Workload.Optimisation;

/// <summary>Sees to it that the job's input sandboxes belong to it (domain rules 3.3).</summary>
internal sealed class JobSanityOptimizer : IOptimizer
{
    public const string Name = "JobSanity";

    string IOptimizer.Name => Name;

    public OptimizerDecision Decide(JobFacts facts) =>
        facts.SandboxProblem is { } problem ? new OptimizerDecision.Fail(problem) : OptimizerDecision.Continue.WithNothing;
}
