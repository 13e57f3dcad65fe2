using Dirac.Model.Api;
using Dirac.Workload.Rescue;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Model;

#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.

/// <summary>What pilots do, to server and model.</summary>
internal sealed class ModelPilots(WorkloadServer server, ModelWorld world, WorkloadModel model, Random random)
{
    private readonly List<(MatchRequest Request, string Stamp, long Job, int Attempt)> _matches = [];

    public async Task<string> MatchAsync()
    {
        var (stamp, vo) = world.Pilots[random.Next(world.Pilots.Count)];
        if (_matches.Count > 0 && random.Next(10) == 0) return await RepeatAsync(_matches[random.Next(_matches.Count)]);
        var offer = new ModelOffer(random.Next(2) == 0 ? JobKind.Here : JobKind.There, random.Next(3) == 0 ? 300_000 : 1_000_000, random.Next(3) == 0 ? 16 : 4, random.Next(2) == 0);
        var request = new MatchRequest
        {
            MatchId = Guid.NewGuid().ToString("N"),
            Resource = new ResourceDescription
            {
                Site = offer.Site, CPUTime = offer.CpuTime, NumberOfProcessors = offer.Processors, GridCE = "ce.test.local", PilotBenchmark = 10, Tag = offer.Gpu ? ["GPU"] : [],
            },
        };
        var reply = await world.Pilot(stamp, offer.Site).MatchAsync(request);
        var fitting = model.Jobs.Values.Where(job => job.Vo == vo && job.IsQueued && job.Status == "Waiting" && job.Kind.Fits(offer)).Select(job => job.Id).ToList();
        if (reply is null)
        {
            Assert.True(fitting.Count == 0, $"{stamp} with {offer} got nothing, though {string.Join(", ", fitting)} fit.");
            return $"{stamp} with {offer} gets nothing";
        }

        Assert.True(fitting.Contains(reply.JobID), $"{stamp} with {offer} got job {reply.JobID}; {string.Join(", ", fitting)} fit.");
        var matched = model.Jobs[reply.JobID];
        WorkloadModel.Match(matched, stamp, offer.Site);
        Assert.Equal(matched.Attempts.Count, reply.Attempt);
        _matches.Add((request, stamp, reply.JobID, reply.Attempt));
        return $"{stamp} with {offer} gets {reply.JobID} attempt {reply.Attempt}";
    }

    public async Task<string> ReportAsync()
    {
        if (AnyAttempt() is not var (job, attempt)) return "nobody has an attempt to report of";
        var sequence = random.Next(8) == 0 ? attempt.Sequence : attempt.Sequence + random.Next(1, 3);
        var outcome = random.Next(3) switch { 0 when random.Next(2) == 0 => "Infrastructure", 0 => "Finished", _ => null };
        var states = outcome == "Infrastructure" ? [] : AnyStates();
        var report = new AttemptReport
        {
            JobID = job.Id,
            Attempt = attempt.Number,
            Sequence = sequence,
            Outcome = outcome,
            Reason = "the node said no",
            Parameters = random.Next(3) == 0 ? new Dictionary<string, string> { ["Exit"] = $"{random.Next(3)}" } : null,
            Statuses = [.. states.Select((status, index) => new TimedStatus(TimeProvider.System.GetUtcNow().AddSeconds(index - random.Next(3)), new StatusUpdate(status, $"step {index}", null, "JobWrapper")))],
        };
        report = report with { Statuses = [.. report.Statuses.OrderBy(status => status.Time)] };
        var verdict = Assert.Single(await world.Pilot(attempt.Stamp, JobKind.Here).ReportAsync(report));
        Assert.Equal(Report(job, attempt, report), verdict.Accepted);
        return $"{attempt.Stamp} reports {string.Join(" ", states)} {outcome} ({sequence}) of {job.Id} attempt {attempt.Number}: {verdict.Accepted}";
    }

    public async Task<string> BeatAsync()
    {
        if (AnyAttempt() is not var (job, attempt)) return "nobody has an attempt to keep";
        var isCurrent = attempt is { Outcome: "Running", Ended: false };
        var reply = await world.Pilot(attempt.Stamp, JobKind.Here).BeatAsync(new PilotHeartbeatRequest { Held = [new HeldAttempt(job.Id, attempt.Number)] });
        Assert.Equal((isCurrent ? 1 : 0, isCurrent ? 0 : 1), (reply.Renewed.Count, reply.Lost.Count));
        Assert.Equal(isCurrent && job.Kills > 0, reply.Commands.Count > 0);
        if (isCurrent) WorkloadModel.Beat(job);
        if (reply.Commands.Count > 0 && random.Next(2) == 0)
        {
            await world.Pilot(attempt.Stamp, JobKind.Here).BeatAsync(new PilotHeartbeatRequest { Held = [], DoneCommands = [.. reply.Commands.Select(command => command.Id)] });
            job.Kills = 0;
        }

        return $"{attempt.Stamp} beats for {job.Id} attempt {attempt.Number}";
    }

    public async Task<string> ExpireAsync()
    {
        if (AnyAttempt() is not var (job, attempt)) return "nobody has an attempt to lose";
        await server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {job.Id} AND Attempt = {attempt.Number}");
        await server.StartRoundAsync(new RescueRound());
        if (!attempt.Ended) WorkloadModel.Lose(job, attempt, "Expired", $"Pilot {attempt.Stamp} was not heard of until its lease ended", "StalledJobAgent");
        return $"the lease of {job.Id} attempt {attempt.Number} ends";
    }

    private async Task<string> RepeatAsync((MatchRequest Request, string Stamp, long Job, int Attempt) match)
    {
        if (!model.Jobs.TryGetValue(match.Job, out var job)) return "a match to repeat is of a job that was removed";
        var attempt = job.Attempts[match.Attempt - 1];
        var reply = await world.Pilot(match.Stamp, match.Request.Resource.Site).TryMatchAsync(match.Request);
        if (attempt is { Outcome: "Running", Ended: false }) Assert.Equal((match.Job, match.Attempt), (reply.Read(ModelJsonContext.Default.MatchReply).JobID, match.Attempt));
        return $"{match.Stamp} repeats its match of {match.Job}: {(int)reply.Status}";
    }

    // Whether the report is accepted, and what it does.
    private static bool Report(ModelJob job, ModelAttempt attempt, AttemptReport report)
    {
        if (attempt.Outcome != "Running")
        {
            if (report.Outcome is not null && !(attempt.Outcome is "Finished" or "Infrastructure" && report.Sequence <= attempt.Sequence)) attempt.Ended = true;
            return attempt.Outcome is "Finished" or "Infrastructure" && report.Sequence <= attempt.Sequence;
        }

        if (report.Sequence <= attempt.Sequence) return true;
        attempt.Sequence = report.Sequence;
        foreach (var (name, value) in report.Parameters ?? new Dictionary<string, string>()) job.Parameters[name] = value;
        Speak(job, report);
        if (report.Outcome == "Infrastructure") WorkloadModel.Lose(job, attempt, "Infrastructure", report.Reason!, "JobAgent");
        else if (report.Outcome == "Finished") (attempt.Outcome, attempt.Ended) = ("Finished", true);
        return true;
    }

    // What the current attempt says counts in the order it is said, whatever its clock (ADR 12).
    private static void Speak(ModelJob job, AttemptReport report)
    {
        var first = job.Expected.Count;
        var floor = DateTime.UnixEpoch.AddSeconds(1_270_000_000 + job.LastOrder + 1);
        WorkloadModel.SetStatus(
            job, report.Statuses.Select((status, index) => (floor.AddSeconds(index), status.Update.Status, status.Update.MinorStatus, status.Update.ApplicationStatus, status.Update.Source)), force: false);
        for (var index = first; index < job.Expected.Count; index++) job.Expected[index] = job.Expected[index] with { Time = null, Order = job.LastOrder };
    }

    private string[] AnyStates() => random.Next(6) switch
    {
        0 => ["Running"],
        1 => ["Running", "Completing", "Done"],
        2 => ["Failed"],
        3 => ["Completing"],
        4 => ["Done"],
        _ => ["Running", "Running"],
    };

    private (ModelJob Job, ModelAttempt Attempt)? AnyAttempt()
    {
        var all = model.Jobs.Values.SelectMany(job => job.Attempts.Select(attempt => (job, attempt))).Where(pair => !pair.attempt.Ended || random.Next(4) == 0).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }
}
