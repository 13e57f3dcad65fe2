using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A list of pilots to act on.</summary>
/// <param name="PilotStamps">Their stamps, at most 10,000.</param>
public sealed record PilotStampList([property: JsonPropertyName("pilot_stamps")] IReadOnlyList<string> PilotStamps);

/// <summary>Orders pilots to stop.</summary>
/// <param name="PilotStamps">Their stamps, at most 10,000.</param>
/// <param name="Reason">Told to the pilots and written into their rows.</param>
/// <param name="Drain">Whether jobs that run may end first; otherwise they are handed back and run again elsewhere.</param>
public sealed record PilotKillRequest(
    [property: JsonPropertyName("pilot_stamps")] IReadOnlyList<string> PilotStamps,
    [property: JsonPropertyName("reason")] string? Reason = null,
    [property: JsonPropertyName("drain")] bool Drain = false);

/// <summary>Registers many pilots that were handed to one computing element.</summary>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="References">What the computing element calls them, at most 10,000.</param>
/// <param name="Stamps">Stamp by reference; a reference without one is its own stamp.</param>
/// <param name="GridType">Kind of resource.</param>
/// <param name="GridSite">Site.</param>
/// <param name="DestinationSite">Computing element.</param>
/// <param name="Queue">Queue.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PilotReferences(
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("references")] IReadOnlyList<string> References,
    [property: JsonPropertyName("stamps")] IReadOnlyDictionary<string, string>? Stamps = null,
    [property: JsonPropertyName("grid_type")] string GridType = "DIRAC",
    [property: JsonPropertyName("grid_site")] string GridSite = "Unknown",
    [property: JsonPropertyName("destination_site")] string DestinationSite = "NotAssigned",
    [property: JsonPropertyName("queue")] string? Queue = null);

/// <summary>How a pilot stands after a change.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Detail">What was done, when the status does not say it.</param>
public sealed record PilotChange([property: JsonPropertyName("status")] string Status, [property: JsonPropertyName("detail")] string? Detail = null);

/// <summary>Outcome per stamp of a bulk change.</summary>
/// <param name="Success">Pilots that changed, and how.</param>
/// <param name="Failed">Pilots that did not, and why.</param>
public sealed record PilotBulkResult(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<string, PilotChange> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<string, FailedItem> Failed);

/// <summary>Says which job a pilot runs.</summary>
/// <param name="JobID">The job.</param>
/// <param name="DestinationSite">Computing element, when it has become known.</param>
public sealed record PilotJobAssignment(long JobID, string? DestinationSite = null);

/// <summary>Removes old pilots from the records.</summary>
/// <param name="Days">Those that have ended and were submitted longer ago than this.</param>
/// <param name="AbortedDays">The same for aborted ones.</param>
public sealed record PilotClearRequest([property: JsonPropertyName("days")] int Days = 30, [property: JsonPropertyName("aborted_days")] int AbortedDays = 7);

/// <summary>What was cleared away.</summary>
/// <param name="Removed">How many pilots.</param>
public sealed record PilotClearReply([property: JsonPropertyName("removed")] long Removed);

/// <summary>Asks for statistics of groups of pilots.</summary>
/// <param name="Grouping">Columns that make a group; site and computing element when absent.</param>
/// <param name="Search">Which pilots count.</param>
public sealed record PilotGroupRequest(
    [property: JsonPropertyName("grouping")] IReadOnlyList<string>? Grouping = null,
    [property: JsonPropertyName("search")] IReadOnlyList<SearchCondition>? Search = null);

/// <summary>Statistics of a group of pilots.</summary>
/// <param name="Group">The group's values by column.</param>
/// <param name="Counts">Pilots by status.</param>
/// <param name="Total">Pilots in all.</param>
/// <param name="DoneEmpty">Those Done that never had a job.</param>
/// <param name="AbortedHour">Those Aborted within the last hour.</param>
/// <param name="PilotsPerJob">Pilots Done for each that had a job; 0 when none had.</param>
/// <param name="Efficiency">Percentage of pilots that were not Aborted.</param>
/// <param name="Status">Good, Fair, Poor, Bad, or Idle when there are too few to tell.</param>
public sealed record PilotGroup(
    IReadOnlyDictionary<string, string> Group,
    IReadOnlyDictionary<string, long> Counts,
    long Total,
    [property: JsonPropertyName("Done_Empty")] long DoneEmpty,
    [property: JsonPropertyName("Aborted_Hour")] long AbortedHour,
    double PilotsPerJob,
    [property: JsonPropertyName("PilotJobEff")] double Efficiency,
    string Status);

/// <summary>Lines of a pilot's log.</summary>
/// <param name="Lines">At most 1,000 lines of at most 4,000 characters; longer ones are cut.</param>
/// <param name="First">Number of the first, counted from 1; 0 puts them after what there is. Lines that are known already are ignored.</param>
/// <param name="Final">Whether the log ends with them.</param>
public sealed record PilotLogLines(IReadOnlyList<string> Lines, long First = 0, bool Final = false);

/// <summary>How far a pilot's log goes.</summary>
/// <param name="Last">Number of its last line.</param>
public sealed record PilotLogTaken(long Last);

/// <summary>A line of a pilot's log.</summary>
/// <param name="Number">Counted from 1; numbers that are left out were lost.</param>
/// <param name="Text">The line.</param>
public sealed record PilotLogLine(long Number, string Text);

/// <summary>A part of a pilot's log.</summary>
/// <param name="PilotStamp">The pilot.</param>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="Last">Number of the last line there is.</param>
/// <param name="Final">Whether no more will come.</param>
public sealed record PilotLogPage(string PilotStamp, IReadOnlyList<PilotLogLine> Lines, long Last, bool Final);

/// <summary>What a pilot printed.</summary>
/// <param name="StdOutput">Standard output.</param>
/// <param name="StdError">Standard error.</param>
public sealed record PilotOutput(string StdOutput = "", string StdError = "");

/// <summary>What a pilot printed, and which one it was.</summary>
/// <param name="PilotStamp">The pilot.</param>
/// <param name="StdOutput">Standard output.</param>
/// <param name="StdError">Standard error.</param>
/// <param name="FromLog">Whether it is the pilot's log so far, because the pilot has not handed in its output yet.</param>
public sealed record PilotOutputReply(string PilotStamp, string StdOutput, string StdError, bool FromLog);

/// <summary>A job a pilot had.</summary>
/// <param name="JobID">The job.</param>
/// <param name="StartTime">When it got it, UTC.</param>
/// <param name="EndTime">When its payload was gone, UTC; null while it may run, and for pilots that do not say so.</param>
/// <param name="Attempt">Which attempt at the job it was; null for pilots without attempts.</param>
/// <param name="Outcome">How the attempt ended, with the reason.</param>
public sealed record PilotJob(long JobID, DateTimeOffset StartTime, DateTimeOffset? EndTime = null, int? Attempt = null, string? Outcome = null);

/// <summary>A pilot that had a job.</summary>
/// <param name="PilotStamp">The pilot.</param>
/// <param name="PilotJobReference">What its computing element calls it.</param>
/// <param name="GridSite">Site.</param>
/// <param name="DestinationSite">Computing element.</param>
/// <param name="Status">The pilot's status; Unknown when its row is gone.</param>
/// <param name="StatusReason">Why.</param>
/// <param name="Job">When it had the job, and how that ended.</param>
public sealed record PilotOfJob(
    string PilotStamp, string PilotJobReference, string GridSite, string DestinationSite, string Status, string StatusReason, PilotJob Job);

/// <summary>All about one pilot.</summary>
public sealed record PilotDetails
{
    /// <summary>Its row, DiracX's columns.</summary>
    public required JsonElement Pilot { get; init; }

    /// <summary>The node it runs on, when it has said so.</summary>
    public string? HostName { get; init; }

    /// <summary>When one of our own pilots last renewed its token, UTC; null for others.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Drain or Now when it was ordered to stop.</summary>
    public string? StopOrder { get; init; }

    /// <summary>Why it was ordered to stop.</summary>
    public string? StopReason { get; init; }

    /// <summary>Lines in its log.</summary>
    public long LogLines { get; init; }

    /// <summary>The latest of its jobs, at most 100, the newest first.</summary>
    public IReadOnlyList<PilotJob> Jobs { get; init => field = value ?? []; } = [];
}

/// <summary>Details per stamp.</summary>
/// <param name="Success">Those that exist.</param>
/// <param name="Failed">Those that do not.</param>
public sealed record PilotDetailsResult(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<string, PilotDetails> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<string, FailedItem> Failed);

/// <summary>An order to a pilot.</summary>
/// <param name="Mode">Drain: take no more jobs and end after those that run. Now: hand them back and end.</param>
/// <param name="Reason">Why.</param>
public sealed record PilotStop(string Mode, string Reason);
