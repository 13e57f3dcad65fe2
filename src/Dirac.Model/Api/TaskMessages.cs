using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>One kind of the work that DIRAC does by itself: how it is declared and how much of it there is.</summary>
public sealed record TaskKindInfo
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The database its tasks stand in.</summary>
    [JsonPropertyName("database")]
    public required string Database { get; init; }

    /// <summary>Due and not begun.</summary>
    [JsonPropertyName("due")]
    public required long Due { get; init; }

    /// <summary>Being done.</summary>
    [JsonPropertyName("running")]
    public required long Running { get; init; }

    /// <summary>To be begun later: delayed, or between two attempts.</summary>
    [JsonPropertyName("later")]
    public required long Later { get; init; }

    /// <summary>Due, but waiting for a lock or a limit.</summary>
    [JsonPropertyName("blocked")]
    public long Blocked { get; init; }

    /// <summary>Given up.</summary>
    [JsonPropertyName("dead")]
    public required long Dead { get; init; }

    /// <summary>For how long the oldest due one has been waiting, in seconds; 0 when none is.</summary>
    [JsonPropertyName("oldest_due_s")]
    public required double OldestDueSeconds { get; init; }

    /// <summary>That none of it is begun, and why; null when it is not paused.</summary>
    [JsonPropertyName("paused")]
    public TaskPauseInfo? Paused { get; init; }

    /// <summary>How the server declares it; null when it does not know it.</summary>
    [JsonPropertyName("definition")]
    public TaskDefinitionInfo? Definition { get; init; }
}

/// <summary>How a kind of task is run.</summary>
public sealed record TaskDefinitionInfo
{
    /// <summary>Realtime, Normal or Background: strict within a size class.</summary>
    [JsonPropertyName("priority")]
    public required string Priority { get; init; }

    /// <summary>The size class: Small, Medium or Large.</summary>
    [JsonPropertyName("size")]
    public required string Size { get; init; }

    /// <summary>The most tasks given to a handler at once.</summary>
    [JsonPropertyName("batch_size")]
    public required int BatchSize { get; init; }

    /// <summary>After so many attempts a task is given up.</summary>
    [JsonPropertyName("max_attempts")]
    public required int MaxAttempts { get; init; }

    /// <summary>How long a worker that vanished keeps others from a task, in seconds.</summary>
    [JsonPropertyName("lease_s")]
    public required double LeaseSeconds { get; init; }

    /// <summary>After so long a handler is cancelled, in seconds.</summary>
    [JsonPropertyName("time_limit_s")]
    public required double TimeLimitSeconds { get; init; }

    /// <summary>The longest wait after the first attempt, in seconds; it doubles with each.</summary>
    [JsonPropertyName("retry_first_s")]
    public required double RetryFirstSeconds { get; init; }

    /// <summary>No wait between attempts is longer, in seconds.</summary>
    [JsonPropertyName("retry_longest_s")]
    public required double RetryLongestSeconds { get; init; }

    /// <summary>How long done tasks are remembered, in seconds; 0: not at all.</summary>
    [JsonPropertyName("keep_done_s")]
    public double KeepDoneSeconds { get; init; }
}

/// <summary>That a kind of task is paused.</summary>
/// <param name="Since">From when, UTC.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskPauseInfo(
    [property: JsonPropertyName("since")] DateTimeOffset Since,
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("reason")] string Reason);

/// <summary>A kind of task with some of its tasks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Running">Some that are being done, the oldest first.</param>
/// <param name="Waiting">Some that wait, those due first first.</param>
/// <param name="Done">Some that were done, the latest first; null from a server that does not remember.</param>
public sealed record TaskKindDetails(
    [property: JsonPropertyName("kind")] TaskKindInfo Kind,
    [property: JsonPropertyName("running")] IReadOnlyList<TaskInfo> Running,
    [property: JsonPropertyName("waiting")] IReadOnlyList<TaskInfo> Waiting,
    [property: JsonPropertyName("done")] IReadOnlyList<DoneTaskInfo>? Done = null);

/// <summary>One task that waits or is being done.</summary>
public sealed record TaskInfo
{
    /// <summary>Its number in its database.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>Attempts that have begun.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it may be begun, UTC; of one that is being done, when another worker takes it unless its own says it is alive.</summary>
    [JsonPropertyName("due")]
    public required DateTimeOffset Due { get; init; }

    /// <summary>Host and process that do it; null when it waits.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; init; }

    /// <summary>What earlier attempts said, oldest first.</summary>
    [JsonPropertyName("errors")]
    public required IReadOnlyList<TaskErrorInfo> Errors { get; init; }

    /// <summary>The trace in which it was made, 32 hexadecimal digits; null when there was none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>The lock or limit that keeps it from beginning; null when none does.</summary>
    [JsonPropertyName("waits_for")]
    public TaskWaitInfo? WaitsFor { get; init; }
}

/// <summary>That a task could begin but for a lock or limit.</summary>
/// <param name="Resource">What it waits for: <c>lock NAME</c>, <c>limit NAME</c> or <c>rate NAME</c>.</param>
/// <param name="Since">Since when it could have begun, UTC.</param>
/// <param name="HeldBy">Some of those that have it.</param>
public sealed record TaskWaitInfo(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("since")] DateTimeOffset Since,
    [property: JsonPropertyName("held_by")] IReadOnlyList<TaskHolderInfo> HeldBy);

/// <summary>A task that has what others wait for.</summary>
/// <param name="Id">Its number in its database.</param>
/// <param name="Task">What kind of task it is.</param>
/// <param name="Owner">Host and process that do it.</param>
public sealed record TaskHolderInfo(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("task")] string Task,
    [property: JsonPropertyName("owner")] string? Owner);

/// <summary>Why one attempt failed.</summary>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Error">What was said.</param>
public sealed record TaskErrorInfo(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("error")] string Error)
{
    /// <summary>The trace of the attempt, 32 hexadecimal digits; null when there was none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
