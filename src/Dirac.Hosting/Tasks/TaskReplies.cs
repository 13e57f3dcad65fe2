using System.Diagnostics;
using Dirac.Model.Api;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Dirac.Tasks.History;

namespace Dirac.Hosting.Tasks;

/// <summary>Tasks as the REST surface shows them. Pure.</summary>
internal static class TaskReplies
{
    public static TaskKindInfo Of(TaskKind kind) => new()
    {
        Name = kind.Name,
        Database = kind.Database,
        Due = kind.Depth.Due,
        Running = kind.Depth.Running,
        Later = kind.Depth.Later,
        Blocked = kind.Depth.Blocked,
        Dead = kind.Dead,
        OldestDueSeconds = kind.Depth.OldestDueMs / 1000.0,
        Paused = kind.Pause is { } pause ? new TaskPauseInfo(pause.Since, pause.By, pause.Reason) : null,
        Definition = kind.Definition is { } definition ? Of(definition) : null,
    };

    public static TaskKindDetails Of(TaskSamples samples) =>
        new(Of(samples.Kind), [.. samples.Running.Select(Of)], [.. samples.Waiting.Select(Of)], [.. samples.Done.Select(Of)]);

    public static DoneTaskInfo Of(DoneTask task) => new()
    {
        Id = task.Id,
        Attempts = task.Attempts,
        Created = task.Created,
        Begun = task.Begun,
        Ended = task.Ended,
        DurationSeconds = task.Duration.TotalSeconds,
        Worker = task.Worker,
        TraceId = task.TraceId,
    };

    public static DeadTaskInfo Of(DeadTask task) => new()
    {
        Id = task.Id,
        Name = task.Name,
        Database = task.Database,
        Reason = task.Reason.ToString(),
        Attempts = task.Attempts,
        Message = task.Message,
        Created = task.Created,
        Died = task.Died,
        Errors = Of(task.Errors),
        TraceId = TraceId(task.TraceParent),
    };

    public static TaskScheduleInfo Of(TaskSchedule schedule) => new()
    {
        Name = schedule.Name,
        Task = schedule.Task,
        Database = schedule.Database,
        Schedule = schedule.Schedule,
        Last = schedule.Last,
        Next = schedule.Next,
    };

    private static TaskDefinitionInfo Of(TaskDefinition definition) => new()
    {
        Priority = definition.Priority.ToString(),
        Size = definition.Size.ToString(),
        BatchSize = definition.BatchSize,
        MaxAttempts = definition.MaxAttempts,
        LeaseSeconds = definition.Lease.TotalSeconds,
        TimeLimitSeconds = definition.TimeLimit.TotalSeconds,
        RetryFirstSeconds = definition.Retry.First.TotalSeconds,
        RetryLongestSeconds = definition.Retry.Longest.TotalSeconds,
        KeepDoneSeconds = definition.KeepDone.TotalSeconds,
    };

    private static TaskInfo Of(StandingTask task) => new()
    {
        Id = task.Id,
        Attempt = task.Attempt,
        Created = task.Created,
        Due = task.Due,
        Owner = task.Owner,
        Errors = Of(task.Errors),
        TraceId = TraceId(task.TraceParent),
        WaitsFor = task.WaitsFor is { } wait ? Of(wait) : null,
    };

    private static TaskWaitInfo Of(TaskWait wait) =>
        new(wait.Resource, wait.Since, [.. wait.Holders.Select(holder => new TaskHolderInfo(holder.Id, holder.Task, holder.Owner))]);

    private static IReadOnlyList<TaskErrorInfo> Of(IReadOnlyList<TaskError> errors) =>
        [.. errors.Select(error => new TaskErrorInfo(error.Attempt, error.At, error.Error) { TraceId = error.TraceId })];

    private static string? TraceId(string? parent) => ActivityContext.TryParse(parent, null, out var context) ? context.TraceId.ToHexString() : null;
}
