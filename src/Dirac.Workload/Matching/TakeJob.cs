using Dirac.Model.Api;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Matching;

/// <summary>Claims a job that may run on an offer now and starts an attempt of it; a claim that comes to nothing is given back.</summary>
internal sealed class TakeJob(WorkloadDatabases databases, ClaimJob claim, StartAttempt start, OptimizerQueue optimizers)
{
    /// <summary>Takes a job; null when there is none, and then whether another look is worth while soon.</summary>
    /// <exception cref="MatchIdTakenException">A twin of this request was faster.</exception>
    public async Task<(MatchReply? Reply, bool IsNarrowed)> RunAsync(Offer offer, JobTaker taker, CancellationToken cancellationToken)
    {
        while (true)
        {
            var claimed = await claim.RunAsync(offer, cancellationToken);
            if (claimed.Job is not { } job) return (null, claimed.IsNarrowed);

            // From here on nobody else can have the job: it is carried through even if the pilot hangs up.
            if (await StartAsync(claimed.Offer, taker, job) is { } reply) return (reply, false);
        }
    }

    private async Task<MatchReply?> StartAsync(Offer offer, JobTaker taker, long job)
    {
        try
        {
            return await start.RunAsync(offer, taker, job, CancellationToken.None);
        }
        catch (LimitReachedException)
        {
            // Matches elsewhere took what was left of a limit; the next look knows it.
            await GiveBackAsync(job);
            return null;
        }
        catch (MatchIdTakenException)
        {
            // The claim goes back to its queue: the twin's job is the answer.
            await GiveBackAsync(job);
            throw;
        }
    }

    private Task GiveBackAsync(long job) =>
        databases.Jobs.WriteAsync((session, token) => optimizers.RequeueAsync(session, [job], token), CancellationToken.None);
}
