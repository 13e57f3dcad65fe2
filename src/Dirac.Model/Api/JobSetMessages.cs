using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>What shall happen with a set of jobs by itself: the part of a set that a chained set has too.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobSetPlan
{
    /// <summary>A name for people; need not be unique. Null: the server makes one.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What to do when.</summary>
    [JsonPropertyName("on")]
    public IReadOnlyList<JobSetRule>? On { get; init; }

    /// <summary>Who is told what.</summary>
    [JsonPropertyName("notices")]
    public IReadOnlyList<JobSetNotice>? Notices { get; init; }
}

/// <summary>Body of <c>POST /api/job-sets</c>: jobs by number or by a search, and what shall happen with them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewJobSet
{
    /// <summary>As in <see cref="JobSetPlan"/>.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The jobs.</summary>
    [JsonPropertyName("job_ids")]
    public IReadOnlyList<long>? JobIds { get; init; }

    /// <summary>Instead of numbers: the caller's jobs that fit now.</summary>
    [JsonPropertyName("search")]
    public IReadOnlyList<SearchCondition>? Search { get; init; }

    /// <summary>Whether more jobs will be added: until the set is closed it has not ended, whatever its jobs do.</summary>
    [JsonPropertyName("open")]
    public bool Open { get; init; }

    /// <summary>What to do when.</summary>
    [JsonPropertyName("on")]
    public IReadOnlyList<JobSetRule>? On { get; init; }

    /// <summary>Who is told what.</summary>
    [JsonPropertyName("notices")]
    public IReadOnlyList<JobSetNotice>? Notices { get; init; }

    /// <summary>The key that web hooks of this set and of those chained to it are signed with; null: the server makes one.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; init; }
}

/// <summary>One condition on a set and what to do when it holds.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobSetRule
{
    /// <summary><c>first-failed</c>, <c>any-failed</c>, <c>all-ended</c> or <c>all-done</c>.</summary>
    [JsonPropertyName("when")]
    public required string When { get; init; }

    /// <summary>For <c>any-failed</c>: a number of jobs such as <c>5</c>, or a part of the set such as <c>2%</c>. Default 1.</summary>
    [JsonPropertyName("at_least")]
    public string? AtLeast { get; init; }

    /// <summary><c>kill-rest</c>, <c>submit</c>, <c>reschedule-failed</c> or <c>notify</c>.</summary>
    [JsonPropertyName("do")]
    public required string Do { get; init; }

    /// <summary>For <c>reschedule-failed</c>: a job is rescheduled at most so often. Default 1.</summary>
    [JsonPropertyName("most")]
    public int? Most { get; init; }

    /// <summary>For <c>submit</c>: the descriptions, as in a submission.</summary>
    [JsonPropertyName("jdl")]
    public IReadOnlyList<string>? Jdl { get; init; }

    /// <summary>For <c>submit</c>: what shall happen with the set that the new jobs become.</summary>
    [JsonPropertyName("then")]
    public JobSetPlan? Then { get; init; }
}

/// <summary>Who is told of what happens with a set.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobSetNotice
{
    /// <summary><c>mail</c> (the owner's registered address), <c>mailto:ADDRESS</c> or an <c>https://</c> address.</summary>
    [JsonPropertyName("to")]
    public required string To { get; init; }

    /// <summary>Some of <c>first-failed</c>, <c>failed</c>, <c>all-ended</c>, <c>all-done</c>, <c>action</c>. Default: first-failed, all-ended, action.</summary>
    [JsonPropertyName("when")]
    public IReadOnlyList<string>? When { get; init; }

    /// <summary>What happens within so many minutes is told in one message; 0: at once, and failures at most once a minute.</summary>
    [JsonPropertyName("digest_minutes")]
    public int DigestMinutes { get; init; }
}

/// <summary>Body of <c>POST /api/job-sets/{id}/jobs</c>: jobs by number, or those of the caller that fit a search now.</summary>
/// <param name="JobIds">The jobs.</param>
/// <param name="Search">Instead of numbers.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobSetAddition(
    [property: JsonPropertyName("job_ids")] IReadOnlyList<long>? JobIds = null,
    [property: JsonPropertyName("search")] IReadOnlyList<SearchCondition>? Search = null);

/// <summary>How many jobs of a set are how far. A Completed job counts as active: Done or Failed is still to come.</summary>
/// <param name="Jobs">All.</param>
/// <param name="Active">Not ended.</param>
/// <param name="Done">Done.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Killed">Killed.</param>
/// <param name="Deleted">Deleted or removed.</param>
public sealed record JobSetCounts(
    [property: JsonPropertyName("jobs")] long Jobs,
    [property: JsonPropertyName("active")] long Active,
    [property: JsonPropertyName("done")] long Done,
    [property: JsonPropertyName("failed")] long Failed,
    [property: JsonPropertyName("killed")] long Killed,
    [property: JsonPropertyName("deleted")] long Deleted);

/// <summary>A set of jobs.</summary>
public sealed record JobSetInfo
{
    /// <summary>Its number.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("owner")]
    public required string Owner { get; init; }

    /// <summary>The group its actions are done with.</summary>
    [JsonPropertyName("owner_group")]
    public required string OwnerGroup { get; init; }

    /// <summary>Filling (jobs are being added), Open (more may come), Closed or Cancelled (nothing happens by itself any more).</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when all its jobs have ended and none is to be rescheduled by a rule; null while that is not so.</summary>
    [JsonPropertyName("ended")]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether a job of it has ever failed.</summary>
    [JsonPropertyName("has_failed")]
    public bool HasFailed { get; init; }

    /// <summary>How far its jobs are.</summary>
    [JsonPropertyName("counts")]
    public required JobSetCounts Counts { get; init; }

    /// <summary>The set whose rule submitted these jobs.</summary>
    [JsonPropertyName("previous")]
    public long? Previous { get; init; }

    /// <summary>The rules, and what became of them.</summary>
    [JsonPropertyName("on")]
    public IReadOnlyList<JobSetRuleInfo>? On { get; init; }

    /// <summary>The notices, and what became of them.</summary>
    [JsonPropertyName("notices")]
    public IReadOnlyList<JobSetNoticeInfo>? Notices { get; init; }

    /// <summary>The key of its web hooks; told once, when the set is made.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; init; }
}

/// <summary>A rule and what became of it.</summary>
public sealed record JobSetRuleInfo
{
    /// <summary>The condition, with its threshold: <c>any-failed 2%</c>.</summary>
    [JsonPropertyName("when")]
    public required string When { get; init; }

    /// <summary>The action.</summary>
    [JsonPropertyName("do")]
    public required string Do { get; init; }

    /// <summary>Waiting, Fired (the action is being done), Done, Failed or Withdrawn.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>When its condition last came to hold, UTC.</summary>
    [JsonPropertyName("fired")]
    public DateTimeOffset? Fired { get; init; }

    /// <summary>What was done, in words.</summary>
    [JsonPropertyName("outcome")]
    public string? Outcome { get; init; }

    /// <summary>What went wrong, in words.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>The set that the submitted jobs became.</summary>
    [JsonPropertyName("next")]
    public long? Next { get; init; }
}

/// <summary>A notice and what became of it.</summary>
public sealed record JobSetNoticeInfo
{
    /// <summary>Who is told.</summary>
    [JsonPropertyName("to")]
    public required string To { get; init; }

    /// <summary>Of what.</summary>
    [JsonPropertyName("when")]
    public required IReadOnlyList<string> When { get; init; }

    /// <summary>The window of its digest.</summary>
    [JsonPropertyName("digest_minutes")]
    public int DigestMinutes { get; init; }

    /// <summary>Messages delivered.</summary>
    [JsonPropertyName("sent")]
    public int Sent { get; init; }

    /// <summary>When the next message goes out, UTC; null when there is nothing to tell.</summary>
    [JsonPropertyName("due")]
    public DateTimeOffset? Due { get; init; }

    /// <summary>Why the latest message could not be delivered; it may be tried again.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}

/// <summary>What making or enlarging a set did.</summary>
/// <param name="Set">The set afterwards.</param>
/// <param name="Added">How many jobs were added.</param>
/// <param name="Failed">Jobs that could not be added, and why.</param>
public sealed record JobSetChange(
    [property: JsonPropertyName("set")] JobSetInfo Set,
    [property: JsonPropertyName("added")] long Added,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<long, FailedItem> Failed);

/// <summary>One job of a set.</summary>
/// <param name="JobId">Its number.</param>
/// <param name="State">How the set counts it: Active, Done, Failed, Killed or Deleted.</param>
/// <param name="Status">Its status; null when the job is gone.</param>
/// <param name="MinorStatus">Its minor status.</param>
/// <param name="Site">Where it is.</param>
public sealed record JobSetMember(
    [property: JsonPropertyName("job_id")] long JobId,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("minor_status")] string? MinorStatus,
    [property: JsonPropertyName("site")] string? Site);

/// <summary>What a notice says: the body of a web hook, and what a mail is made of.</summary>
public sealed record JobSetReport
{
    /// <summary>The number of this message; the same when it is sent again.</summary>
    [JsonPropertyName("message")]
    public required long Message { get; init; }

    /// <summary>The set.</summary>
    [JsonPropertyName("set")]
    public required JobSetInfo Set { get; init; }

    /// <summary>What happened since the message before: first-failed, failed, all-ended, all-done, action, notify.</summary>
    [JsonPropertyName("events")]
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>When this was written, UTC.</summary>
    [JsonPropertyName("time")]
    public required DateTimeOffset Time { get; init; }

    /// <summary>How many times jobs failed since the message before.</summary>
    [JsonPropertyName("new_failures")]
    public long NewFailures { get; init; }

    /// <summary>The first of the jobs that have failed since the message before.</summary>
    [JsonPropertyName("failed_jobs")]
    public IReadOnlyList<JobSetMember> FailedJobs { get; init; } = [];

    /// <summary>Why the failed jobs of the set have failed, the most frequent first.</summary>
    [JsonPropertyName("reasons")]
    public IReadOnlyList<JobSetReason> Reasons { get; init; } = [];
}

/// <summary>A reason and how many jobs have failed for it.</summary>
/// <param name="MinorStatus">The minor status.</param>
/// <param name="Jobs">How many.</param>
public sealed record JobSetReason([property: JsonPropertyName("minor_status")] string MinorStatus, [property: JsonPropertyName("jobs")] long Jobs);

/// <summary>Jobs that became a set when they were submitted.</summary>
/// <param name="Jobs">The jobs in order.</param>
/// <param name="Set">The set.</param>
public sealed record JobSetSubmission(
    [property: JsonPropertyName("jobs")] IReadOnlyList<SubmittedJob> Jobs,
    [property: JsonPropertyName("set")] JobSetInfo Set);
