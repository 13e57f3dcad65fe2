using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs.Changes;

/// <summary>Sets parameters of many jobs; one outcome per job. A request with a name or value that does not fit changes nothing.</summary>
internal sealed class SetParameters(WorkloadDatabases databases, IJobParameterStore parameters)
{
    private const int JobsPerTransaction = 500;

    public async Task<BulkResult> RunAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> request, CancellationToken cancellationToken)
    {
        var values = request.ToDictionary(job => job.Key, job => ParameterText.Read(job.Value));
        var outcome = new BulkOutcome();
        foreach (var chunk in values.Chunk(JobsPerTransaction))
        {
            var done = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, chunk.ToDictionary(), token), cancellationToken);
            outcome.Add(done.ToResult());
        }

        return outcome.ToResult();
    }

    private async Task<BulkOutcome> ApplyAsync(
        IDbSession session, Caller caller, Dictionary<long, IReadOnlyDictionary<string, string>> values, CancellationToken cancellationToken)
    {
        var (rows, outcome) = await JobWriters.SortAsync(session, caller, [.. values.Keys], JobRights.ChangeStatus, cancellationToken);
        await parameters.SetAsync(session, rows.ToDictionary(row => row.JobID, row => values[row.JobID]), cancellationToken);
        foreach (var row in rows) outcome.Succeed(row.JobID, new StatusChange());
        return outcome;
    }
}
