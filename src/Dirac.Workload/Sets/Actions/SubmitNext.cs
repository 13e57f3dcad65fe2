using Dirac.Model.Api;
using Dirac.Model.Jdl;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Submission;

namespace Dirac.Workload.Sets.Actions;

/// <summary>Submits the jobs that follow a set; they become a set with rules of its own.</summary>
/// <remarks>Jobs, set and the end of the action are one transaction: however often it is tried, the jobs are submitted once.</remarks>
internal sealed class SubmitNext(SubmitJobs submit, TimeProvider clock)
{
    /// <summary>Tells a payload which set it follows.</summary>
    public const string Variable = "DIRAC_PREVIOUS_SET";

    public LastStep Prepare(Caller owner, JobSetRow set, RuleRow rule)
    {
        var submission = rule.Submission;
        var jobs = submit.Prepare(owner, [.. submission.Jdl!.Select(text => WithPrevious(text, set.SetID))]);
        return (session, token) => StoreAsync(session, owner, set, submission.Then ?? new JobSetPlan(), jobs, token);
    }

    private async Task<ActionResult> StoreAsync(
        IDbSession session, Caller owner, JobSetRow set, JobSetPlan plan, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = (await submit.StoreAsync(session, owner, jobs, null, cancellationToken)).Select(job => job.JobID).ToList();
        var next = await JobSetStore.InsertAsync(session, Following(set, plan, now), cancellationToken);
        await RuleStore.InsertAsync(session, next, plan.On ?? [], cancellationToken);
        await Notices.NoticeStore.InsertAsync(session, next, plan.Notices ?? [], cancellationToken);
        await MemberStore.AddAsync(session, next, [.. ids.Select(id => (id, MemberState.Active))], cancellationToken);
        var which = ids.Count == 1 ? $"{ids[0]}" : $"{ids[0]} to {ids[^1]}";
        return new ActionResult(RuleState.Done, $"{Numbers.Were(ids.Count, "job")} submitted: {which}, set {next}.", null, next);
    }

    private static JobSetRow Following(JobSetRow set, JobSetPlan plan, DateTimeOffset now) => new()
    {
        VO = set.VO,
        Owner = set.Owner,
        OwnerGroup = set.OwnerGroup,
        Properties = set.Properties,
        Name = plan.Name ?? "",
        State = SetState.Closed,
        ParentID = set.SetID,
        Secret = set.Secret,
        CreatedMs = now.ToUnixTimeMilliseconds(),
    };

    private static string WithPrevious(string text, long set)
    {
        var ad = ClassAd.Parse(text.TrimStart().StartsWith('[') ? text : $"[{text}]");
        return ad.With("ExecutionEnvironment", [.. ad.GetList("ExecutionEnvironment"), $"{Variable}={set}"]).ToString();
    }
}
