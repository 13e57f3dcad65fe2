using Dirac.Model.Text;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Control;

namespace Dirac.Workload.Sets.Actions;

/// <summary>Kills the jobs of a set that have not ended, as the set's owner: the job policy is asked again.</summary>
internal sealed class KillRest(WorkloadDatabases databases, KillJobs kill)
{
    private const int AtOnce = 500;

    public async Task<LastStep> RunAsync(Caller owner, RuleRow rule, CancellationToken cancellationToken)
    {
        var (after, killed, refusal, refused) = (rule.LastJob, rule.Jobs, (string?)null, 0L);
        while (await databases.Jobs.ReadAsync(
            (session, token) => MemberStore.InStateAsync(session, rule.SetID, MemberState.Active, after, AtOnce, token), cancellationToken) is { Count: > 0 } ids)
        {
            var result = await kill.RunAsync(owner, ids, cancellationToken);
            (after, killed, refused) = (ids[^1], killed + result.Success.Count, refused + result.Failed.Count);
            refusal ??= result.Failed.Values.FirstOrDefault()?.Detail;
            await databases.Jobs.WriteAsync((session, token) => RuleStore.AdvanceAsync(session, rule.RuleID, after, result.Success.Count, token), cancellationToken);
        }

        var error = refusal is null ? null : $"{Numbers.Were(refused, "job")} not killed. {refusal}";
        return (_, _) => Task.FromResult(new ActionResult(RuleState.Done, $"{Numbers.Were(killed, "job")} killed.", error));
    }
}
