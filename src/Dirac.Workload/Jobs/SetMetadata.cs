using System.Text.Json;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Changes;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs;

/// <summary>Sets attributes (columns) and parameters (anything else) of many jobs, as DiracX has it: all of them or none.</summary>
internal sealed class SetMetadata(WorkloadDatabases databases, IJobParameterStore parameters)
{
    public Task RunAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> changes, CancellationToken cancellationToken)
    {
        var columns = changes.ToDictionary(
            job => job.Key,
            IReadOnlyDictionary<string, object> (job) => job.Value.Where(value => JobAttributes.IsColumn(value.Key)).ToDictionary(value => value.Key, value => JobAttributes.Value(value.Key, value.Value)));
        var rest = changes.ToDictionary(job => job.Key, job => ParameterText.Read(job.Value.Where(value => !JobAttributes.IsColumn(value.Key))));
        return databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, columns, rest, token), cancellationToken);
    }

    private async Task ApplyAsync(
        IDbSession session,
        Caller caller,
        Dictionary<long, IReadOnlyDictionary<string, object>> columns,
        Dictionary<long, IReadOnlyDictionary<string, string>> rest,
        CancellationToken cancellationToken)
    {
        var rows = await JobWriters.DemandAsync(session, caller, [.. columns.Keys], JobRights.ChangeStatus, cancellationToken);
        await JobStore.SetColumnsAsync(session, [.. rows.SelectMany(row => JobAttributes.Changes(row, columns[row.JobID]))], cancellationToken);
        await parameters.SetAsync(session, rest, cancellationToken);
    }
}
