using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Sets.Notices;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets;

/// <summary>Task: counts what others (a Python DIRAC) did to the jobs of sets, cancels open ones that were forgotten, and removes those that are over or were deleted.</summary>
internal sealed class TendJobSets(WorkloadDatabases databases, ChainSandboxes sandboxes, JobSetBell bell, IOptions<JobSetOptions> options, TimeProvider clock)
    : ITaskHandler<JobSetRound>
{
    private const int AtOnce = 500;
    private static readonly TimeSpan FillingFor = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<JobSetRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var set in await databases.Jobs.ReadAsync(JobSetStore.LivelyAsync, cancellationToken)) await CountAsync(set, cancellationToken);
        var now = clock.GetUtcNow();
        var longAgo = now.AddDays(-options.Value.KeepDays).ToUnixTimeMilliseconds();
        var removable = await databases.Jobs.ReadAsync(
            (session, token) => JobSetStore.RemovableAsync(session, (now - FillingFor).ToUnixTimeMilliseconds(), longAgo, token), cancellationToken);
        foreach (var set in removable) await RemoveAsync(set, cancellationToken);
        foreach (var set in await databases.Jobs.ReadAsync((session, token) => JobSetStore.IdleAsync(session, longAgo, token), cancellationToken))
            await databases.Jobs.WriteAsync((session, token) => CancelAsync(session, set, now, token), cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task CountAsync(long set, CancellationToken cancellationToken)
    {
        var after = 0L;
        while (await databases.Jobs.ReadAsync((session, token) => MemberStore.MiscountedAsync(session, set, after, AtOnce, token), cancellationToken) is { Count: > 0 } ids)
        {
            await databases.Jobs.WriteAsync(
                async (session, token) =>
                {
                    await JobStore.LoadAsync(session, null, ids, token);
                    await MemberStore.FollowAsync(session, ids, token);
                    session.AfterCommit(bell.Ring);
                },
                cancellationToken);
            after = ids[^1];
        }
    }

    // Not closed: nobody expects after so long that what was to follow its end still comes. What happened stands among its rules.
    private async Task CancelAsync(IDbSession session, long id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await JobSetStore.LockAsync(session, id, cancellationToken) is not { State: SetState.Open }) return;
        await JobSetStore.SetStateAsync(session, id, SetState.Cancelled, cancellationToken);
        await RuleStore.WithdrawAsync(session, id, cancellationToken);
        await NoticeStore.WithdrawAsync(session, id, cancellationToken);
        var rule = await RuleStore.InsertFiredAsync(session, id, "unchanged", "cancel", now.ToUnixTimeMilliseconds(), cancellationToken);
        var outcome = $"It was cancelled, since none of its jobs came or changed for {Numbers.Of(options.Value.KeepDays, "day")}.";
        await RuleStore.EndAsync(session, rule, RuleState.Done, outcome, null, null, cancellationToken);
        await MemberStore.NoteAsync(session, [(id, SetTally.Zero)], cancellationToken);
        session.AfterCommit(bell.Ring);
    }

    private async Task RemoveAsync(long set, CancellationToken cancellationToken)
    {
        await databases.Jobs.WriteAsync((session, token) => JobSetStore.SetStateAsync(session, set, SetState.Deleted, token), cancellationToken);
        await sandboxes.LetGoAsync(set, cancellationToken);
        while (await databases.Jobs.WriteAsync((session, token) => MemberStore.ForgetAsync(session, set, AtOnce * 4, token), cancellationToken) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await databases.Jobs.WriteAsync((session, token) => JobSetStore.RemoveAsync(session, set, token), cancellationToken);
    }
}
