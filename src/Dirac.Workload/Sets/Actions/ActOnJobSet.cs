using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Sets.Actions;

/// <summary>Task: does the action of a rule that has fired, as the set's owner, and notes what came of it.</summary>
internal sealed class ActOnJobSet(
    WorkloadDatabases databases, SetOwner owners, KillRest kill, RescheduleFailed reschedule, SubmitNext submit, JobSetBell bell, TimeProvider clock)
    : ITaskHandler<JobSetAction>
{
    public const int MaxAttempts = 8;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<JobSetAction>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = new List<TaskOutcome>(batch.Count);
        foreach (var task in batch) outcomes.Add(await HandleAsync(task, context, cancellationToken));
        return outcomes;
    }

    private async Task<TaskOutcome> HandleAsync(ClaimedTask<JobSetAction> task, TaskContext context, CancellationToken cancellationToken)
    {
        var rule = await databases.Jobs.ReadAsync((session, token) => RuleStore.FindAsync(session, task.Message.RuleId, token), cancellationToken);
        if (rule is not { State: RuleState.Fired }) return TaskOutcome.Done;
        try
        {
            var last = await ActAsync(rule, cancellationToken);
            await databases.Jobs.WriteAsync((session, token) => EndAsync(session, rule, last, task, context, token), cancellationToken);
            return TaskOutcome.AlreadyDone;
        }
        catch (Exception error) when (error is not (OperationCanceledException or LeaseLostException))
        {
            await NoteAsync(rule, error.Message, isLast: task.Attempt >= MaxAttempts, cancellationToken);
            return new TaskOutcome.Failed(error.Message);
        }
    }

    // What is refused is refused for good: nothing is tried again because of it.
    private async Task<LastStep> ActAsync(RuleRow rule, CancellationToken cancellationToken)
    {
        var set = await databases.Jobs.ReadAsync((session, token) => JobSetStore.FindAsync(session, rule.SetID, token), cancellationToken);
        if (set is null) return Failing("The set was deleted.");
        if (owners.Of(set) is not { } owner) return Failing($"{set.Owner} is not an active member of {set.OwnerGroup} any more.");
        try
        {
            return rule.Action switch
            {
                RuleWords.KillRest => await kill.RunAsync(owner, rule, cancellationToken),
                RuleWords.RescheduleFailed => await reschedule.RunAsync(owner, rule, cancellationToken),
                _ => submit.Prepare(owner, set, rule),
            };
        }
        catch (DiracException refused) when (refused.Code != ErrorCode.Unavailable)
        {
            return Failing(refused.Message);
        }
    }

    private async Task EndAsync(
        IDbSession session, RuleRow rule, LastStep last, ClaimedTask<JobSetAction> task, TaskContext context, CancellationToken cancellationToken)
    {
        var set = await JobSetStore.LockAsync(session, rule.SetID, cancellationToken);
        if (set is not null && await RuleStore.LockAsync(session, rule.RuleID, cancellationToken) is { State: RuleState.Fired })
        {
            var result = await last(session, cancellationToken);
            await RuleStore.EndAsync(session, rule.RuleID, result.State, result.Outcome, result.Error, result.Next, cancellationToken);
            if (set.State != SetState.Cancelled) await TellAsync(session, rule, cancellationToken);
        }

        await context.CompleteAsync(session, [task], cancellationToken);
        session.AfterCommit(bell.Ring);
        session.AfterCommit(bell.Announce);
    }

    private Task NoteAsync(RuleRow rule, string error, bool isLast, CancellationToken cancellationToken) => databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            await RuleStore.EndAsync(session, rule.RuleID, isLast ? RuleState.Failed : RuleState.Fired, null, error, null, token);
            if (isLast) await TellAsync(session, rule, token);
        },
        cancellationToken);

    // The keeper looks at the set again: if nothing was rescheduled it may have ended.
    private async Task TellAsync(IDbSession session, RuleRow rule, CancellationToken cancellationToken)
    {
        await NoticeStore.RaiseAsync(session, rule.SetID, SetEvents.Action, 0, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        await MemberStore.NoteAsync(session, [(rule.SetID, SetTally.Zero)], cancellationToken);
    }

    private static LastStep Failing(string error) => (_, _) => Task.FromResult(ActionResult.Failure(error));
}
