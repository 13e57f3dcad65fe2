using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;
using Dirac.Workload.Explaining;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Logging;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs;

/// <summary>All about one job: descriptions, parameters, attempts, history, and the reason for its state.</summary>
internal sealed class DescribeJob(
    WorkloadDatabases databases, ReadableJobs readable, JobHistory history, IJobParameterStore parameters, ExplainJob explain)
{
    public async Task<JobDetails> RunAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var job = await readable.DemandAsync(caller, id, cancellationToken);
        var values = await parameters.GetAsync(id, null, cancellationToken);
        var (texts, attempts) = await databases.Jobs.ReadAsync((session, token) => LoadAsync(session, id, token), cancellationToken);
        var reason = await explain.SummaryAsync(job, values, attempts, cancellationToken);
        return new JobDetails(id, texts.DerivedText, texts.OriginalText, values, [.. attempts.Select(ToMessage)], reason);
    }

    /// <summary>The job's history, oldest first, with every line complete.</summary>
    public async Task<IReadOnlyList<LoggingRecord>> HistoryAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        await readable.DemandAsync(caller, id, cancellationToken);
        var lines = (await history.ReadAsync([id], cancellationToken))[id].Select(row => row.ToLogRow());
        return [.. LoggingHistory.Fill(lines).Select(row => new LoggingRecord(row.Status, row.Minor, row.Application, new DateTimeOffset(row.Time, TimeSpan.Zero), row.Source))];
    }

    private static async Task<(JobJdlRow Texts, IReadOnlyList<AttemptRow> Attempts)> LoadAsync(IDbSession session, long job, CancellationToken cancellationToken) =>
        ((await JobStore.LoadJdlsAsync(session, [job], cancellationToken)).Single(), await AttemptStore.OfJobsAsync(session, [job], cancellationToken));

    private static JobAttempt ToMessage(AttemptRow row) => new(
        row.Attempt,
        row.PilotStamp,
        row.Site,
        DateTimeOffset.FromUnixTimeMilliseconds(row.StartedMs),
        row.Reason.Length == 0 ? row.Outcome : $"{row.Outcome}: {row.Reason}",
        row.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null);
}
