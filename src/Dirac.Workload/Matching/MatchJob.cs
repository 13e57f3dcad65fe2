using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Matching;

/// <summary>Gives a pilot one job, waiting for one if asked to.</summary>
/// <remarks>Repeating a match id gives the same job again, so a reply that got lost with its server costs nothing.</remarks>
internal sealed class MatchJob(
    WorkloadDatabases databases,
    MatchIndex index,
    ClaimJob claim,
    StartAttempt start,
    OptimizerQueue optimizers,
    RecentOffers offers,
    LongPoll poll)
{
    private const int MostWaitSeconds = 60;
    private const int LongestMatchId = 64;
    private const int LongestCE = 128;

    public async Task<MatchReply?> RunAsync(Caller pilot, MatchRequest request, CancellationToken cancellationToken)
    {
        Check(pilot, request);
        var offer = Offer.From(request.Resource, pilot.Vo);
        offers.Note(pilot.PilotStamp!, offer);
        if (await databases.Jobs.ReadAsync((session, token) => AttemptStore.FindByMatchAsync(session, request.MatchId, token), cancellationToken) is { } known)
        {
            return await RepeatAsync(pilot, known, cancellationToken);
        }

        var deadline = poll.Deadline(request.WaitSeconds);
        while (true)
        {
            var changed = index.Changed;
            if (await TryAsync(pilot, offer, request, cancellationToken) is { } reply) return reply;
            if (!await poll.WaitAsync(changed, deadline, cancellationToken)) return null;
        }
    }

    private async Task<MatchReply?> TryAsync(Caller pilot, Offer offer, MatchRequest request, CancellationToken cancellationToken)
    {
        while (index.Find(offer) is { Count: > 0 } candidates)
        {
            if (await claim.RunAsync(candidates, cancellationToken) is not { } job) continue;

            // From here on nobody else can have the job: it is carried through even if the pilot hangs up.
            if (await StartAsync(pilot, offer, request, job) is { } reply) return reply;
        }

        return null;
    }

    private async Task<MatchReply?> StartAsync(Caller pilot, Offer offer, MatchRequest request, long job)
    {
        try
        {
            return await start.RunAsync(pilot, offer, request, job, CancellationToken.None);
        }
        catch (MatchIdTakenException)
        {
            // A twin of this request was faster: the claim goes back to its queue and the twin's job is the answer.
            await databases.Jobs.WriteAsync((session, token) => optimizers.NextAsync(session, [new OptimizeJob(job, JobSchedulingOptimizer.Name)], token), CancellationToken.None);
            var known = await databases.Jobs.ReadAsync((session, token) => AttemptStore.FindByMatchAsync(session, request.MatchId, token), CancellationToken.None);
            return await RepeatAsync(pilot, known!, CancellationToken.None);
        }
    }

    private async Task<MatchReply?> RepeatAsync(Caller pilot, AttemptRow known, CancellationToken cancellationToken)
    {
        if (known.PilotStamp != pilot.PilotStamp) throw new DiracException(ErrorCode.Conflict, "This match id was used by another pilot.", "Make a new match id for every job.");
        return known.IsCurrent && known.EndedMs is null
            ? await databases.Jobs.ReadAsync((session, token) => start.ReplyAsync(session, known.JobID, known.Attempt, token), cancellationToken)
            : throw new DiracException(ErrorCode.Conflict, $"Attempt {known.Attempt} of job {known.JobID} is over.", "Ask for another job with a new match id.");
    }

    private static void Check(Caller pilot, MatchRequest request)
    {
        if (pilot.PilotStamp is null) throw new DiracException(ErrorCode.NotAuthorized, "Only a pilot can ask for a job.", "Log in as a pilot.");
        if (request.MatchId.Length is 0 or > LongestMatchId) throw new DiracException(ErrorCode.BadRequest, $"MatchId must have 1 to {LongestMatchId} characters.");
        if (request.WaitSeconds is < 0 or > MostWaitSeconds) throw new DiracException(ErrorCode.BadRequest, $"WaitSeconds must be 0 to {MostWaitSeconds}.");
        if (string.IsNullOrWhiteSpace(request.Resource.Site)) throw new DiracException(ErrorCode.BadRequest, "Resource.Site is required.");
        if (request.Resource.CPUTime <= 0) throw new DiracException(ErrorCode.BadRequest, "Resource.CPUTime must be positive.");
        if (request.Resource.GridCE is { } ce && (ce.Length > LongestCE || !ColumnText.IsStorable(ce)))
        {
            throw new DiracException(ErrorCode.BadRequest, $"Resource.GridCE must have at most {LongestCE} Latin letters.");
        }

        request.Resource.Tag.WithoutHoles("Resource.Tag");
        request.Resource.RequiredTag.WithoutHoles("Resource.RequiredTag");
        if (pilot.Site is { } site && site != request.Resource.Site)
        {
            throw new DiracException(ErrorCode.NotAuthorized, $"The pilot's token is for site {site}, not {request.Resource.Site}.");
        }

        if (request.Resource.RequiredTag.Except(Offer.From(request.Resource, pilot.Vo).Tags).FirstOrDefault() is { } missing)
        {
            throw new DiracException(ErrorCode.BadRequest, $"Wrong conditions: the required tag {missing} is not among the offered tags.");
        }
    }
}
