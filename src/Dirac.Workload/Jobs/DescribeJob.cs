using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Jobs;

/// <summary>All about one job: descriptions, parameters, attempts, history, and the reason for its state.</summary>
internal sealed class DescribeJob(
    WorkloadDatabases databases, JobHistory history, JobReason reason)
{
    public async Task<JobDetails> RunAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var job = await FindAsync(caller, id, cancellationToken);
        return await databases.Jobs.ReadAsync((session, token) => DescribeAsync(session, job, token), cancellationToken);
    }

    /// <summary>The job's history, oldest first, with every line complete.</summary>
    public async Task<IReadOnlyList<LoggingRecord>> HistoryAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        await FindAsync(caller, id, cancellationToken);
        var lines = (await history.ReadAsync([id], cancellationToken))[id].Select(row => row.ToLogRow());
        return [.. LoggingHistory.Fill(lines).Select(row => new LoggingRecord(row.Status, row.Minor, row.Application, new DateTimeOffset(row.Time, TimeSpan.Zero), row.Source))];
    }

    private async Task<JobRow> FindAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var job = (await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, caller.Vo, [id], token), cancellationToken)).SingleOrDefault();
        JobAccess.Demand(caller, job, id, JobRights.GetInfo);
        return job!;
    }

    private async Task<JobDetails> DescribeAsync(IDbSession session, JobRow job, CancellationToken cancellationToken)
    {
        var texts = (await JobStore.LoadJdlsAsync(session, [job.JobID], cancellationToken)).Single();
        var values = await ParameterStore.GetAsync(session, job.JobID, cancellationToken);
        var all = await AttemptStore.OfJobsAsync(session, [job.JobID], cancellationToken);
        return new JobDetails(job.JobID, texts.DerivedText, texts.OriginalText, values, [.. all.Select(ToMessage)], reason.Of(job, texts, values, all));
    }

    private static JobAttempt ToMessage(AttemptRow row) => new(
        row.Attempt,
        row.PilotStamp,
        row.Site,
        DateTimeOffset.FromUnixTimeMilliseconds(row.StartedMs),
        row.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        row.Reason.Length == 0 ? row.Outcome : $"{row.Outcome}: {row.Reason}");
}
