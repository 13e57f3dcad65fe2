using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Asks for one change to many jobs. The jobs are named, or described by conditions; an empty description is refused.</summary>
/// <param name="Verb">kill, delete, reschedule, …</param>
/// <param name="Search">Conditions, all of which must hold, as in a search.</param>
/// <param name="JobIds">Job numbers, instead of conditions.</param>
/// <param name="Note">Why, for those who look at it later; at most 255 characters.</param>
public sealed record JobOperationRequest(
    [property: JsonPropertyName("verb")] string Verb,
    [property: JsonPropertyName("search")] IReadOnlyList<SearchCondition>? Search = null,
    [property: JsonPropertyName("job_ids")] IReadOnlyList<long>? JobIds = null,
    [property: JsonPropertyName("note")] string? Note = null);

/// <summary>How an operation on many jobs goes.</summary>
public sealed record JobOperation
{
    /// <summary>Its number.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>What is done to the jobs.</summary>
    [JsonPropertyName("verb")]
    public required string Verb { get; init; }

    /// <summary>Pending, Running, Cancelling, Done, Cancelled, Failed, Undoing or Undone.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>User name of whoever asked for it.</summary>
    [JsonPropertyName("owner")]
    public required string Owner { get; init; }

    /// <summary>DIRAC group of whoever asked for it.</summary>
    [JsonPropertyName("owner_group")]
    public required string OwnerGroup { get; init; }

    /// <summary>Why, as told by the owner.</summary>
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>Jobs it is about; it grows while they are being searched for.</summary>
    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>Whether all its jobs have been found.</summary>
    [JsonPropertyName("is_total_known")]
    public required bool IsTotalKnown { get; init; }

    /// <summary>Jobs that were tried.</summary>
    [JsonPropertyName("done")]
    public required int Done { get; init; }

    /// <summary>Jobs that were changed as asked.</summary>
    [JsonPropertyName("succeeded")]
    public required int Succeeded { get; init; }

    /// <summary>Jobs that were not.</summary>
    [JsonPropertyName("failed")]
    public required int Failed { get; init; }

    /// <summary>After an undo: jobs that are again what they were.</summary>
    [JsonPropertyName("restored")]
    public int Restored { get; init; }

    /// <summary>After an undo: jobs that are not, for reasons that are told.</summary>
    [JsonPropertyName("kept")]
    public int Kept { get; init; }

    /// <summary>Why it was given up; only with the state Failed.</summary>
    [JsonPropertyName("problem")]
    public string? Problem { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When work on it began, UTC.</summary>
    [JsonPropertyName("started")]
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended, UTC.</summary>
    [JsonPropertyName("ended")]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>When it had been undone, UTC.</summary>
    [JsonPropertyName("undone")]
    public DateTimeOffset? Undone { get; init; }

    /// <summary>Until when it can be undone, UTC; absent when it cannot be.</summary>
    [JsonPropertyName("undo_until")]
    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>How many jobs had which outcome, the commonest first; absent in lists.</summary>
    [JsonPropertyName("outcomes")]
    public IReadOnlyList<OperationOutcome>? Outcomes { get; init; }

    /// <summary>The first jobs that were not changed, or not put back, as asked; absent in lists.</summary>
    [JsonPropertyName("failures")]
    public IReadOnlyList<OperationFailure>? Failures { get; init; }

    /// <summary>The conditions that described the jobs; absent in lists and when jobs were named.</summary>
    [JsonPropertyName("search")]
    public IReadOnlyList<SearchCondition>? Search { get; init; }
}

/// <summary>How many jobs of an operation had one outcome.</summary>
/// <param name="Kind">Succeeded, Failed, Restored or Kept.</param>
/// <param name="Text">The status of jobs that went well, the reason of the others.</param>
/// <param name="Jobs">How many.</param>
/// <param name="JobIds">Some of them; none for jobs that went well.</param>
public sealed record OperationOutcome(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("jobs")] int Jobs,
    [property: JsonPropertyName("job_ids")] IReadOnlyList<long> JobIds);

/// <summary>One job that an operation did not change as asked.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Reason">Why.</param>
public sealed record OperationFailure(
    [property: JsonPropertyName("job_id")] long JobId,
    [property: JsonPropertyName("reason")] string Reason);
