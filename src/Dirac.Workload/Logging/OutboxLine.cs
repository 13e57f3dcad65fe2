namespace Dirac.Workload.Logging;

/// <summary>A line on its way: the same line for jobs that follow each other.</summary>
internal sealed class OutboxLine
{
    /// <summary>The most jobs in one line; readers that look for a job need not look further back than this.</summary>
    public const int MostJobs = 1_000;

    public long Id { get; init; }

    public long JobID { get; init; }

    public long LastJobID { get; private set; }

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public string ApplicationStatus { get; init; } = "";

    public DateTime StatusTime { get; init; }

    public double StatusTimeOrder { get; init; }

    public string StatusSource { get; init; } = "";

    /// <summary>Joins lines that say the same of jobs that follow each other. The order of one job's lines stays.</summary>
    public static IEnumerable<OutboxLine> Join(IEnumerable<JobLogRow> rows)
    {
        OutboxLine? open = null;
        foreach (var row in rows)
        {
            if (open is not null && open.Takes(row))
            {
                open.LastJobID = row.JobID;
                continue;
            }

            if (open is not null) yield return open;
            open = Of(row);
        }

        if (open is not null) yield return open;
    }

    /// <summary>The line of each job from <paramref name="first"/> to <paramref name="last"/> that this one speaks of.</summary>
    public IEnumerable<JobLogRow> Rows(long first = 0, long last = long.MaxValue)
    {
        for (var job = Math.Max(first, JobID); job <= Math.Min(last, Math.Min(LastJobID, JobID + MostJobs - 1)); job++)
        {
            yield return new JobLogRow
            {
                JobID = job, Status = Status, MinorStatus = MinorStatus, ApplicationStatus = ApplicationStatus, StatusTime = StatusTime,
                StatusTimeOrder = StatusTimeOrder, StatusSource = StatusSource,
            };
        }
    }

    private bool Takes(JobLogRow row) => row.JobID == LastJobID + 1 && row.JobID - JobID < MostJobs
        && row.StatusTimeOrder.Equals(StatusTimeOrder) && row.StatusTime == StatusTime && row.Status == Status && row.MinorStatus == MinorStatus
        && row.ApplicationStatus == ApplicationStatus && row.StatusSource == StatusSource;

    private static OutboxLine Of(JobLogRow row) => new()
    {
        JobID = row.JobID, LastJobID = row.JobID, Status = row.Status, MinorStatus = row.MinorStatus, ApplicationStatus = row.ApplicationStatus,
        StatusTime = row.StatusTime, StatusTimeOrder = row.StatusTimeOrder, StatusSource = row.StatusSource,
    };
}
