using Dirac.Persistence;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs.Parameters;

/// <summary>Job parameters in DIRAC's tables of JobDB.</summary>
internal sealed class SqlJobParameters(WorkloadDatabases databases) : IJobParameterStore
{
    public Task SetAsync(IDbSession jobs, IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> values, CancellationToken cancellationToken) =>
        ParameterStore.SetAsync(jobs, values.SelectMany(job => job.Value.Select(value => (job.Key, value.Key, value.Value))), cancellationToken);

    public Task ArchiveAsync(IDbSession jobs, long job, int cycle, CancellationToken cancellationToken) =>
        ParameterStore.MoveToAtticAsync(jobs, job, cycle, cancellationToken);

    public async Task<IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>>> GetAsync(
        IReadOnlyList<long> ids, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => ParameterStore.GetAsync(session, ids, Storable(names), token), cancellationToken);
        return rows.GroupBy(row => row.JobID).ToDictionary(job => job.Key, IReadOnlyDictionary<string, string> (job) => job.ToDictionary(row => row.Name, row => row.Value));
    }

    public async Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>>> GetArchivedAsync(
        long job, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => ParameterStore.GetAtticAsync(session, job, Storable(names), token), cancellationToken);
        return rows.GroupBy(row => row.RescheduleCycle)
            .ToDictionary(cycle => cycle.Key, IReadOnlyDictionary<string, string> (cycle) => cycle.ToDictionary(row => row.Name, row => row.Value));
    }

    // No parameter can have another name, and MySQL would not know how to compare it.
    private static List<string>? Storable(IReadOnlyList<string>? names) => names?.Where(ColumnText.IsStorable).ToList();
}
