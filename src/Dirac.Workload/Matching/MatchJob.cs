using System.Collections.Concurrent;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Pilots;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Matching;

/// <summary>Gives a pilot one job, waiting for one if asked to.</summary>
/// <remarks>Repeating a match id gives the same job again, so a reply that got lost with its server costs nothing.</remarks>
internal sealed class MatchJob(
    WorkloadDatabases databases,
    MatchIndex index,
    TakeJob take,
    StartAttempt start,
    RecentOffers offers,
    LongPoll poll)
{
    private const int MostWaitSeconds = 60;
    private const int LongestMatchId = 64;

    private readonly ConcurrentDictionary<(string Pilot, string MatchId), Task> _asking = new();

    public async Task<MatchReply?> RunAsync(Caller pilot, MatchRequest request, CancellationToken cancellationToken)
    {
        Check(pilot, request);
        // A pilot that breaks a request off asks again what has become of it: the answer is there only when the first one has come to its end.
        var (key, ended) = ((pilot.PilotStamp!, request.MatchId), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        while (_asking.GetOrAdd(key, ended.Task) is var other && other != ended.Task) await other.WaitAsync(cancellationToken);
        try
        {
            return await AnswerAsync(pilot, request, cancellationToken);
        }
        finally
        {
            _asking.TryRemove(KeyValuePair.Create(key, ended.Task));
            ended.SetResult();
        }
    }

    private async Task<MatchReply?> AnswerAsync(Caller pilot, MatchRequest request, CancellationToken cancellationToken)
    {
        var offer = Offer.From(request.Resource, pilot.Vo);
        offers.Note(request.Resource, pilot.Vo);
        if (await databases.Jobs.ReadAsync((session, token) => AttemptStore.FindByMatchAsync(session, request.MatchId, token), cancellationToken) is { } known)
        {
            return await RepeatAsync(pilot, known, cancellationToken);
        }

        try
        {
            return await WaitAsync(pilot, offer, request, cancellationToken);
        }
        catch (MatchIdTakenException)
        {
            var twin = await databases.Jobs.ReadAsync((session, token) => AttemptStore.FindByMatchAsync(session, request.MatchId, token), CancellationToken.None);
            return await RepeatAsync(pilot, twin!, CancellationToken.None);
        }
    }

    private async Task<MatchReply?> WaitAsync(Caller pilot, Offer offer, MatchRequest request, CancellationToken cancellationToken)
    {
        var taker = new JobTaker(request.MatchId, pilot.PilotStamp!)
        {
            HostName = request.Resource.HostName ?? "",
            Note = new PilotMatched(pilot.PilotStamp!, 0, request.Resource.GridCE, request.Resource.PilotBenchmark, default, pilot.Vo),
        };
        var deadline = poll.Deadline(request.WaitSeconds);
        while (true)
        {
            var changed = index.Changed;
            var (reply, isNarrowed) = await take.RunAsync(offer, taker, cancellationToken);
            if (reply is not null) return reply;

            // Nobody rings when a limit is free again or a delay is over.
            var until = isNarrowed ? Math.Min(deadline, poll.After(OfferConditions.Fresh)) : deadline;
            if (!await poll.WaitAsync(changed, until, cancellationToken) && poll.IsOver(deadline)) return null;
        }
    }

    private async Task<MatchReply?> RepeatAsync(Caller pilot, AttemptRow known, CancellationToken cancellationToken)
    {
        if (known.PilotStamp != pilot.PilotStamp || known.VO != pilot.Vo) throw new DiracException(ErrorCode.Conflict, "This match id was used by another pilot.", "Make a new match id for every job.");
        return known.IsCurrent && known.EndedMs is null
            ? await start.RepeatAsync(known, cancellationToken)
            : throw new DiracException(ErrorCode.Conflict, $"Attempt {known.Attempt} of job {known.JobID} is over.", "Ask for another job with a new match id.");
    }

    private static void Check(Caller pilot, MatchRequest request)
    {
        if (pilot.PilotStamp is null) throw new DiracException(ErrorCode.NotAuthorized, "Only a pilot can ask for a job.", "Log in as a pilot.");
        if (request.MatchId.Length is 0 or > LongestMatchId) throw new DiracException(ErrorCode.BadRequest, $"MatchId must have 1 to {LongestMatchId} characters.");
        if (request.WaitSeconds is < 0 or > MostWaitSeconds) throw new DiracException(ErrorCode.BadRequest, $"WaitSeconds must be 0 to {MostWaitSeconds}.");
        MatchCheck.Resource(request.Resource, pilot.Vo);
        if (pilot.Site is { } site && site != request.Resource.Site)
        {
            throw new DiracException(ErrorCode.NotAuthorized, $"The pilot's token is for site {site}, not {request.Resource.Site}.");
        }
    }
}
