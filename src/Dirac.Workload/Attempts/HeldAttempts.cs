using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Attempts;

/// <summary>Says for which attempts a pilot may ask for the owner's credentials: those in its hands at this moment.</summary>
internal static class HeldAttempts
{
    /// <summary>The job of an attempt.</summary>
    /// <exception cref="DiracException">NotAuthorized: the attempt is another pilot's, or over, or another one is current.</exception>
    public static async Task<JobRow> DemandAsync(IDbSession session, Caller pilot, long job, int attempt, CancellationToken cancellationToken)
    {
        var held = pilot.PilotStamp is { } stamp ? await AttemptStore.LiveOfPilotAsync(session, pilot.Vo, stamp, cancellationToken) : [];
        if (!held.Any(one => one.JobID == job && one.Attempt == attempt && one.IsCurrent))
            throw new DiracException(ErrorCode.NotAuthorized, $"Attempt {attempt} of job {job} is not in this pilot's hands.");
        return (await JobStore.LoadAsync(session, pilot.Vo, [job], cancellationToken)).Single();
    }
}
