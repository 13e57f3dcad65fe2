using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Jobs.Search;

/// <summary>A table that may be searched: its columns, and the one by which rows are ordered when nothing else is said.</summary>
/// <param name="name">The table.</param>
/// <param name="key">The column that finds a row; the last word in every order.</param>
/// <param name="unit">The word in Content-Range.</param>
/// <param name="columns">Its columns.</param>
/// <param name="counted">The columns by which rows are counted beforehand; none when nobody counts.</param>
internal sealed class SearchTable(string name, string key, string unit, IReadOnlyList<SearchColumn> columns, IReadOnlyList<string> counted)
{
    /// <summary>A pseudo-column of jobs: their history.</summary>
    public const string LoggingInfo = nameof(LoggingInfo);

    /// <summary>A pseudo-column of jobs: the pilot that ran them.</summary>
    public const string PilotStamp = nameof(PilotStamp);

    public static readonly SearchTable Jobs = new("Jobs", "JobID", "jobs",
    [
        new("JobID", ColumnKind.Number), new("JobType", ColumnKind.Text), new("JobGroup", ColumnKind.Text), new("Site", ColumnKind.Text),
        new("JobName", ColumnKind.Text), new("Owner", ColumnKind.Text), new("OwnerGroup", ColumnKind.Text), new("VO", ColumnKind.Text),
        Time("SubmissionTime"), Time("RescheduleTime"), Time("LastUpdateTime"),
        Time("StartExecTime"), Time("HeartBeatTime"), Time("EndExecTime"),
        new("Status", ColumnKind.Text), new("MinorStatus", ColumnKind.Text), new("ApplicationStatus", ColumnKind.Text) { IsNullable = true },
        new("UserPriority", ColumnKind.Number), new("RescheduleCounter", ColumnKind.Number), new("VerifiedFlag", ColumnKind.Flag),
        new("AccountedFlag", ColumnKind.Flag),
    ],
    JobCountKey.Columns);

    public static readonly SearchTable Pilots = new("PilotAgents", "PilotID", "pilots",
    [
        new("PilotID", ColumnKind.Number), new("InitialJobID", ColumnKind.Number), new("CurrentJobID", ColumnKind.Number),
        new("PilotJobReference", ColumnKind.Text), new("PilotStamp", ColumnKind.Text), new("DestinationSite", ColumnKind.Text),
        new("Queue", ColumnKind.Text), new("GridSite", ColumnKind.Text), new("VO", ColumnKind.Text), new("GridType", ColumnKind.Text),
        new("BenchMark", ColumnKind.Real), Time("SubmissionTime"), Time("LastUpdateTime"),
        new("Status", ColumnKind.Text), new("StatusReason", ColumnKind.Text), new("AccountingSent", ColumnKind.Flag),
    ],
    []);

    private static readonly string[] Narrow = ["Owner", "JobGroup", "PilotStamp", "PilotJobReference"];

    private readonly Dictionary<string, SearchColumn> _columns = columns.ToDictionary(column => column.Name);

    private readonly Dictionary<string, ColumnWriting> _writings = columns.ToDictionary(column => column.Name, column => new ColumnWriting(JsonEncodedText.Encode(column.Name), column.Kind));

    public string Name => name;

    /// <summary>The column that finds a row.</summary>
    public SearchColumn Key => _columns[key];

    /// <summary>The word in Content-Range.</summary>
    public string Unit => unit;

    public IReadOnlyList<SearchColumn> Columns => columns;

    /// <summary>How a column of a result is written; null for one that is not for the reply. What is no column of the table is a number.</summary>
    public ColumnWriting? Writing(string result) => _writings.TryGetValue(result, out var writing) ? writing
        : result.StartsWith(SearchOrder.Hidden, StringComparison.Ordinal) ? null
        : new ColumnWriting(JsonEncodedText.Encode(result), ColumnKind.Number);

    /// <summary>An index of ours that gives the rows with one value in some columns in the order of another.</summary>
    /// <param name="equal">Columns with one value.</param>
    /// <param name="order">The first column of the order.</param>
    public string? IndexFor(IReadOnlySet<string> equal, SearchColumn order) =>
        this == Jobs && order.Name == "LastUpdateTime" && equal.Contains("VO") && equal.Contains("Owner") && !equal.Contains(key) ? "x_Jobs_OwnerUpdate" : null;

    /// <summary>Whether few rows have one value of the column.</summary>
    public bool IsNarrow(string column) => column == key || Narrow.Contains(column);

    /// <summary>Whether numbers of rows by this column are kept.</summary>
    public bool IsCounted(SearchColumn column) => counted.Contains(column.Name);

    public SearchColumn Column(string wanted) => _columns.GetValueOrDefault(wanted) ?? throw new DiracException(
        ErrorCode.BadRequest, $"Unknown column '{wanted}'.", $"Columns of {unit} are {string.Join(", ", columns.Select(column => column.Name))}.");

    private static SearchColumn Time(string name) => new(name, ColumnKind.Time) { IsNullable = true };
}

/// <summary>How the values of a column stand in a reply.</summary>
/// <param name="Name">Its name, as JSON.</param>
/// <param name="Kind">The kind of its values.</param>
internal sealed record ColumnWriting(JsonEncodedText Name, ColumnKind Kind);
