using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Attempts;

/// <summary>Keeps pilots of DIRAC's kind, whose calls name no attempt, from writing to jobs that a pilot of ours runs.</summary>
internal static class PilotFence
{
    /// <summary>The jobs among these that are fenced off from the caller.</summary>
    public static async Task<IReadOnlySet<long>> FencedAsync(IDbSession session, Caller caller, IEnumerable<JobRow> jobs, CancellationToken cancellationToken)
    {
        var asked = jobs.Where(job => JobPolicy.ActsAsPilot(caller, JobAccess.Ownership(job))).Select(job => job.JobID).ToList();
        return asked.Count == 0 ? new HashSet<long>() : (await AttemptStore.LiveAmongAsync(session, asked, cancellationToken)).ToHashSet();
    }

    /// <summary>Why nothing of what the caller says about a fenced job counts.</summary>
    public static string Words(long id) => $"Job {id} is run by another pilot, and only what that one says counts.";
}
