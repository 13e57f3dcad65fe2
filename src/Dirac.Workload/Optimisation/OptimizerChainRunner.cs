using Dirac.Model.Jobs;

namespace Dirac.Workload.Optimisation;

/// <summary>Takes a job along its chain of optimizers until one of them stops it. Pure.</summary>
/// <remarks>
/// A step that need not wait for anything follows at once: the history has a line for each, the row goes from its state to the last one.
/// </remarks>
internal sealed class OptimizerChainRunner(IEnumerable<IOptimizer> optimizers)
{
    // A chain that comes back to a step it has passed would never end.
    private const int MostSteps = 20;

    private readonly Dictionary<string, IOptimizer> _optimizers = optimizers.ToDictionary(optimizer => optimizer.Name);

    public OptimizerRun Run(JobFacts facts, string start)
    {
        var passed = new List<OptimizerState>();
        var left = new Dictionary<string, string>();
        var name = start;
        while (true)
        {
            var known = left.Count == 0 ? facts : facts with { Parameters = Merged(facts.Parameters, left) };
            var decision = passed.Count < MostSteps ? Decide(name, known) : new OptimizerDecision.Fail("The optimizer chain has no end");
            if (decision is OptimizerDecision.Continue next)
            {
                foreach (var (parameter, value) in next.Parameters) left[parameter] = value;
                if (OptimizerChain.After(Merged(facts.Parameters, left), name) is { } following)
                {
                    passed.Add(new OptimizerState(JobStatus.Checking, following, "Unknown", name));
                    name = following;
                    continue;
                }

                decision = new OptimizerDecision.Fail("The optimizer chain has no step after this one");
            }

            if (Stop(facts, passed, name, decision) is { } last) passed.Add(last);
            return new OptimizerRun(facts, name, decision, passed, left);
        }
    }

    // A job that one optimizer cannot cope with fails with what went wrong, and does not keep its neighbours.
    private OptimizerDecision Decide(string name, JobFacts facts)
    {
        if (facts.Problem is { } problem) return new OptimizerDecision.Fail(problem);
        if (!_optimizers.TryGetValue(name, out var optimizer)) return new OptimizerDecision.Fail($"There is no optimizer {name}");
        try
        {
            return optimizer.Decide(facts);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new OptimizerDecision.Fail($"{error.GetType().Name}: {error.Message}");
        }
    }

    private static OptimizerState? Stop(JobFacts facts, List<OptimizerState> passed, string name, OptimizerDecision decision)
    {
        var before = passed.Count > 0
            ? passed[^1]
            : new OptimizerState(facts.Job.ParsedStatus, facts.Job.MinorStatus, facts.Job.ApplicationStatus ?? "Unknown", "");
        var after = decision switch
        {
            OptimizerDecision.Enqueue enqueue => new OptimizerState(JobStatus.Waiting, MinorStatuses.PilotAgentSubmission, enqueue.ApplicationStatus, name),
            OptimizerDecision.Hold hold => new OptimizerState(before.Status, before.Minor, hold.ApplicationStatus, name),
            OptimizerDecision.Fail failure => new OptimizerState(JobStatus.Failed, $"{name} optimizer", failure.Message, name),
            _ => before,
        };
        return (after.Status, after.Minor, after.Application) == (before.Status, before.Minor, before.Application) ? null : after;
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> parameters, Dictionary<string, string> left)
    {
        var merged = new Dictionary<string, string>(parameters);
        foreach (var (name, value) in left) merged[name] = value;
        return merged;
    }
}
