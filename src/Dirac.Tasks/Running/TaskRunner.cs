using System.Diagnostics;
using System.Text.Json;
using Dirac.Persistence;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Running;

/// <summary>Runs one claimed batch from its handler's call to the record of what became of it.</summary>
internal sealed partial class TaskRunner(
    TaskRegistry registry, HandlerCaller caller, RandomSource random, TimeProvider time, ILogger<TaskRunner> logger)
{
    /// <summary>The source of one activity per handler call.</summary>
    public const string ActivitySourceName = "Dirac.Tasks";

    private static readonly ActivitySource Activities = new(ActivitySourceName);

    /// <summary>Runs <paramref name="batch"/> and has its end recorded. Never throws: what cannot be recorded comes again when the lease runs out.</summary>
    public async Task RunAsync(IBatchKeeper keeper, ClaimBatch batch, StopTokens tokens)
    {
        try
        {
            using var activity = Trace(batch);
            await using var lease = new LeaseKeeper(keeper, batch, time, logger);
            var settlements = await HandleAsync(batch, tokens, lease.Lost);
            var held = await keeper.SettleAsync(batch, settlements, CancellationToken.None);
            if (held < settlements.Count)
                LogNotHeld(batch.Definition.Name, settlements.Count - held);
        }
        catch (Exception exception)
        {
            LogNotRecorded(exception, batch.Definition.Name, batch.Tasks.Count);
        }
    }

    private async Task<List<Settlement>> HandleAsync(ClaimBatch batch, StopTokens tokens, CancellationToken lost)
    {
        var route = registry.Find(batch.Definition.Name);
        var settlements = new List<Settlement>(batch.Tasks.Count);
        var readable = new List<HeldTask>(batch.Tasks.Count);
        foreach (var row in batch.Tasks)
        {
            if (row.Fault is { } fault)
            {
                settlements.Add(Fail(batch.Definition, row, FailureKind.Other, $"What it needs cannot be found out: {fault.GetType().Name}: {fault.Message}", fault));
                continue;
            }
            try
            {
                readable.Add(new HeldTask(row, route.Read(row, batch.Epoch)));
            }
            catch (JsonException exception)
            {
                settlements.Add(Bury(batch.Definition, row, DeathReason.Unreadable, exception.Message));
            }
        }
        if (readable.Count > 0)
            settlements.AddRange(await HandleAsync(route, readable, tokens, lost));
        return settlements;
    }

    private async Task<IReadOnlyList<Settlement>> HandleAsync(
        TaskRoute route, List<HeldTask> tasks, StopTokens tokens, CancellationToken lost)
    {
        var definition = route.Definition;
        switch (await CallAsync(route, tasks, tokens, lost))
        {
            case HandlerCall.Returned returned:
                TaskMeter.Done(definition.Name, returned.Outcomes.Count(outcome => outcome is TaskOutcome.Completed or TaskOutcome.AlreadyCompleted));
                return [.. tasks.Zip(returned.Outcomes, (task, outcome) => Settle(definition, task.Row, outcome)).OfType<Settlement>()];

            case HandlerCall.Threw or HandlerCall.LostLease when tasks.Count > 1 && !lost.IsCancellationRequested:
                return await HandleOneByOneAsync(route, tasks, tokens, lost);

            case HandlerCall.Threw threw:
                return [Fail(definition, tasks[0].Row, threw.Kind, threw.Error, threw.Exception)];

            case HandlerCall.GivenUp givenUp:
                return [.. tasks.Select(task => Fail(definition, task.Row, FailureKind.TimeLimit, givenUp.Error, null))];

            case HandlerCall.Interrupted:
                return [.. tasks.Select(task => new Settlement.Release(task.Row, TimeSpan.Zero, Counts: false, task.Row.Errors))];

            default:
                return [];
        }
    }

    private async Task<HandlerCall> CallAsync(TaskRoute route, List<HeldTask> tasks, StopTokens tokens, CancellationToken lost)
    {
        TaskMeter.Begun(route.Definition.Name, tasks.Count);
        var run = new AttemptRun(time);
        foreach (var task in tasks)
            task.Row.Run = run;
        var call = await caller.CallAsync(route, [.. tasks.Select(task => task.Task)], tokens, lost);
        run.End();
        TaskMeter.Ended(route.Definition.Name, run.Duration);
        return call;
    }

    // One task brought the batch down: the others must not pay for it.
    private async Task<IReadOnlyList<Settlement>> HandleOneByOneAsync(
        TaskRoute route, List<HeldTask> tasks, StopTokens tokens, CancellationToken lost)
    {
        LogOneByOne(route.Definition.Name, tasks.Count);
        var settlements = new List<Settlement>(tasks.Count);
        foreach (var task in tasks)
            settlements.AddRange(await HandleAsync(route, [task], tokens, lost));
        return settlements;
    }

    private Settlement? Settle(TaskDefinition definition, TaskRow row, TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Completed => new Settlement.Remove(row),
        TaskOutcome.AlreadyCompleted => null,
        TaskOutcome.RetryAfter later => new Settlement.Release(row, later.Delay, Counts: false, row.Errors),
        TaskOutcome.Failed failed => Fail(definition, row, failed.Kind, failed.Error, null),
        _ => throw new UnreachableException(),
    };

    private Settlement Fail(TaskDefinition definition, TaskRow row, FailureKind kind, string error, Exception? exception)
    {
        TaskMeter.Failed(definition.Name);
        var attempt = row.Attempt + 1;
        if (attempt >= definition.MaxAttempts || Next(definition, new TaskFailure(attempt, kind, exception, error)) is not { } delay)
            return Bury(definition, row, DeathReason.Failed, error);

        LogFailed(definition.Name, row.TaskID, attempt, definition.MaxAttempts, delay, error);
        return new Settlement.Release(row, delay, Counts: true, Errors(row, error));
    }

    // A policy that throws must not keep the failure from being recorded.
    private TimeSpan? Next(TaskDefinition definition, TaskFailure failure)
    {
        var chance = random.NextDouble();
        try
        {
            return definition.Retry.Next(failure, chance);
        }
        catch (Exception exception)
        {
            LogPolicyThrew(exception, definition.Name);
            return definition.Retry.Delay(failure.Attempt, chance);
        }
    }

    private Settlement.Bury Bury(TaskDefinition definition, TaskRow row, DeathReason reason, string error)
    {
        TaskMeter.Died(definition.Name);
        LogDead(definition.Name, row.TaskID, row.Attempt + 1, error);
        return new Settlement.Bury(row, reason, Errors(row, error));
    }

    private string Errors(TaskRow row, string error) =>
        TaskError.Append(row.Errors, new TaskError(row.Attempt + 1, time.GetUtcNow(), error) { TraceId = AttemptRun.TraceOf(row) });

    // Attempts have a trace even when nobody collects traces: logs and errors name it.
    private static Activity Trace(ClaimBatch batch)
    {
        var parent = TraceOf(batch);
        if (Activities.StartActivity(batch.Definition.Name, ActivityKind.Consumer, parent) is { } collected)
            return collected;

        var activity = new Activity(batch.Definition.Name);
        if (parent != default)
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return activity.Start();
    }

    // A batch follows from many traces; only a single task continues the one that made it.
    private static ActivityContext TraceOf(ClaimBatch batch) =>
        batch.Tasks is [{ TraceParent: { } parent }] && ActivityContext.TryParse(parent, null, out var context) ? context : default;

    private sealed record HeldTask(TaskRow Row, ClaimedTask Task);

    [LoggerMessage(4121, LogLevel.Warning, "{Count} task(s) of {Task} were not held any more when their outcome was recorded; their new holder decides.")]
    private partial void LogNotHeld(string task, int count);

    [LoggerMessage(4122, LogLevel.Error, "The outcome of {Count} task(s) of {Task} could not be recorded; they come again when their lease runs out.")]
    private partial void LogNotRecorded(Exception exception, string task, int count);

    [LoggerMessage(4123, LogLevel.Warning, "A batch of {Count} task(s) of {Task} failed as a whole and is repeated one by one.")]
    private partial void LogOneByOne(string task, int count);

    [LoggerMessage(4124, LogLevel.Information, "{Task} {Id} failed in attempt {Attempt} of {MaxAttempts} and comes again in {Delay}: {Error}")]
    private partial void LogFailed(string task, long id, int attempt, int maxAttempts, TimeSpan delay, string error);

    [LoggerMessage(4126, LogLevel.Error, "The retry policy of {Task} threw; the task comes again as after any failure.")]
    private partial void LogPolicyThrew(Exception exception, string task);

    [LoggerMessage(4125, LogLevel.Error, "{Task} {Id} is dead after {Attempt} attempt(s); look at it and retry or drop it: {Error}")]
    private partial void LogDead(string task, long id, int attempt, string error);
}
