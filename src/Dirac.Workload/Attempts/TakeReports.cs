using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;
using Dirac.Workload.Sandboxes;

namespace Dirac.Workload.Attempts;

/// <summary>Takes in what a pilot reports of its attempts.</summary>
/// <remarks>
/// Reports of an attempt that is not the job's current one are refused. A report that was taken in before is accepted and ignored, so a pilot
/// repeats until it has an answer. When it returns, everything accepted is durable.
/// </remarks>
internal sealed class TakeReports(
    WorkloadDatabases databases,
    ApplyReport apply,
    AssignSandboxes sandboxes,
    JobHistory history)
{
    private const int MostReports = 1_000;

    public async Task<ReportReply> RunAsync(Caller pilot, ReportRequest request, CancellationToken cancellationToken)
    {
        if (pilot.PilotStamp is null) throw new DiracException(ErrorCode.NotAuthorized, "Only a pilot reports attempts.");
        if (request.Reports.Count > MostReports) throw new DiracException(ErrorCode.BadRequest, $"At most {MostReports} reports are taken at once.", "Send them in parts.");

        Check(request.Reports);
        var ids = request.Reports.Select(report => report.JobID).Distinct().ToList();
        if (ids.Count == 0) return new ReportReply([]);
        var orders = await history.LastOrdersAsync(ids, cancellationToken);
        await AssignOutputsAsync(pilot, request.Reports, cancellationToken);
        var verdicts = await databases.Jobs.WriteAsync((session, token) => ApplyAllAsync(session, pilot, request.Reports, ids, orders, token), cancellationToken);
        return new ReportReply(verdicts);
    }

    private async Task<IReadOnlyList<ReportVerdict>> ApplyAllAsync(
        IDbSession session,
        Caller pilot,
        IReadOnlyList<AttemptReport> reports,
        IReadOnlyList<long> ids,
        IReadOnlyDictionary<long, double> orders,
        CancellationToken cancellationToken)
    {
        var known = (await AttemptStore.OfJobsAsync(session, ids, cancellationToken)).ToLookup(attempt => attempt.JobID);
        var sequences = new Dictionary<(long, int), long>();
        var latest = new Dictionary<long, double>(orders);
        var verdicts = new List<ReportVerdict>();
        foreach (var report in reports)
        {
            var attempt = known[report.JobID].FirstOrDefault(candidate => candidate.Attempt == report.Attempt && candidate.PilotStamp == pilot.PilotStamp && candidate.VO == pilot.Vo);
            var refusal = Refusal(report, attempt, known[report.JobID]);
            var isNew = attempt is not null && report.Sequence > Math.Max(attempt.LastSequence, sequences.GetValueOrDefault((report.JobID, report.Attempt)));
            if (refusal is null && isNew)
            {
                latest[report.JobID] = await apply.RunAsync(session, attempt!, report, latest.GetValueOrDefault(report.JobID), cancellationToken);
                sequences[(report.JobID, report.Attempt)] = report.Sequence;
            }
            else if (refusal is not null && attempt is not null && report.Outcome is not null)
            {
                // The word that a superseded payload is gone still counts: the job's next attempt waits for it.
                await AttemptStore.EndAsync(session, attempt, AttemptOutcome.Superseded, "ended after it was superseded", AttemptFault.Pilot, cancellationToken);
            }

            verdicts.Add(new ReportVerdict(report.JobID, report.Attempt, refusal is null, refusal));
        }

        return verdicts;
    }

    private async Task AssignOutputsAsync(Caller pilot, IReadOnlyList<AttemptReport> reports, CancellationToken cancellationToken)
    {
        var withOutput = reports.Where(report => report.OutputSandbox is not null).ToList();
        if (withOutput.Count == 0) return;
        var (held, rows) = await databases.Jobs.ReadAsync(
            async (session, token) => (
                await AttemptStore.LiveOfPilotAsync(session, pilot.Vo, pilot.PilotStamp!, token),
                await JobStore.LoadAsync(session, null, [.. withOutput.Select(report => report.JobID)], token)),
            cancellationToken);
        foreach (var report in withOutput)
        {
            if (!held.Any(attempt => attempt.JobID == report.JobID && attempt.Attempt == report.Attempt && attempt.IsCurrent)) continue;
            var job = rows.Single(row => row.JobID == report.JobID);
            if (await sandboxes.AssignOutputAsync(job, report.OutputSandbox!, cancellationToken) is { } problem) throw new DiracException(ErrorCode.BadRequest, problem);
        }
    }

    private static void Check(IReadOnlyList<AttemptReport> reports)
    {
        foreach (var report in reports.WithoutHoles("Reports"))
        {
            report.Statuses.WithoutHoles("Statuses");
            report.Parameters?.WithoutHoles("Parameters");
        }
    }

    private static string? Refusal(AttemptReport report, AttemptRow? attempt, IEnumerable<AttemptRow> all)
    {
        if (attempt is null) return $"Attempt {report.Attempt} of job {report.JobID} is not one of this pilot.";
        if (attempt.IsCurrent) return null;

        // The last report of an attempt may be repeated after it was accepted.
        if (attempt.Outcome is AttemptOutcome.Finished or AttemptOutcome.Infrastructure && report.Sequence <= attempt.LastSequence) return null;
        return $"Attempt {report.Attempt} of job {report.JobID} is over ({attempt.Outcome}); the latest is {all.Max(other => other.Attempt)}.";
    }
}
