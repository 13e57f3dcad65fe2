namespace Dirac.Workload.Optimisation;

/// <summary>The order of optimizers of one job, kept as optimizer parameter <c>OptimizerChain</c>. Pure.</summary>
internal static class OptimizerChain
{
    public const string Parameter = "OptimizerChain";

    public static string Write(IEnumerable<string> names) => string.Join(',', names);

    /// <summary>The optimizer after <paramref name="name"/>; null at the end, or when the chain does not know it.</summary>
    public static string? After(IReadOnlyDictionary<string, string> parameters, string name)
    {
        var chain = parameters.GetValueOrDefault(Parameter, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var index = Array.IndexOf(chain, name);
        return index >= 0 && index + 1 < chain.Length ? chain[index + 1] : null;
    }
}
