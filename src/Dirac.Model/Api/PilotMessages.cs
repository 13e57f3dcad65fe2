using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

// The JSON reader hands null to the init of a member that is left out, whatever its initialiser says: hence the ?? below.

/// <summary>What a pilot offers (DIRAC's resource description): the keys the matcher knows.</summary>
public sealed record ResourceDescription
{
    /// <summary>Site name.</summary>
    public required string Site { get; init; }

    /// <summary>Computing element name.</summary>
    public string? GridCE { get; init; }

    /// <summary>Queue of the computing element.</summary>
    public string? Queue { get; init; }

    /// <summary>Normalised CPU time left in this slot, HS06 seconds.</summary>
    public long CPUTime { get; init; }

    /// <summary>Platform name, or ANY.</summary>
    public string? Platform { get; init; }

    /// <summary>Processors free now.</summary>
    public int NumberOfProcessors { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Memory free now, MB.</summary>
    public long MaxRAM { get; init; }

    /// <summary>Whether the whole node is free.</summary>
    public bool WholeNode { get; init; }

    /// <summary>Tags offered.</summary>
    public IReadOnlyList<string> Tag { get; init => field = value ?? []; } = [];

    /// <summary>Tags a job must have to run here.</summary>
    public IReadOnlyList<string> RequiredTag { get; init => field = value ?? []; } = [];

    /// <summary>The node the pilot runs on; pilots of one node are judged together.</summary>
    public string? HostName { get; init; }

    /// <summary>CPU power of the node, HS06 per core.</summary>
    public double PilotBenchmark { get; init; }
}

/// <summary>Asks for a job; the reply may wait until there is one.</summary>
public sealed record MatchRequest
{
    /// <summary>Made by the pilot, one for each job wanted; repeating it returns the same job, so a lost reply loses nothing.</summary>
    public required string MatchId { get; init; }

    /// <summary>What is offered.</summary>
    public required ResourceDescription Resource { get; init; }

    /// <summary>How long the server may hold the request while nothing fits, in seconds, 0 to 60.</summary>
    public int WaitSeconds { get; init; }
}

/// <summary>A job given to a pilot.</summary>
public sealed record MatchReply
{
    /// <summary>The job.</summary>
    public required long JobID { get; init; }

    /// <summary>Number of this attempt; travels on every report.</summary>
    public required int Attempt { get; init; }

    /// <summary>The derived description.</summary>
    public required string JDL { get; init; }

    /// <summary>Owner's user name.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether the owner has uploaded a proxy, so that the pilot can get one for the payload.</summary>
    public bool OwnerHasProxy { get; init; }

    /// <summary>Owner's group.</summary>
    public required string Group { get; init; }

    /// <summary>Optimizer parameters by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>How long the attempt may go on without a renewed lease, seconds.</summary>
    public required int LeaseSeconds { get; init; }
}

/// <summary>What happened to one attempt since the last report.</summary>
public sealed record AttemptReport
{
    /// <summary>The job.</summary>
    public required long JobID { get; init; }

    /// <summary>The attempt the report is about.</summary>
    public required int Attempt { get; init; }

    /// <summary>Rises by at least one with each report of the attempt; a report not newer than the last accepted one is taken as delivered.</summary>
    public required long Sequence { get; init; }

    /// <summary>Status changes by time.</summary>
    public IReadOnlyList<TimedStatus> Statuses { get; init => field = value ?? []; } = [];

    /// <summary>Job parameters to set.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Name of the uploaded output sandbox.</summary>
    public string? OutputSandbox { get; init; }

    /// <summary>Set on the last report of the attempt: Finished (whatever the job's status) or Infrastructure (to be run again, not the user's fault).</summary>
    public string? Outcome { get; init; }

    /// <summary>Why, when <see cref="Outcome"/> is Infrastructure.</summary>
    public string? Reason { get; init; }

    /// <summary>Whose failure it was when <see cref="Outcome"/> is Infrastructure: Node (also when absent), Payload (it asked to be run elsewhere) or Pilot (it had to end).</summary>
    public string? Fault { get; init; }
}

/// <summary>A status change with its moment.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Update">What changed.</param>
public sealed record TimedStatus(DateTimeOffset Time, StatusUpdate Update);

/// <summary>Reports of several attempts.</summary>
/// <param name="Reports">At most 1,000.</param>
public sealed record ReportRequest(IReadOnlyList<AttemptReport> Reports);

/// <summary>The server's verdict on one report.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Accepted">False when another attempt is current: stop this one and forget it.</param>
/// <param name="Detail">Why not.</param>
public sealed record ReportVerdict(long JobID, int Attempt, bool Accepted, string? Detail = null);

/// <summary>Verdicts in the order of the reports.</summary>
/// <param name="Verdicts">One for each report.</param>
public sealed record ReportReply(IReadOnlyList<ReportVerdict> Verdicts);

/// <summary>Renews leases, delivers heartbeats and collects commands; may wait for a command.</summary>
public sealed record PilotHeartbeatRequest
{
    /// <summary>Attempts the pilot holds.</summary>
    public required IReadOnlyList<HeldAttempt> Held { get; init; }

    /// <summary>Ids of commands carried out since the last call.</summary>
    public IReadOnlyList<string> DoneCommands { get; init => field = value ?? []; } = [];

    /// <summary>How long the server may hold the request while there is no command, seconds, 0 to 60.</summary>
    public int WaitSeconds { get; init; }

    /// <summary>Mode of the stop order the pilot has had, empty for none. Absent: the pilot does not understand stop orders and is not woken for one.</summary>
    public string? KnownStop { get; init; }
}

/// <summary>An attempt in a pilot's hands.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Heartbeat">Present when it was due.</param>
public sealed record HeldAttempt(long JobID, int Attempt, JobHeartbeat? Heartbeat = null);

/// <summary>Answer to a heartbeat.</summary>
public sealed record PilotHeartbeatReply
{
    /// <summary>Attempts whose lease is renewed, counted from the moment the pilot sent the request.</summary>
    public IReadOnlyList<HeldAttempt> Renewed { get; init => field = value ?? []; } = [];

    /// <summary>Attempts that are no longer the current ones: kill and forget them.</summary>
    public IReadOnlyList<HeldAttempt> Lost { get; init => field = value ?? []; } = [];

    /// <summary>Orders, repeated until they are reported as done.</summary>
    public IReadOnlyList<PilotCommand> Commands { get; init => field = value ?? []; } = [];

    /// <summary>Lease length, seconds.</summary>
    public required int LeaseSeconds { get; init; }

    /// <summary>Present when the pilot as a whole is to stop.</summary>
    public PilotStop? Stop { get; init; }
}

/// <summary>An order for one attempt.</summary>
/// <param name="Id">Names the order in <see cref="PilotHeartbeatRequest.DoneCommands"/>.</param>
/// <param name="JobID">The job.</param>
/// <param name="Attempt">The attempt it is meant for.</param>
/// <param name="Command">Kill or Checkpoint.</param>
/// <param name="Arguments">Free text.</param>
public sealed record PilotCommand(string Id, long JobID, int Attempt, string Command, string? Arguments = null);

/// <summary>Changes to a pilot's row, DiracX's names; absent parts keep their value.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PilotMetadata
{
    /// <summary>Free text.</summary>
    public string? StatusReason { get; init; }

    /// <summary>New status.</summary>
    public string? Status { get; init; }

    /// <summary>HS06 per core.</summary>
    public double? BenchMark { get; init; }

    /// <summary>Computing element (DIRAC's column name misleads).</summary>
    public string? DestinationSite { get; init; }

    /// <summary>Queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Site.</summary>
    public string? GridSite { get; init; }

    /// <summary>Kind of resource.</summary>
    public string? GridType { get; init; }

    /// <summary>Whether accounting has the pilot.</summary>
    public bool? AccountingSent { get; init; }

    /// <summary>The job it runs.</summary>
    public long? CurrentJobID { get; init; }

    /// <summary>The node it runs on.</summary>
    public string? HostName { get; init; }
}

/// <summary>Registers a pilot, DiracX's shape.</summary>
/// <param name="PilotStamp">1 to 32 characters.</param>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="GridType">Kind of resource.</param>
/// <param name="GridSite">Site.</param>
/// <param name="DestinationSite">Computing element.</param>
/// <param name="PilotReference">Batch identifier; the stamp when absent.</param>
/// <param name="PilotStatus">First status.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PilotRegistration(
    [property: JsonPropertyName("pilot_stamp")] string PilotStamp,
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("grid_type")] string GridType = "DIRAC",
    [property: JsonPropertyName("grid_site")] string GridSite = "Unknown",
    [property: JsonPropertyName("destination_site")] string DestinationSite = "NotAssigned",
    [property: JsonPropertyName("pilot_reference")] string? PilotReference = null,
    [property: JsonPropertyName("pilot_status")] string PilotStatus = "Submitted");

/// <summary>Asks for a secret with which pilots may log in.</summary>
/// <param name="Vo">Virtual organisation the pilots will serve.</param>
/// <param name="Site">Site they will run at.</param>
/// <param name="Uses">How many pilots may use it.</param>
/// <param name="LifetimeSeconds">How long it may be used.</param>
public sealed record PilotSecretRequest(string Vo, string Site, int Uses = 1, int LifetimeSeconds = 86400);

/// <summary>A pilot secret, shown once.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="ExpiresIn">Seconds for which it can be used.</param>
public sealed record PilotSecretReply(string Secret, int ExpiresIn);

/// <summary>A task queue as people see it.</summary>
/// <param name="TQId">Its number.</param>
/// <param name="Owner">Owner of its jobs.</param>
/// <param name="OwnerGroup">Group of its jobs.</param>
/// <param name="VO">Virtual organisation.</param>
/// <param name="CPUTime">CPU time segment, HS06 seconds.</param>
/// <param name="Priority">Share-weighted priority.</param>
/// <param name="Jobs">Jobs waiting.</param>
/// <param name="Requirements">Values by field: Sites, GridCEs, BannedSites, Platforms, JobTypes, Tags.</param>
public sealed record TaskQueueInfo(
    long TQId,
    string Owner,
    string OwnerGroup,
    string VO,
    long CPUTime,
    double Priority,
    long Jobs,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Requirements);

/// <summary>Asks for a limited proxy of a job's owner, for the payload of an attempt that the pilot holds.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Request">PKCS #10 as PEM; its key never leaves the node.</param>
/// <param name="LifetimeSeconds">How long it is needed, seconds, from a minute to a week.</param>
public sealed record PilotProxyRequest(long JobID, int Attempt, string Request, int LifetimeSeconds);

/// <summary>A limited proxy of a job's owner.</summary>
/// <param name="Chain">The proxy and the certificates above it as PEM, without a key.</param>
public sealed record PilotProxyReply(string Chain);

/// <summary>Asks for a token with which the payload of an attempt that the pilot holds acts for the job's owner.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record PilotTokenRequest(long JobID, int Attempt);
