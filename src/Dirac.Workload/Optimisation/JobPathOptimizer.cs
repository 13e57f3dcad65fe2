namespace Dirac.Workload.Optimisation;

/// <summary>Lays down which optimizers treat the job (domain rules 3.2).</summary>
internal sealed class JobPathOptimizer : IOptimizer
{
    public const string Name = "JobPath";

    string IOptimizer.Name => Name;

    public OptimizerDecision Decide(JobFacts facts)
    {
        var wanted = facts.Description.JobPath;
        if (wanted.FirstOrDefault(name => !OptimizerNames.All.Contains(name)) is { } unknown)
        {
            return new OptimizerDecision.Fail($"JobPath names the unknown optimizer {unknown}; known are {string.Join(", ", OptimizerNames.All)}");
        }

        var chain = wanted.Count > 0 ? wanted.Prepend(Name).Distinct() : Default(facts);
        return new OptimizerDecision.Continue(new Dictionary<string, string> { [OptimizerChain.Parameter] = OptimizerChain.Write(chain) });
    }

    private static IEnumerable<string> Default(JobFacts facts)
    {
        yield return Name;
        yield return JobSanityOptimizer.Name;
        if (facts.Description.InputData.Count > 0) yield return InputDataOptimizer.Name;
        yield return JobSchedulingOptimizer.Name;
    }
}
