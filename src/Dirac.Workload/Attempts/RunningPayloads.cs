using Dirac.Hosting.Access;
using Dirac.Security.Identities;

namespace Dirac.Workload.Attempts;

/// <summary>Looks in the database whether a payload runs, by key, each time: nothing is remembered, so an end counts at once and on every server.</summary>
internal sealed class RunningPayloads(WorkloadDatabases databases) : IRunningPayloads
{
    /// <inheritdoc/>
    public Task<bool> IsRunningAsync(string vo, PayloadJob job, CancellationToken cancellationToken) =>
        databases.Jobs.ReadAsync((session, token) => AttemptStore.IsRunningAsync(session, vo, job.JobId, job.Attempt, token), cancellationToken);
}
