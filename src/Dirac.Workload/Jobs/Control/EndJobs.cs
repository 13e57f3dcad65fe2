using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Logging;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Jobs.Control;

/// <summary>The steps that killing and deleting share, inside one transaction of JobDB.</summary>
internal sealed class EndJobs(LoggingOutbox outbox, LeaveTaskQueues queues, AttemptBell bell)
{
    /// <summary>Marks jobs Killed and orders the payloads that may run to be ended.</summary>
    public async Task KillAsync(IDbSession session, IReadOnlyList<JobRow> jobs, string source, DateTime now, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        var ids = jobs.Select(job => job.JobID).ToList();
        await MarkAsync(session, ids, JobStatus.Killed, MinorStatuses.MarkedForTermination, source, now, cancellationToken);
        await JobStore.SetEndAsync(session, ids, now, cancellationToken);
        foreach (var id in (await LiveAsync(session, ids, cancellationToken)).Union(Held(jobs))) await CommandStore.AddAsync(session, id, CommandStore.Kill, "", now, cancellationToken);
        await AttemptStore.EndUnleasedAsync(session, ids, AttemptOutcome.Finished, cancellationToken);
        session.AfterCommit(bell.Ring);
    }

    /// <summary>Marks jobs Deleted; their rows go away later.</summary>
    public Task DeleteAsync(IDbSession session, IReadOnlyList<long> ids, string source, DateTime now, CancellationToken cancellationToken) =>
        MarkAsync(session, ids, JobStatus.Deleted, MinorStatuses.CheckingAccounting, source, now, cancellationToken);

    /// <summary>Takes ended jobs out of the task queues, after the commit.</summary>
    public Task LeaveQueuesAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => queues.RunAsync(ids, cancellationToken);

    /// <summary>What the reply says of a job that was ended.</summary>
    public static StatusChange Change(JobStatus status, string minor, DateTime now) =>
        new() { Status = status.ToString(), MinorStatus = minor, LastUpdateTime = now };

    private async Task MarkAsync(
        IDbSession session, IReadOnlyList<long> ids, JobStatus status, string minor, string source, DateTime now, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return;
        await JobStore.MoveAsync(session, ids, status, minor, "Unknown", now, cancellationToken);
        await outbox.AddAsync(session, ids.Select(id => JobLogRow.Now(id, status, minor, "Unknown", now, source)), cancellationToken);
    }

    // Jobs that a Python Matcher gave out have no attempts.
    private static IEnumerable<long> Held(IReadOnlyList<JobRow> jobs) =>
        jobs.Where(job => job.ParsedStatus is JobStatus.Matched or JobStatus.Running or JobStatus.Stalled or JobStatus.Completing).Select(job => job.JobID);

    private static async Task<IReadOnlyList<long>> LiveAsync(IDbSession session, List<long> ids, CancellationToken cancellationToken)
    {
        var live = new List<long>();
        foreach (var chunk in ids.Chunk(500)) live.AddRange(await AttemptStore.LiveAmongAsync(session, chunk, cancellationToken));
        return live;
    }
}
