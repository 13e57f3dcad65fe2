using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A task that was given up.</summary>
public sealed record DeadTaskInfo
{
    /// <summary>Its number in its database.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>What kind of task it is.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The database it stands in.</summary>
    [JsonPropertyName("database")]
    public required string Database { get; init; }

    /// <summary>Failed (its last attempt did), Unknown (no program knows its name) or Unreadable (its message is no such message).</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Attempts that have begun.</summary>
    [JsonPropertyName("attempts")]
    public required int Attempts { get; init; }

    /// <summary>Its message, as it was stored.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was given up, UTC.</summary>
    [JsonPropertyName("died")]
    public required DateTimeOffset Died { get; init; }

    /// <summary>What each attempt said, oldest first.</summary>
    [JsonPropertyName("errors")]
    public required IReadOnlyList<TaskErrorInfo> Errors { get; init; }

    /// <summary>The trace in which it was made, 32 hexadecimal digits; null when there was none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}

/// <summary>Which dead tasks are meant: those that meet every condition given.</summary>
public sealed record DeadTaskSelection
{
    /// <summary>Of this kind.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>With one of these numbers, 1 to 1000; needs <see cref="Name"/>.</summary>
    [JsonPropertyName("ids")]
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>For this reason: Failed, Unknown or Unreadable.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Given up then or later.</summary>
    [JsonPropertyName("since")]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Given up earlier.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>That every dead task is meant; must be said when there is no condition.</summary>
    [JsonPropertyName("all")]
    public bool All { get; init; }
}

/// <summary>How many tasks were meant or changed.</summary>
/// <param name="Tasks">Their number.</param>
public sealed record TaskCountReply([property: JsonPropertyName("tasks")] long Tasks);

/// <summary>Wants no task of a kind begun.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
public sealed record TaskPauseRequest([property: JsonPropertyName("reason")] string Reason);

/// <summary>A task that is made again and again.</summary>
public sealed record TaskScheduleInfo
{
    /// <summary>The schedule's name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The kind of task it makes; null when the server does not know the schedule.</summary>
    [JsonPropertyName("task")]
    public string? Task { get; init; }

    /// <summary>The database it stands in.</summary>
    [JsonPropertyName("database")]
    public required string Database { get; init; }

    /// <summary>When it is due: <c>every 90s</c>, <c>cron 0 6 * * *</c>, <c>RRULE:…</c> or <c>never</c>.</summary>
    [JsonPropertyName("schedule")]
    public required string Schedule { get; init; }

    /// <summary>When it last made one, UTC; null when it has not, or nobody noted it.</summary>
    [JsonPropertyName("last")]
    public DateTimeOffset? Last { get; init; }

    /// <summary>When it is due next, UTC; null when it never is.</summary>
    [JsonPropertyName("next")]
    public DateTimeOffset? Next { get; init; }
}
