using Dirac.Model.Api;
using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Matching;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Ports;
using Dirac.Workload.Resources;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Explaining;

/// <summary>Says why a job is where it is: for a Waiting one what each site says to it, for a Failed one how it failed.</summary>
internal sealed class ExplainJob(
    WorkloadDatabases databases, ReadableJobs readable, IJobParameterStore parameters, MatchIndex index, WaitingSites sites, QueueTurns turns, KnownResources resources)
{
    /// <summary>Explains a job to somebody who may know.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The job.</param>
    /// <param name="site">One site, told of in full; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<JobWhy> RunAsync(Caller caller, long id, string? site, CancellationToken cancellationToken)
    {
        var job = await readable.DemandAsync(caller, id, cancellationToken);
        return job.ParsedStatus == JobStatus.Waiting ? await WaitingAsync(job, site, cancellationToken) : await OtherAsync(job, cancellationToken);
    }

    /// <summary>The explanation as one text, for a job whose parameters and attempts are known already.</summary>
    public async Task<string> SummaryAsync(JobRow job, IReadOnlyDictionary<string, string> values, IReadOnlyList<AttemptRow> attempts, CancellationToken cancellationToken) =>
        job.ParsedStatus == JobStatus.Waiting ? (await WaitingAsync(job, null, cancellationToken)).Summary : Other(job, values, attempts).Summary;

    private async Task<JobWhy> WaitingAsync(JobRow job, string? site, CancellationToken cancellationToken)
    {
        var queue = await QueueAsync(job.JobID, cancellationToken);
        var key = queue?.Key ?? await KeyAsync(job, cancellationToken);
        var answers = site is null ? await sites.AllAsync(key, cancellationToken) : await sites.OneAsync(key, site, cancellationToken);
        var turn = queue is null ? null : await databases.Queues.ReadAsync((session, token) => turns.OfAsync(session, queue, job.JobID, token), cancellationToken);
        // The rate is that of better days when the sites that would take it are out of service.
        if (answers is [{ Verdict: nameof(Nearness.NotNow) } nearest, ..] && nearest.Clauses.Any(clause => clause.Clause is "SiteStatus" or "CEStatus") && turn is { } before)
        {
            turn = before with { EstimatedSeconds = null };
        }

        var impossible = resources.Of(job.VO).WhyImpossible(key);
        var summary = site is null ? WaitingWords.Summary(answers, impossible, turn) : $"{site}: {answers[0].Sentence}";
        return Plain(job, queue is null ? $"It is about to enter its task queue. {summary}" : summary) with
        {
            Advice = WaitingWords.Advice(answers), Turn = turn, Sites = answers,
        };
    }

    private async Task<TaskQueue?> QueueAsync(long job, CancellationToken cancellationToken)
    {
        var id = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.QueueOfAsync(session, job, token), cancellationToken);
        if (id is not { } known) return null;
        return index.Get(known)
            ?? (await databases.Queues.ReadAsync((session, token) => TaskQueueStore.LoadAsync(session, [known], token), cancellationToken)).SingleOrDefault();
    }

    private async Task<TaskQueueKey> KeyAsync(JobRow job, CancellationToken cancellationToken)
    {
        var text = (await databases.Jobs.ReadAsync((session, token) => JobStore.LoadJdlsAsync(session, [job.JobID], token), cancellationToken)).Single();
        return JobKey.Of(job, new JobDescription(text.Derived));
    }

    private async Task<JobWhy> OtherAsync(JobRow job, CancellationToken cancellationToken)
    {
        var attempts = await databases.Jobs.ReadAsync((session, token) => AttemptStore.OfJobsAsync(session, [job.JobID], token), cancellationToken);
        return Other(job, await parameters.GetAsync(job.JobID, null, cancellationToken), attempts);
    }

    private static JobWhy Other(JobRow job, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<AttemptRow> attempts)
    {
        if (job.ParsedStatus != JobStatus.Failed) return Plain(job, StateWords.Of(job, attempts)) with { Until = JobSchedulingOptimizer.HeldUntil(job) };
        var failure = FailureWords.Of(job, parameters, attempts);
        return Plain(job, FailureWords.Summary(job, failure)) with { Failure = failure, Advice = FailureWords.Advice(job, failure) };
    }

    private static JobWhy Plain(JobRow job, string summary) => new()
    {
        JobID = job.JobID, Status = job.Status, MinorStatus = job.MinorStatus, ApplicationStatus = job.ApplicationStatus ?? "Unknown", Summary = summary,
    };
}
