namespace Dirac.Model.Api;

/// <summary>Why a job is where it is, and what would bring it on.</summary>
public sealed record JobWhy
{
    /// <summary>The job.</summary>
    public required long JobID { get; init; }

    /// <summary>Major status.</summary>
    public required string Status { get; init; }

    /// <summary>Minor status.</summary>
    public required string MinorStatus { get; init; }

    /// <summary>Application status.</summary>
    public required string ApplicationStatus { get; init; }

    /// <summary>The answer in a sentence or two.</summary>
    public required string Summary { get; init; }

    /// <summary>What its owner can do, most useful first.</summary>
    public IReadOnlyList<string> Advice { get; init => field = value ?? []; } = [];

    /// <summary>When a job that is held is looked at again, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where a Waiting job stands in its queue.</summary>
    public QueueTurn? Turn { get; init; }

    /// <summary>How a Failed job failed.</summary>
    public JobFailure? Failure { get; init; }

    /// <summary>What each site says to a Waiting job; sites that say the same stand together.</summary>
    public IReadOnlyList<SiteWhy> Sites { get; init => field = value ?? []; } = [];
}

/// <summary>What sites say to a job, and why.</summary>
public sealed record SiteWhy
{
    /// <summary>The sites.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Fits, NoPilots, Undescribed, NotNow or No.</summary>
    public required string Verdict { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What keeps pilots from being sent there, and what helps; null when nothing does, or when the job would not fit anyway.</summary>
    public string? Trouble { get; init; }

    /// <summary>Those of the sites where pilots have asked for jobs lately.</summary>
    public IReadOnlyList<string> PilotsAt { get; init => field = value ?? []; } = [];

    /// <summary>Computing element of the offer that was looked at; for one named site only.</summary>
    public string? GridCE { get; init; }

    /// <summary>Queue of the offer that was looked at; for one named site only.</summary>
    public string? Queue { get; init; }

    /// <summary>Where the offer is known from: a pilot or the configuration; for one named site only.</summary>
    public string? Origin { get; init; }

    /// <summary>The conditions that do not hold; empty when the job fits.</summary>
    public IReadOnlyList<ClauseWhy> Clauses { get; init => field = value ?? []; } = [];
}

/// <summary>A condition of the matcher that does not hold.</summary>
/// <param name="Clause">The matcher's name of it: CPUTime, Site, BannedSite, GridCE, Platform, JobType, Tag, RequiredTag, SiteStatus, CEStatus, RunningLimit, MatchingDelay.</param>
/// <param name="Wanted">What the job wants.</param>
/// <param name="Offered">What the best offer has.</param>
/// <param name="Why">Why it does not hold.</param>
/// <param name="Remedy">What would make it hold.</param>
/// <param name="Passes">Whether that can change without anybody doing anything.</param>
public sealed record ClauseWhy(string Clause, string Wanted, string Offered, string Why, string Remedy, bool Passes);

/// <summary>Why jobs of a VO do or do not run at a site.</summary>
public sealed record SiteReport
{
    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The answer in a sentence or two.</summary>
    public required string Summary { get; init; }

    /// <summary>Why the site takes no jobs; null while it is in service.</summary>
    public string? OutOfService { get; init; }

    /// <summary>The offers known there: queues of the configuration, and what pilots have offered.</summary>
    public IReadOnlyList<SiteOffer> Offers { get; init => field = value ?? []; } = [];

    /// <summary>What the site says to the jobs that wait; those it says the same to stand together, the most first.</summary>
    public IReadOnlyList<SiteAnswerToJobs> Waiting { get; init => field = value ?? []; } = [];
}

/// <summary>Something a site has to run jobs on.</summary>
/// <param name="GridCE">The computing element; null when it is not told.</param>
/// <param name="Queue">Its queue; null when it is not told.</param>
/// <param name="LastPilot">When a pilot last offered it, UTC; null for what is only configured.</param>
/// <param name="OutOfService">Why the computing element takes no jobs; null while it is in service.</param>
public sealed record SiteOffer(string? GridCE = null, string? Queue = null, DateTimeOffset? LastPilot = null, string? OutOfService = null);

/// <summary>What a site says to jobs that wait.</summary>
/// <param name="Verdict">Fits, NoPilots, Undescribed, NotNow or No.</param>
/// <param name="Sentence">The verdict in a sentence.</param>
/// <param name="Jobs">How many jobs.</param>
/// <param name="Queues">In how many task queues.</param>
public sealed record SiteAnswerToJobs(string Verdict, string Sentence, long Jobs, int Queues);

/// <summary>Where a job stands among those that wait.</summary>
/// <param name="TQId">Its task queue.</param>
/// <param name="Ahead">Jobs of the queue that come before it.</param>
/// <param name="Jobs">Jobs in the queue.</param>
/// <param name="Share">The queue's part of the VO's matches, 0 to 1.</param>
/// <param name="MatchesPerHour">Jobs of the VO matched lately at sites that count for this queue.</param>
/// <param name="EstimatedSeconds">Time to its turn at that rate; null when nothing was matched lately.</param>
public sealed record QueueTurn(long TQId, long Ahead, long Jobs, double Share, double MatchesPerHour, double? EstimatedSeconds = null);

/// <summary>How a job failed.</summary>
public sealed record JobFailure
{
    /// <summary>Whether pilot, node or server failed rather than what the user sent.</summary>
    public required bool Infrastructure { get; init; }

    /// <summary>Exit code of the payload.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended the payload.</summary>
    public int? Signal { get; init; }

    /// <summary>Its name, such as SIGSEGV.</summary>
    public string? SignalName { get; init; }

    /// <summary>The limit that was exceeded: CPU time, wall clock time, memory, disk space.</summary>
    public string? Limit { get; init; }

    /// <summary>Site of the last attempt.</summary>
    public string? Site { get; init; }

    /// <summary>Node of the last attempt.</summary>
    public string? Host { get; init; }

    /// <summary>Pilot of the last attempt.</summary>
    public string? Pilot { get; init; }

    /// <summary>What was found out about the last attempt afterwards, for instance that its pilot is a black hole.</summary>
    public string? Remark { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether and when it is run again.</summary>
    public required string RunAgain { get; init; }

    /// <summary>The last lines the job wrote.</summary>
    public IReadOnlyList<string> LastLines { get; init => field = value ?? []; } = [];
}

/// <summary>A task queue with its place among the others.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Share">Its part of the VO's matches now, 0 to 1.</param>
/// <param name="MatchesPerHour">Jobs of the VO matched lately at sites that count for it.</param>
/// <param name="EligibleSites">Sites known where its jobs could run.</param>
/// <param name="EstimatedSeconds">Time in which its last job gets its turn at that rate; null when nothing was matched lately.</param>
/// <param name="Impossible">Why nothing known could run its jobs; null when something could.</param>
public sealed record TaskQueueDetails(
    TaskQueueInfo Queue, double Share, double MatchesPerHour, IReadOnlyList<string> EligibleSites, double? EstimatedSeconds = null, string? Impossible = null)
{
    /// <summary>Where the job asked for stands; null when none was.</summary>
    public QueueTurn? Turn { get; init; }
}
