using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>One job accepted by <c>POST /api/jobs/jdl</c>.</summary>
/// <param name="JobID">The job's number.</param>
/// <param name="Status">Received, or Submitting for a bulk that is being confirmed.</param>
/// <param name="MinorStatus">DIRAC's minor status.</param>
/// <param name="TimeStamp">When it was accepted, UTC.</param>
public sealed record SubmittedJob(long JobID, string Status, string MinorStatus, DateTimeOffset TimeStamp);

/// <summary>One condition of a search: a column, an operator and one or several values.</summary>
/// <param name="Parameter">Column name as stored (JobID, Status, …).</param>
/// <param name="Operator">eq, neq, gt, lt, like, "not like", regex, in, "not in".</param>
/// <param name="Value">The value, for operators that take one.</param>
/// <param name="Values">The values, for in and not in.</param>
public sealed record SearchCondition(
    [property: JsonPropertyName("parameter")] string Parameter,
    [property: JsonPropertyName("operator")] string Operator,
    [property: JsonPropertyName("value")] JsonElement? Value = null,
    [property: JsonPropertyName("values")] IReadOnlyList<JsonElement>? Values = null);

/// <summary>One sort key of a search.</summary>
/// <param name="Parameter">Column name.</param>
/// <param name="Direction">asc or desc.</param>
public sealed record SortKey(
    [property: JsonPropertyName("parameter")] string Parameter,
    [property: JsonPropertyName("direction")] string Direction);

/// <summary>Body of the search routes; every part may be left out.</summary>
/// <param name="Parameters">Columns wanted; null means all.</param>
/// <param name="Search">Conditions, all of which must hold.</param>
/// <param name="Sort">Sort keys, most significant first.</param>
/// <param name="Distinct">Whether equal rows are returned once.</param>
public sealed record SearchRequest(
    [property: JsonPropertyName("parameters")] IReadOnlyList<string>? Parameters = null,
    [property: JsonPropertyName("search")] IReadOnlyList<SearchCondition>? Search = null,
    [property: JsonPropertyName("sort")] IReadOnlyList<SortKey>? Sort = null,
    [property: JsonPropertyName("distinct")] bool Distinct = false);

/// <summary>Body of the summary routes.</summary>
/// <param name="Grouping">Columns to count by.</param>
/// <param name="Search">Conditions, all of which must hold.</param>
public sealed record SummaryRequest(
    [property: JsonPropertyName("grouping")] IReadOnlyList<string> Grouping,
    [property: JsonPropertyName("search")] IReadOnlyList<SearchCondition>? Search = null);

/// <summary>One change of a job's status at one moment; absent parts keep their value.</summary>
/// <param name="Status">New major status.</param>
/// <param name="MinorStatus">New minor status.</param>
/// <param name="ApplicationStatus">New application status.</param>
/// <param name="Source">Who says so: JobWrapper, JobAgent, JobManager, …</param>
public sealed record StatusUpdate(
    string? Status = null,
    string? MinorStatus = null,
    string? ApplicationStatus = null,
    string Source = "Unknown");

/// <summary>What a status change did to the job's row.</summary>
public sealed record StatusChange
{
    /// <summary>New major status, if it changed.</summary>
    public string? Status { get; init; }

    /// <summary>New minor status, if it changed.</summary>
    public string? MinorStatus { get; init; }

    /// <summary>New application status, if it changed.</summary>
    public string? ApplicationStatus { get; init; }

    /// <summary>Last sign of life, UTC.</summary>
    public DateTimeOffset? HeartBeatTime { get; init; }

    /// <summary>When the payload first ran, UTC.</summary>
    public DateTimeOffset? StartExecTime { get; init; }

    /// <summary>When the job reached its first final status, UTC.</summary>
    public DateTimeOffset? EndExecTime { get; init; }

    /// <summary>When the row changed, UTC.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Rescheduling only: how often the job was rescheduled.</summary>
    public int? RescheduleCounter { get; init; }

    /// <summary>Rescheduling only: when, UTC.</summary>
    public DateTimeOffset? RescheduleTime { get; init; }

    /// <summary>Rescheduling only: the job's site after it.</summary>
    public string? Site { get; init; }

    /// <summary>Rescheduling only: the user's priority.</summary>
    public int? UserPriority { get; init; }
}

/// <summary>Why one id of a bulk failed.</summary>
/// <param name="Detail">One sentence for a person.</param>
public sealed record FailedItem([property: JsonPropertyName("detail")] string Detail)
{
    /// <summary>What kind of refusal it is; told to DIRAC's own clients only.</summary>
    [JsonIgnore]
    public FailedKind Kind { get; init; }
}

/// <summary>Kinds of refusals that DIRAC's own clients tell apart.</summary>
public enum FailedKind
{
    /// <summary>The job is not in a state for it.</summary>
    State,

    /// <summary>It does not exist for the caller.</summary>
    NotFound,

    /// <summary>The caller may not do this to it.</summary>
    NotAuthorized,
}

/// <summary>Outcome per id of a bulk change.</summary>
/// <param name="Success">Ids that changed, and how.</param>
/// <param name="Failed">Ids that did not, and why.</param>
public sealed record BulkResult(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<long, StatusChange> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<long, FailedItem> Failed);

/// <summary>The reply when no id of a bulk succeeded.</summary>
/// <param name="Detail">The outcome per id.</param>
public sealed record BulkFailure([property: JsonPropertyName("detail")] BulkResult Detail);

/// <summary>A list of jobs to act on.</summary>
/// <param name="JobIds">Job numbers.</param>
public sealed record JobIdList([property: JsonPropertyName("job_ids")] IReadOnlyList<long> JobIds);

/// <summary>A sign of life with what the payload uses.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobHeartbeat
{
    /// <summary>One-minute load average of the node.</summary>
    public double? LoadAverage { get; init; }

    /// <summary>Resident memory of the payload, kB.</summary>
    public double? MemoryUsed { get; init; }

    /// <summary>Virtual memory of the payload, kB.</summary>
    public double? Vsize { get; init; }

    /// <summary>Free disk in the job's directory, MB.</summary>
    public double? AvailableDiskSpace { get; init; }

    /// <summary>CPU consumed by the payload, s.</summary>
    public double? CPUConsumed { get; init; }

    /// <summary>Wall clock × processors, s.</summary>
    public double? WallClockTime { get; init; }

    /// <summary>The last lines of the payload's standard output.</summary>
    public string? StandardOutput { get; init; }
}

/// <summary>An order for a running job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Command">Kill is the only one DIRAC's wrappers understand; ours also Checkpoint.</param>
/// <param name="Arguments">Free text.</param>
public sealed record JobCommand(
    [property: JsonPropertyName("job_id")] long JobId,
    [property: JsonPropertyName("command")] string Command,
    [property: JsonPropertyName("arguments")] string? Arguments = null);

/// <summary>One line of a job's history.</summary>
/// <param name="Status">Major status.</param>
/// <param name="MinorStatus">Minor status.</param>
/// <param name="ApplicationStatus">Application status.</param>
/// <param name="StatusTime">When, UTC.</param>
/// <param name="Source">Who said so.</param>
public sealed record LoggingRecord(string Status, string MinorStatus, string ApplicationStatus, DateTimeOffset StatusTime, string Source);

/// <summary>A job's texts and parameters, for people who want all of it.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Jdl">The description as derived by the service.</param>
/// <param name="OriginalJdl">The description as submitted.</param>
/// <param name="Parameters">Job parameters by name.</param>
/// <param name="Attempts">The job's attempts, oldest first.</param>
/// <param name="Reason">Why it is in its state, in words.</param>
public sealed record JobDetails(
    long JobID,
    string Jdl,
    string OriginalJdl,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<JobAttempt> Attempts,
    string Reason);

/// <summary>One attempt at running a job.</summary>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="PilotStamp">The pilot that ran it.</param>
/// <param name="Site">Where.</param>
/// <param name="StartTime">When it was matched, UTC.</param>
/// <param name="Outcome">Running, Finished, Infrastructure, Superseded, …</param>
/// <param name="EndTime">When it ended, UTC; null while it runs.</param>
public sealed record JobAttempt(int Attempt, string PilotStamp, string Site, DateTimeOffset StartTime, string Outcome, DateTimeOffset? EndTime = null);
