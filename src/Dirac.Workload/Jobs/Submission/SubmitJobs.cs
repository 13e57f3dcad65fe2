using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>Accepts jobs: all of a submission or none.</summary>
/// <remarks>When it returns, the jobs, their history and the message that starts their optimisation are durable.</remarks>
internal sealed class SubmitJobs(
    WorkloadDatabases databases,
    LoggingOutbox outbox,
    OptimizerQueue optimizers,
    WorkloadConfiguration configuration,
    IOptions<WorkloadOptions> options,
    TimeProvider clock)
{
    /// <summary>Stores the jobs that the descriptions stand for.</summary>
    /// <param name="caller">Their owner.</param>
    /// <param name="descriptions">Several plain ones, or one parametric.</param>
    /// <param name="key">The client's name for this submission (see <see cref="SubmissionKey"/>): repeated, it is answered with the jobs of the first time.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public async Task<IReadOnlyList<SubmittedJob>> RunAsync(
        Caller caller, IReadOnlyList<string> descriptions, string? key, CancellationToken cancellationToken)
    {
        DemandSubmitter(caller);
        var named = key is null ? null : SubmissionKey.Of(key, descriptions);
        if (named is not null && await databases.Jobs.ReadAsync((session, token) => SubmissionStore.FindAsync(session, caller, named, token), cancellationToken) is { } known)
        {
            return Repeated(known, named);
        }

        var jobs = Prepare(caller, descriptions);
        return await databases.Jobs.WriteAsync((session, token) => StoreAsync(session, caller, jobs, named, token), cancellationToken);
    }

    /// <summary>Stores the job of a description, or its jobs if it is parametric: those wait for <see cref="Control.ConfirmJobs"/>, as DIRAC's clients expect.</summary>
    /// <param name="caller">Their owner.</param>
    /// <param name="description">One description.</param>
    /// <param name="most">How many jobs it may make, if that is less than the limit of the VO.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public async Task<(IReadOnlyList<long> Ids, bool IsBulk)> RunInTwoStepsAsync(Caller caller, string description, int most, CancellationToken cancellationToken)
    {
        DemandSubmitter(caller);
        var isBulk = JobFactory.IsParametric(description);
        var jobs = JobFactory.Create([description], caller, configuration.LimitsOf(caller.Vo), Math.Min(most, MostJobs(caller)));
        var now = Now();
        var first = isBulk ? FirstState.Unconfirmed : FirstState.Accepted;
        return (await databases.Jobs.WriteAsync((session, token) => InsertAsync(session, jobs, first, now, token), cancellationToken), isBulk);
    }

    /// <summary>How many jobs one submission of the caller may make.</summary>
    public int MostJobs(Caller caller) => configuration.MaxJobsPerSubmission(caller.Vo, options.Value.MaxJobsPerSubmission);

    /// <summary>The jobs described; all are good and the caller may submit them, or an exception says what is wrong.</summary>
    public IReadOnlyList<NewJob> Prepare(Caller caller, IReadOnlyList<string> descriptions)
    {
        DemandSubmitter(caller);
        return JobFactory.Create(descriptions, caller, configuration.LimitsOf(caller.Vo), MostJobs(caller));
    }

    /// <summary>Stores prepared jobs in a transaction of JobDB that may do more.</summary>
    public async Task<IReadOnlyList<SubmittedJob>> StoreAsync(
        IDbSession session, Caller caller, IReadOnlyList<NewJob> jobs, SubmissionKey? key, CancellationToken cancellationToken)
    {
        var now = Now();
        if (key is not null && !await SubmissionStore.TakeAsync(session, caller, key, now, cancellationToken))
        {
            return Repeated((await SubmissionStore.FindAsync(session, caller, key, cancellationToken))!, key);
        }

        var ids = await InsertAsync(session, jobs, FirstState.Accepted, now, cancellationToken);
        if (key is not null) await SubmissionStore.CompleteAsync(session, caller, key, ids, cancellationToken);
        return Accepted(ids, now);
    }

    private async Task<IReadOnlyList<long>> InsertAsync(
        IDbSession session, IReadOnlyList<NewJob> jobs, FirstState first, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await JobStore.InsertAsync(session, jobs, first, now.UtcDateTime, cancellationToken);
        var history = ids.Select(id => JobLogRow.Now(id, first.Status, first.Minor, "Unknown", now.UtcDateTime, Sources.JobManager));
        await outbox.AddAsync(session, history, cancellationToken);
        if (first == FirstState.Accepted) await optimizers.StartAsync(session, ids, cancellationToken);
        return ids;
    }

    // To the millisecond, as it is stored: the answer to a repetition is the same to the letter.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static void DemandSubmitter(Caller caller)
    {
        if (JobPolicy.MaySubmit(caller)) return;
        throw new DiracException(ErrorCode.NotAuthorized, $"Group {caller.Group} may not submit jobs.", "Log in with a group that has the property NormalUser.");
    }

    private static IReadOnlyList<SubmittedJob> Repeated(SubmissionRow known, SubmissionKey key) => known.Digest == key.Digest
        ? Accepted(Enumerable.Range(0, known.Jobs).Select(offset => known.FirstJobID + offset), DateTimeOffset.FromUnixTimeMilliseconds(known.CreatedMs))
        : throw new DiracException(
            ErrorCode.Conflict,
            $"The idempotency key {key.Text} was used for other descriptions: jobs {known.FirstJobID} to {known.FirstJobID + known.Jobs - 1}.",
            "Take a new key for every submission. Nothing was stored.");

    private static IReadOnlyList<SubmittedJob> Accepted(IEnumerable<long> ids, DateTimeOffset when) =>
        [.. ids.Select(id => new SubmittedJob(id, nameof(JobStatus.Received), MinorStatuses.JobAccepted, when))];
}
