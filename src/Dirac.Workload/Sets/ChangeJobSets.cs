using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Tasks;
using Dirac.Workload.Sets.Actions;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Sets;

/// <summary>What is done with a set after it was made.</summary>
internal sealed class ChangeJobSets(
    WorkloadDatabases databases, JobSetFiller filler, ReadJobSets read, SetOwner owners, ITaskQueue tasks, JobSetBell bell, TimeProvider clock)
{
    // An action that took longer has died; a set must not stay for ever because of it.
    private static readonly TimeSpan ActingFor = TimeSpan.FromDays(1);

    /// <summary>Adds jobs.</summary>
    public async Task<JobSetChange> AddAsync(Caller caller, long id, JobSetAddition request, CancellationToken cancellationToken)
    {
        JobSetFiller.Demand(request.JobIds, request.Search);
        var set = await databases.Jobs.ReadAsync((session, token) => JobSetStore.FindAsync(session, id, token), cancellationToken);
        var owner = owners.Of(SetAccess.Demand(caller, set, id))
            ?? throw new DiracException(ErrorCode.Conflict, $"{set!.Owner} is not an active member of {set.OwnerGroup} any more.", "Make a set of your own.");
        if (set!.State == SetState.Cancelled) throw new DiracException(ErrorCode.Conflict, $"Set {id} was cancelled.", "Make a new one.");
        var outcome = await filler.AddAsync(caller, owner, id, request.JobIds, request.Search, cancellationToken);
        return new JobSetChange(await read.FindAsync(caller, id, cancellationToken), outcome.Added, outcome.Failed);
    }

    /// <summary>Says that no more jobs will be added; saying it again changes nothing.</summary>
    public Task<JobSetInfo> CloseAsync(Caller caller, long id, CancellationToken cancellationToken) => ChangeAsync(
        caller,
        id,
        async (session, set, token) =>
        {
            if (set.State != SetState.Open) return;
            await JobSetStore.SetStateAsync(session, id, SetState.Closed, token);
            await MemberStore.NoteAsync(session, [(id, SetTally.Zero)], token);
        },
        cancellationToken);

    /// <summary>Withdraws everything that has not begun; on wish kills the jobs that have not ended.</summary>
    public Task<JobSetInfo> CancelAsync(Caller caller, long id, bool kill, CancellationToken cancellationToken) => ChangeAsync(
        caller,
        id,
        async (session, _, token) =>
        {
            await JobSetStore.SetStateAsync(session, id, SetState.Cancelled, token);
            await RuleStore.WithdrawAsync(session, id, token);
            await NoticeStore.WithdrawAsync(session, id, token);
            await MemberStore.NoteAsync(session, [(id, SetTally.Zero)], token);
            if (kill) await KillAsync(session, id, token);
        },
        cancellationToken);

    /// <summary>Removes a set; its jobs stay.</summary>
    /// <exception cref="DiracException">Conflict: an action of it is still being done, and would be lost with it.</exception>
    public async Task DeleteAsync(Caller caller, long id, CancellationToken cancellationToken) => await databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            SetAccess.Demand(caller, await JobSetStore.LockAsync(session, id, token), id);
            await DemandIdleAsync(session, id, token);
            await JobSetStore.SetStateAsync(session, id, SetState.Deleted, token);
            await RuleStore.WithdrawAsync(session, id, token);
            await NoticeStore.WithdrawAsync(session, id, token);
            await tasks.EnqueueAsync(session, [new NewTask<JobSetRound>(new JobSetRound())], token);
        },
        cancellationToken);

    private async Task DemandIdleAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        var since = (clock.GetUtcNow() - ActingFor).ToUnixTimeMilliseconds();
        var rule = (await RuleStore.OfAsync(session, id, cancellationToken)).FirstOrDefault(rule => rule.State == RuleState.Fired && rule.FiredMs > since);
        if (rule is null) return;
        var what = rule.Action switch { RuleWords.KillRest => "killing", RuleWords.RescheduleFailed => "rescheduling", _ => "submitting" };
        throw new DiracException(ErrorCode.Conflict, $"Set {id} is still {what} jobs.", "Try again in a moment.");
    }

    private async Task KillAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        var rule = await RuleStore.InsertFiredAsync(session, id, "cancelled", RuleWords.KillRest, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        await tasks.EnqueueAsync(session, [new NewTask<JobSetAction>(new JobSetAction(rule))], cancellationToken);
    }

    private async Task<JobSetInfo> ChangeAsync(
        Caller caller, long id, Func<IDbSession, JobSetRow, CancellationToken, Task> changeAsync, CancellationToken cancellationToken)
    {
        await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                await changeAsync(session, SetAccess.Demand(caller, await JobSetStore.LockAsync(session, id, token), id), token);
                session.AfterCommit(bell.Ring);
            },
            cancellationToken);
        return await read.FindAsync(caller, id, cancellationToken);
    }
}
