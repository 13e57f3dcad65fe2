namespace Dirac.Model.Jobs;

/// <summary>Which job status may follow which, and what happens when somebody asks for another one.</summary>
/// <remarks>Pure and thread-safe. The table is DIRAC's; so is its habit of staying put instead of failing.</remarks>
public static class JobStatuses
{
    private static readonly JobStatus[][] NextOf = BuildTable();

    private static readonly Dictionary<string, JobStatus> ByName =
        Enum.GetValues<JobStatus>().ToDictionary(status => status.ToString(), StringComparer.Ordinal);

    /// <summary>Reads a status by its exact, case-sensitive name.</summary>
    /// <param name="text">The stored or transmitted name.</param>
    /// <param name="status">The status, when the name is one.</param>
    /// <returns>Whether <paramref name="text"/> names a status.</returns>
    public static bool TryParse(string? text, out JobStatus status)
    {
        status = default;
        return text is not null && ByName.TryGetValue(text, out status);
    }

    /// <summary>The statuses that may follow <paramref name="status"/>; empty for Deleted.</summary>
    /// <param name="status">The status now.</param>
    public static IReadOnlyList<JobStatus> Next(JobStatus status) => NextOf[(int)status];

    /// <summary>Whether the job's payload will not run any more unless somebody reschedules the job.</summary>
    /// <param name="status">The status now.</param>
    public static bool IsFinal(JobStatus status) =>
        status is JobStatus.Done or JobStatus.Completed or JobStatus.Failed or JobStatus.Killed or JobStatus.Deleted;

    /// <summary>Whether the table lists <paramref name="to"/> after <paramref name="from"/>.</summary>
    /// <param name="from">The status now.</param>
    /// <param name="to">The status wanted.</param>
    /// <remarks>Used to choose the jobs that can be killed, deleted or rescheduled; staying in a status is not going to it.</remarks>
    public static bool CanGo(JobStatus from, JobStatus to) => Array.IndexOf(NextOf[(int)from], to) >= 0;

    /// <summary>The status a job has after <paramref name="candidate"/> was asked for.</summary>
    /// <param name="current">The status now.</param>
    /// <param name="candidate">The status asked for.</param>
    /// <returns><paramref name="candidate"/> when it may follow, else <paramref name="current"/>.</returns>
    /// <remarks>compat: DIRAC's Deleted has neither successors nor a status to fall back to and so accepts every candidate.</remarks>
    public static JobStatus Decide(JobStatus current, JobStatus candidate) =>
        current == JobStatus.Deleted || CanGo(current, candidate) ? candidate : current;

    private static JobStatus[][] BuildTable()
    {
        var table = new JobStatus[Enum.GetValues<JobStatus>().Length][];
        void Row(JobStatus from, params JobStatus[] next) => table[(int)from] = next;

        Row(JobStatus.Submitting, JobStatus.Received, JobStatus.Checking, JobStatus.Deleted, JobStatus.Killed);
        Row(JobStatus.Received,
            JobStatus.Scouting, JobStatus.Checking, JobStatus.Waiting, JobStatus.Failed, JobStatus.Deleted, JobStatus.Killed);
        Row(JobStatus.Checking,
            JobStatus.Scouting, JobStatus.Staging, JobStatus.Waiting, JobStatus.Rescheduled, JobStatus.Failed, JobStatus.Deleted,
            JobStatus.Killed);
        Row(JobStatus.Scouting, JobStatus.Checking, JobStatus.Failed, JobStatus.Stalled, JobStatus.Killed);
        Row(JobStatus.Staging, JobStatus.Checking, JobStatus.Waiting, JobStatus.Failed, JobStatus.Killed);
        Row(JobStatus.Waiting, JobStatus.Matched, JobStatus.Rescheduled, JobStatus.Deleted, JobStatus.Killed);
        Row(JobStatus.Matched, JobStatus.Running, JobStatus.Failed, JobStatus.Rescheduled, JobStatus.Killed);
        Row(JobStatus.Rescheduled, JobStatus.Waiting, JobStatus.Received, JobStatus.Deleted, JobStatus.Failed, JobStatus.Killed);
        Row(JobStatus.Running,
            JobStatus.Stalled, JobStatus.Done, JobStatus.Failed, JobStatus.Rescheduled, JobStatus.Completing, JobStatus.Killed,
            JobStatus.Received);
        Row(JobStatus.Stalled, JobStatus.Running, JobStatus.Failed, JobStatus.Killed);
        Row(JobStatus.Completing, JobStatus.Done, JobStatus.Failed, JobStatus.Completed, JobStatus.Stalled, JobStatus.Killed);
        Row(JobStatus.Completed, JobStatus.Done, JobStatus.Failed);
        Row(JobStatus.Done, JobStatus.Deleted);
        Row(JobStatus.Failed, JobStatus.Rescheduled, JobStatus.Deleted);
        Row(JobStatus.Killed, JobStatus.Deleted);
        Row(JobStatus.Deleted);
        return table;
    }
}
