using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Runs jobs again on their owners' wish; one outcome per job.</summary>
internal sealed class RescheduleJobs(BulkControl control, Rescheduling rescheduling, AttemptBell bell)
{
    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, bool reset, CancellationToken cancellationToken)
    {
        var result = await control.RunAsync(caller, ids, new RescheduleVerb(rescheduling, reset), cancellationToken);
        bell.Ring();
        return result;
    }
}
