using Dirac.Persistence;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs.Parameters;

/// <summary>One job's parameters in a store of many.</summary>
internal static class JobParameterExtensions
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Sets parameters of one job.</summary>
    public static Task SetAsync(
        this IJobParameterStore store, IDbSession jobs, long job, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        store.SetAsync(jobs, new Dictionary<long, IReadOnlyDictionary<string, string>> { [job] = values }, cancellationToken);

    /// <summary>The parameters of one job, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> GetAsync(
        this IJobParameterStore store, long job, IReadOnlyList<string>? names, CancellationToken cancellationToken) =>
        (await store.GetAsync([job], names, cancellationToken)).GetValueOrDefault(job, None);
}
