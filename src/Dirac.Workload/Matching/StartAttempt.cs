using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Pilots;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Matching;

/// <summary>Turns a claim into an attempt: job Matched, attempt numbered and leased, pilot told, all in one transaction.</summary>
internal sealed class StartAttempt(
    WorkloadDatabases databases,
    LoggingOutbox outbox,
    ITaskQueue tasks,
    LimitGuard limits,
    MatchRates rates,
    IOwnerProxies proxies,
    SiteLeases leases,
    TimeProvider clock)
{
    /// <summary>Records the attempt; null when the job is no longer Waiting, and the claim was for nothing.</summary>
    /// <exception cref="LimitReachedException">A limit of the site is used up by now.</exception>
    public Task<MatchReply?> RunAsync(Offer offer, JobTaker taker, long job, CancellationToken cancellationToken) =>
        databases.Jobs.WriteAsync((session, token) => RecordAsync(session, offer, taker, job, token), cancellationToken);

    /// <summary>What the pilot is told again about an attempt of its own.</summary>
    public Task<MatchReply> RepeatAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        // The pilot counts from before the attempt was started. The configuration may promise more than the attempt was given.
        var seconds = Math.Clamp((attempt.LeaseUntilMs - attempt.StartedMs) / 1000, 0, int.MaxValue);
        return databases.Jobs.ReadAsync((session, token) => ReplyAsync(session, attempt.JobID, attempt.Attempt, (int)seconds, token), cancellationToken);
    }

    private async Task<MatchReply> ReplyAsync(IDbSession session, long job, int attempt, int leaseSeconds, CancellationToken cancellationToken)
    {
        var row = (await JobStore.LoadAsync(session, null, [job], cancellationToken)).Single();
        var texts = (await JobStore.LoadJdlsAsync(session, [job], cancellationToken)).Single();
        return new MatchReply
        {
            JobID = job,
            Attempt = attempt,
            JDL = texts.DerivedText,
            Owner = row.Owner,
            OwnerHasProxy = await proxies.HasAsync(row.Owner, cancellationToken),
            Group = row.OwnerGroup,
            Parameters = await ParameterStore.GetOptimizerAsync(session, job, cancellationToken),
            LeaseSeconds = leaseSeconds,
        };
    }

    private async Task<MatchReply?> RecordAsync(IDbSession session, Offer offer, JobTaker taker, long job, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;

        // Whoever asks for one job by its number gets it: as in DIRAC, limits are for those who take what comes.
        if (offer.OnlyJob is null) await limits.EnterAsync(session, offer, job, cancellationToken);
        if (!await JobStore.SetMatchedAsync(session, job, offer.Site, now, cancellationToken)) return null;
        var attempt = new AttemptRow
        {
            JobID = job, MatchId = taker.MatchId, PilotStamp = taker.PilotStamp, Site = offer.Site, GridCE = offer.GridCE, Host = ColumnText.Fit(taker.HostName, 128),
        };
        var lease = leases.SecondsAt(offer.Site);
        var number = await AttemptStore.StartAsync(session, attempt, taker.IsLeased ? lease * 1000L : null, cancellationToken)
            ?? throw new MatchIdTakenException(job);
        await outbox.AddAsync(session, [JobLogRow.Now(job, JobStatus.Matched, MinorStatuses.Assigned, "Unknown", now, Sources.Matcher)], cancellationToken);
        if (taker.Note is { } note) await tasks.EnqueueAsync(session, [new NewTask<PilotMatched>(note with { JobID = job, Time = now })], cancellationToken);
        session.AfterCommit(() => rates.Note(offer.VO, offer.Site));
        return await ReplyAsync(session, job, number, lease, cancellationToken);
    }
}
