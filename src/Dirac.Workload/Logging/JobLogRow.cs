using Dirac.Model.Jobs;

namespace Dirac.Workload.Logging;

/// <summary>One line of one job's history, in the columns of <c>LoggingInfo</c>.</summary>
internal sealed class JobLogRow
{
    public long JobID { get; init; }

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public string ApplicationStatus { get; init; } = "";

    public DateTime StatusTime { get; init; }

    public double StatusTimeOrder { get; init; }

    public string StatusSource { get; init; } = "";

    public LogRow ToLogRow() => new(Status, MinorStatus, ApplicationStatus, StatusTime, StatusTimeOrder, StatusSource);

    public static JobLogRow From(long job, LogRow row) => new()
    {
        JobID = job,
        Status = row.Status,
        MinorStatus = row.Minor,
        ApplicationStatus = row.Application,
        StatusTime = row.Time,
        StatusTimeOrder = row.Order,
        StatusSource = row.Source,
    };

    /// <summary>A line about a change made here and now.</summary>
    public static JobLogRow Now(long job, JobStatus status, string minor, string application, DateTime now, string source) =>
        From(job, new LogRow(status.ToString(), minor, application, now, LoggingHistory.OrderOf(now), source));
}
