using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Optimisation;

/// <summary>Writes optimizers' decisions, inside one transaction of JobDB.</summary>
internal sealed class OptimizerEffects(
    LoggingOutbox outbox, OptimizerQueue queue, TimeProvider clock)
{
    /// <summary>The steps whose job is still in the state in which the decision was made.</summary>
    public static async Task<IReadOnlyList<OptimizerStep>> StillThereAsync(
        IDbSession session, IReadOnlyList<OptimizerStep> steps, CancellationToken cancellationToken)
    {
        var decided = steps.Where(step => step.Decision is not null).DistinctBy(step => step.JobId).ToList();
        var rows = (await JobStore.LoadAsync(session, null, [.. decided.Select(step => step.JobId)], cancellationToken)).ToDictionary(row => row.JobID);
        return [.. decided.Where(step => rows.TryGetValue(step.JobId, out var row)
            && row.Status == step.Facts!.Job.Status && row.MinorStatus == step.Facts.Job.MinorStatus)];
    }

    public async Task ApplyAsync(IDbSession session, IReadOnlyList<OptimizerStep> steps, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var group in steps.GroupBy(Target))
        {
            if (group.Key is { } target) await MoveAsync(session, [.. group], target, now, cancellationToken);
        }

        foreach (var step in steps) await RememberAsync(session, step, cancellationToken);
        await queue.NextAsync(
            session, steps.Where(step => step.Decision is OptimizerDecision.Continue && Next(step) is not null).Select(step => new OptimizeJob(step.JobId, Next(step)!)), cancellationToken);
    }

    private async Task MoveAsync(IDbSession session, List<OptimizerStep> steps, State target, DateTime now, CancellationToken cancellationToken)
    {
        var moved = steps.Where(step => step.Facts!.Job.Status != target.Status.ToString() || step.Facts.Job.MinorStatus != target.Minor
            || step.Facts.Job.ApplicationStatus != target.Application).ToList();
        var ids = moved.Select(step => step.JobId).ToList();
        await JobStore.MoveAsync(session, ids, target.Status, target.Minor, target.Application, now, cancellationToken);
        if (target.Status == JobStatus.Failed) await JobStore.SetEndAsync(session, ids, now, cancellationToken);
        await outbox.AddAsync(
            session, moved.Select(step => JobLogRow.Now(step.JobId, target.Status, target.Minor, target.Application, now, step.Optimizer)), cancellationToken);
    }

    private static async Task RememberAsync(IDbSession session, OptimizerStep step, CancellationToken cancellationToken)
    {
        if (step.Decision is OptimizerDecision.Continue { Parameters.Count: > 0 } next)
        {
            await ParameterStore.SetOptimizerAsync(session, step.JobId, next.Parameters, cancellationToken);
        }
        else if (step.Decision is OptimizerDecision.Enqueue enqueue)
        {
            await JobStore.SetRequirementsAsync(session, step.JobId, enqueue.Requirements.ToString(), enqueue.Site, cancellationToken);
        }
    }

    private static State? Target(OptimizerStep step) => step.Decision switch
    {
        OptimizerDecision.Continue when Next(step) is { } next => new State(JobStatus.Checking, next, "Unknown"),
        OptimizerDecision.Continue => new State(JobStatus.Failed, $"{step.Optimizer} optimizer", "The optimizer chain has no step after this one"),
        OptimizerDecision.Enqueue => new State(JobStatus.Waiting, MinorStatuses.PilotAgentSubmission, "Unknown"),
        OptimizerDecision.Hold hold => new State(step.Facts!.Job.ParsedStatus, step.Facts.Job.MinorStatus, hold.ApplicationStatus),
        OptimizerDecision.Fail failure => new State(JobStatus.Failed, $"{step.Optimizer} optimizer", Cut(failure.Message)),
        _ => null,
    };

    private static string? Next(OptimizerStep step)
    {
        var known = step.Decision is OptimizerDecision.Continue { Parameters.Count: > 0 } next && next.Parameters.ContainsKey(OptimizerChain.Parameter)
            ? next.Parameters
            : step.Facts!.Parameters;
        return OptimizerChain.After(known, step.Optimizer);
    }

    private static string Cut(string message) => message.Length <= 255 ? message : message[..255];

    private sealed record State(JobStatus Status, string Minor, string Application);
}
