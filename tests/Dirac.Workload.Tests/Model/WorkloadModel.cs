using System.Globalization;

namespace Dirac.Workload.Tests.Model;

/// <summary>The workload as domain rules 1 to 4 say, in memory, written from the specification without a look at the code. Deviations are those of the ADRs.</summary>
internal sealed class WorkloadModel
{
    private const int MostReschedules = 3;

    public SortedDictionary<long, ModelJob> Jobs { get; } = [];

    public ModelJob Submit(long id, ModelUser user, JobKind kind)
    {
        var job = Jobs[id] = new ModelJob(id, user, kind) { Awaits = "JobPath" };
        job.Become("Received", "Job accepted", "Unknown", "JobManager");
        return job;
    }

    /// <summary>Kills; returns the ids that were killed.</summary>
    public HashSet<long> Kill(ModelUser user, IEnumerable<long> ids) => Each(user, ids, job =>
    {
        if (!StateTable.CanGo(job.Status, "Killed")) return false;
        Kill(job);
        return true;
    });

    /// <summary>Deletes; returns the ids that were deleted or at least killed (ADR 6).</summary>
    public HashSet<long> Delete(ModelUser user, IEnumerable<long> ids) => Each(user, ids, job =>
    {
        var (canDie, canGo) = (StateTable.CanGo(job.Status, "Killed"), StateTable.CanGo(job.Status, "Deleted"));
        if (canDie) Kill(job);
        if (canGo) job.Become("Deleted", "Checking accounting", "Unknown", "JobManager");
        return canDie || canGo;
    });

    /// <summary>Reschedules or resets; returns the ids that start anew.</summary>
    public HashSet<long> Reschedule(ModelUser user, IEnumerable<long> ids, bool reset)
    {
        var started = new HashSet<long>();
        foreach (var job in ids.Distinct().Select(id => Jobs.GetValueOrDefault(id)).OfType<ModelJob>())
        {
            if (!user.MayChange(job) || job.Status == "Deleted") continue;

            // Asking once too often does not fail a job that ended well or on request.
            if (!reset && (job.Status is "Done" or "Completed" or "Killed") && job.Reschedules >= MostReschedules) continue;
            if (Restart(job, reset ? 0 : job.Reschedules + 1, "Unknown", "JobManager")) started.Add(job.Id);
        }

        return started;
    }

    /// <summary>Takes status updates of one job (domain rules 1.3).</summary>
    public static void SetStatus(ModelJob job, IEnumerable<(DateTime Time, string? Status, string? Minor, string? Application, string Source)> updates, bool force)
    {
        var last = job.LastOrder;
        foreach (var (time, wanted, minor, application, source) in updates.OrderBy(update => update.Time))
        {
            var line = new ModelLine(wanted ?? ModelLine.Same, minor ?? ModelLine.Same, application ?? ModelLine.Same, source, time);
            job.Expected.Add(OrderOf(time) >= last ? Step(job, line, wanted, minor, application, force) : line);
        }
    }

    /// <summary>A sign of life.</summary>
    public static void Beat(ModelJob job)
    {
        if (job.Status is not ("Matched" or "Stalled")) return;
        job.Status = "Running";
        job.HasStart = true;
    }

    /// <summary>A pilot got the job.</summary>
    public static void Match(ModelJob job, string stamp, string site)
    {
        job.IsQueued = false;
        job.Site = site;
        job.Attempts.Add(new ModelAttempt(job.Attempts.Count + 1, stamp));
        job.Become("Matched", "Assigned", "Unknown", "Matcher");
    }

    /// <summary>An attempt ended by fault of pilot, node or lease: the job starts anew, uncounted, unless it has ended.</summary>
    public static void Lose(ModelJob job, ModelAttempt attempt, string outcome, string reason, string source)
    {
        var wasCurrent = attempt.Outcome == "Running";
        if (wasCurrent) attempt.Outcome = outcome;
        attempt.Ended = true;
        if (wasCurrent && !StateTable.IsFinal(job.Status)) Restart(job, job.Reschedules, reason, source);
    }

    /// <summary>Lets the optimizers do what they can do now.</summary>
    public void Optimise()
    {
        foreach (var job in Jobs.Values.Where(job => job.Awaits is not null)) Optimise(job);
    }

    /// <summary>Removes what is deleted and cannot be running; returns the numbers.</summary>
    public IReadOnlyList<long> Clean()
    {
        var gone = Jobs.Values.Where(job => job.Status == "Deleted" && !job.HasLivePayload).Select(job => job.Id).ToList();
        foreach (var id in gone) Jobs.Remove(id);
        return gone;
    }

    /// <summary>Why a job may not be queued yet; null when it may.</summary>
    public static string? HoldOf(ModelJob job) =>
        job.HasLivePayload ? "On Hold: the payload of the attempt before is being ended" : job.DelayIsOver ? null : $"On Hold: after rescheduling {job.Reschedules}";

    public static double OrderOf(DateTime time) => Math.Round((time - DateTime.UnixEpoch).TotalSeconds - 1_270_000_000, 3, MidpointRounding.AwayFromZero);

    private HashSet<long> Each(ModelUser user, IEnumerable<long> ids, Func<ModelJob, bool> treat) =>
        [.. ids.Distinct().Where(id => Jobs.TryGetValue(id, out var job) && user.MayChange(job) && treat(job))];

    private static void Kill(ModelJob job)
    {
        // A pilot of DIRAC may have it.
        var isHeld = job.Status is "Matched" or "Running" or "Stalled" or "Completing";
        job.Become("Killed", "Marked for termination", "Unknown", "JobManager");
        job.IsQueued = false;
        if (job.HasLivePayload || isHeld) job.Kills++;
    }

    private static bool Restart(ModelJob job, int reschedules, string application, string source)
    {
        job.IsQueued = false;
        foreach (var attempt in job.Attempts.Where(attempt => attempt.Outcome == "Running")) attempt.Outcome = "Superseded";
        if (reschedules > MostReschedules)
        {
            job.Become("Failed", "Maximum of reschedulings reached", "Unknown", source);
            return false;
        }

        foreach (var (name, value) in job.Parameters) job.Attic[string.Create(CultureInfo.InvariantCulture, $"{job.Reschedules} {name}")] = value;
        job.Parameters.Clear();
        job.Kills = 0;
        job.Reschedules = reschedules;
        (job.Awaits, job.DelayIsOver) = ("JobPath", reschedules == 0);
        job.Become("Received", "Job Rescheduled", application, source);
        (job.HasStart, job.HasEnd) = (false, false);
        return true;
    }

    private static ModelLine Step(ModelJob job, ModelLine line, string? wanted, string? minor, string? application, bool force)
    {
        var before = job.Status == "Stalled" ? "Running" : job.Status;
        var after = wanted is null ? before : force ? wanted : StateTable.Ask(before, wanted);
        (job.Status, job.Minor, job.Application) = (after, minor ?? job.Minor, application ?? job.Application);
        job.HasStart |= after == "Running";
        job.HasEnd |= StateTable.EndsExecution(after);
        return wanted is null || after == wanted ? line : line with { Status = after, Source = $"{line.Source}(SM)" };
    }

    private static void Optimise(ModelJob job)
    {
        var next = job.Awaits;
        job.Awaits = null;
        if (job.Status == "Waiting" && job.Minor == "Pilot Agent Submission") next = "JobScheduling";
        else if (job.Status == "Checking" && job.Minor != next) return;
        else if (job.Status == "Received" && next != "JobPath") return;
        else if (job.Status is not ("Checking" or "Received")) return;

        if (next == "JobPath") job.Become("Checking", next = "JobSanity", "Unknown", "JobPath");
        if (next == "JobSanity") job.Become("Checking", next = job.Kind.Input is null ? "JobScheduling" : "InputData", "Unknown", "JobSanity");
        if (next == "InputData") job.Become("Failed", "InputData optimizer", $"Input data not available: no replica of {job.Kind.Input}", "InputData");
        else Schedule(job);
    }

    private static void Schedule(ModelJob job)
    {
        if (HoldOf(job) is { } hold)
        {
            job.Awaits = "JobScheduling";
            if (job.Application != hold) job.Become(job.Status, job.Minor, hold, "JobScheduling");
            return;
        }

        (job.IsQueued, job.Site) = (true, job.Kind.Site);
        if ((job.Status, job.Application) != ("Waiting", "Unknown")) job.Become("Waiting", "Pilot Agent Submission", "Unknown", "JobScheduling");
    }
}
