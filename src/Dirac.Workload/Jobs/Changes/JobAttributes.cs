using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs.Changes;

/// <summary>Which columns of a job may be set from outside, and what follows from setting them (domain rules 1.5). Pure.</summary>
internal static class JobAttributes
{
    private const string Heartbeat = "HeartBeatTime";
    private const string Started = "StartExecTime";

    private static readonly HashSet<string> Known = [.. SearchTable.Jobs.Columns.Select(column => column.Name)];

    // Whose job it is decides who may do what with it; the count of reschedulings limits them.
    private static readonly HashSet<string> Fixed =
        ["JobID", "Owner", "OwnerGroup", "VO", "RescheduleCounter", "RescheduleTime", "SubmissionTime", "LastUpdateTime"];

    private static readonly HashSet<string> Statuses = ["Status", "MinorStatus", "ApplicationStatus"];

    public static bool IsColumn(string name) => Known.Contains(name);

    /// <summary>Whether a column is one of those that have a history.</summary>
    public static bool IsStatus(string name) => Statuses.Contains(name);

    /// <summary>Whether a column may be set from outside, and has no history.</summary>
    public static bool MayBeSet(string name) => IsColumn(name) && !Fixed.Contains(name) && !IsStatus(name);

    /// <summary>Reads the value of a column that has no history.</summary>
    /// <exception cref="DiracException">BadRequest: there is no such column, it cannot be set, or not to this.</exception>
    public static object Value(string name, JsonElement value)
    {
        if (Fixed.Contains(name)) throw Refused(name, "It stays what the server made it. Nothing was changed.");
        if (IsStatus(name)) throw Refused(name, "Statuses are set with PATCH /api/jobs/status. Nothing was changed.");
        return JobColumns.Value(SearchTable.Jobs.Column(name), value);
    }

    /// <summary>What is written into a job's row: the values, and the first start as the first sign of life.</summary>
    public static IEnumerable<ColumnChange> Changes(JobRow job, IReadOnlyDictionary<string, object> values)
    {
        var changes = values.Select(value => new ColumnChange(job.JobID, value.Key, value.Value));
        return values.TryGetValue(Started, out var start) && job.StartExecTime is null && job.HeartBeatTime is null && !values.ContainsKey(Heartbeat)
            ? changes.Append(new ColumnChange(job.JobID, Heartbeat, start))
            : changes;
    }

    private static DiracException Refused(string name, string advice) => new(ErrorCode.BadRequest, $"{name} cannot be set here.", advice);
}
