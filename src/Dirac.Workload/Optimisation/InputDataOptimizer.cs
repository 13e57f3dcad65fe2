using Dirac.Model.Data;

namespace Dirac.Workload.Optimisation;

/// <summary>Finds the sites that hold all of the job's input files (domain rules 3.4).</summary>
internal sealed class InputDataOptimizer : IOptimizer
{
    public const string Name = "InputData";

    /// <summary>Optimizer parameter with the sites found, separated by commas.</summary>
    public const string Candidates = "SiteCandidates";

    private const int MostFilesNamed = 5;

    /// <summary>The sites found, by the parameters of a job.</summary>
    public static string[] CandidatesIn(IReadOnlyDictionary<string, string> parameters) =>
        parameters.GetValueOrDefault(Candidates, "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    string IOptimizer.Name => Name;

    public OptimizerDecision Decide(JobFacts facts)
    {
        var files = facts.Description.InputData.Select(text => Lfn.Parse(text).Path).ToList();
        var missing = files.Where(file => facts.Replicas.GetValueOrDefault(file, []).Count == 0).ToList();
        if (missing.Count > 0)
        {
            var more = missing.Count > MostFilesNamed ? $" and {missing.Count - MostFilesNamed} more" : "";
            return new OptimizerDecision.Fail($"Input data not available: no replica of {string.Join(", ", missing.Take(MostFilesNamed))}{more}");
        }

        var sites = files.Select(file => facts.Replicas[file].AsEnumerable()).Aggregate((common, next) => common.Intersect(next)).Order().ToList();
        return new OptimizerDecision.Continue(new Dictionary<string, string> { [Candidates] = string.Join(',', sites) });
    }
}
