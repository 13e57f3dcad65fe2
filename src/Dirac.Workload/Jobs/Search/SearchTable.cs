using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Search;

/// <summary>A table that may be searched: its columns, and the one by which rows are ordered when nothing else is said.</summary>
internal sealed class SearchTable(string name, string key, string unit, IReadOnlyList<SearchColumn> columns)
{
    public static readonly SearchTable Jobs = new("Jobs", "JobID", "jobs",
    [
        new("JobID", ColumnKind.Number), new("JobType", ColumnKind.Text), new("JobGroup", ColumnKind.Text), new("Site", ColumnKind.Text),
        new("JobName", ColumnKind.Text), new("Owner", ColumnKind.Text), new("OwnerGroup", ColumnKind.Text), new("VO", ColumnKind.Text),
        new("SubmissionTime", ColumnKind.Time), new("RescheduleTime", ColumnKind.Time), new("LastUpdateTime", ColumnKind.Time),
        new("StartExecTime", ColumnKind.Time), new("HeartBeatTime", ColumnKind.Time), new("EndExecTime", ColumnKind.Time),
        new("Status", ColumnKind.Text), new("MinorStatus", ColumnKind.Text), new("ApplicationStatus", ColumnKind.Text),
        new("UserPriority", ColumnKind.Number), new("RescheduleCounter", ColumnKind.Number), new("VerifiedFlag", ColumnKind.Flag),
        new("AccountedFlag", ColumnKind.Flag),
    ]);

    public static readonly SearchTable Pilots = new("PilotAgents", "PilotID", "pilots",
    [
        new("PilotID", ColumnKind.Number), new("InitialJobID", ColumnKind.Number), new("CurrentJobID", ColumnKind.Number),
        new("PilotJobReference", ColumnKind.Text), new("PilotStamp", ColumnKind.Text), new("DestinationSite", ColumnKind.Text),
        new("Queue", ColumnKind.Text), new("GridSite", ColumnKind.Text), new("VO", ColumnKind.Text), new("GridType", ColumnKind.Text),
        new("BenchMark", ColumnKind.Real), new("SubmissionTime", ColumnKind.Time), new("LastUpdateTime", ColumnKind.Time),
        new("Status", ColumnKind.Text), new("StatusReason", ColumnKind.Text), new("AccountingSent", ColumnKind.Flag),
    ]);

    private readonly Dictionary<string, SearchColumn> _columns = columns.ToDictionary(column => column.Name);

    public string Name => name;

    public string Key => key;

    /// <summary>The word in Content-Range.</summary>
    public string Unit => unit;

    public IReadOnlyList<SearchColumn> Columns => columns;

    public SearchColumn Column(string wanted) => _columns.GetValueOrDefault(wanted) ?? throw new DiracException(
        ErrorCode.BadRequest, $"Unknown column '{wanted}'.", $"Columns of {unit} are {string.Join(", ", columns.Select(column => column.Name))}.");
}
