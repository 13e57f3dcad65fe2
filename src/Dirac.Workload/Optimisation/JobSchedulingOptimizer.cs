using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Workload.Impossible;
using Dirac.Workload.Jobs;
using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>Chooses sites and requirements and sends the job to its task queue (domain rules 3.5; no staging yet: there is no tape here).</summary>
internal sealed class JobSchedulingOptimizer : IOptimizer
{
    public const string Name = "JobScheduling";

    private static readonly TimeSpan SiteCheck = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan PayloadCheck = TimeSpan.FromSeconds(2);
    private static readonly int[] DelaysAfterRescheduling = [60, 180, 300, 600];

    string IOptimizer.Name => Name;

    public OptimizerDecision Decide(JobFacts facts)
    {
        if (facts.HasLivePayload) return new OptimizerDecision.Hold(PayloadCheck, "On Hold: the payload of the attempt before is being ended");
        if (DelayLeft(facts) is { } delay) return new OptimizerDecision.Hold(delay, $"On Hold: after rescheduling {facts.Job.RescheduleCounter}");

        var job = facts.Description;
        var banned = job.BannedSites;
        var sites = job.Sites.Except(banned).ToList();
        if (job.Sites.Count > 0 && sites.Count == 0) return new OptimizerDecision.Fail("Impossible site requirement");
        if (job.InputData.Count > 0 && Restrict(facts, ref sites, banned) is { } failure) return failure;

        return HoldFor(facts, sites) ?? (OptimizerDecision)Enqueue(facts, sites);
    }

    // Sites that are out of service stay in the job's list while another is in service: the matcher knows when they are back.
    private static OptimizerDecision.Hold? HoldFor(JobFacts facts, List<string> sites)
    {
        if (sites.Count == 0 || facts.Description.JobType == MatchPredicate.TestType || !sites.TrueForAll(facts.OutOfService.ContainsKey)) return null;
        var others = sites.Count == 1 ? "" : sites.Count == 2 ? $", and {sites[1]} is not in service either" : $", and {sites.Count - 1} others are not in service either";
        return new OptimizerDecision.Hold(SiteCheck, ColumnText.Fit($"On Hold: {sites[0]} is {facts.OutOfService[sites[0]]}{others}", 255));
    }

    private static OptimizerDecision.Fail? Restrict(JobFacts facts, ref List<string> sites, IReadOnlyList<string> banned)
    {
        var holding = InputDataOptimizer.CandidatesIn(facts.Parameters).Except(banned).ToList();
        sites = sites.Count == 0 ? holding : [.. sites.Intersect(holding)];
        return sites.Count == 0 ? new OptimizerDecision.Fail("Impossible InputData * Site requirements") : null;
    }

    private static OptimizerDecision.Enqueue Enqueue(JobFacts facts, List<string> sites)
    {
        var (row, job) = (facts.Job, facts.Description);
        var key = JobKey.Of(row, job, sites);
        var decision = new OptimizerDecision.Enqueue(key, Requirements(job, key), SiteColumn(sites, job.InputData.Count > 0));
        return facts.Resources.WhyImpossible(key) is { } reason ? decision with { ApplicationStatus = ImpossibleStatus.Of(reason) } : decision;
    }

    private static ClassAd Requirements(JobDescription job, TaskQueueKey key) => TaskQueueKey.Fields
        .Where(field => !key.Values(field).IsEmpty)
        .Aggregate(job.JobRequirements ?? ClassAd.Empty, (ad, field) => ad.With(field, key.Values(field)));

    private static string SiteColumn(List<string> sites, bool hasInput) => sites switch
    {
        [] => "ANY",
        [var only] => only,
        _ => hasInput ? "MultipleInput" : "Multiple",
    };

    /// <summary>Up to when a job is held after it was rescheduled; null when it was not.</summary>
    public static DateTimeOffset? HeldUntil(JobRow job) => job.RescheduleCounter > 0 && job.RescheduleTime is { } when && job.ParsedStatus is JobStatus.Received or JobStatus.Checking
        ? new DateTimeOffset(DateTime.SpecifyKind(when, DateTimeKind.Utc)).AddSeconds(DelaysAfterRescheduling[Math.Min(job.RescheduleCounter, DelaysAfterRescheduling.Length) - 1])
        : null;

    private static TimeSpan? DelayLeft(JobFacts facts)
    {
        var count = facts.Job.RescheduleCounter;
        if (count <= 0 || facts.Job.RescheduleTime is not { } when) return null;
        var until = when.AddSeconds(DelaysAfterRescheduling[Math.Min(count, DelaysAfterRescheduling.Length) - 1]);
        return until > facts.Now ? until - facts.Now : null;
    }
}
