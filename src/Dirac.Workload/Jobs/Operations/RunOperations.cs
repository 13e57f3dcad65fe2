using Dirac.Model.Errors;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Task: one step of one operation.</summary>
internal sealed partial class RunOperations(
    WorkloadDatabases databases,
    OperationSelection selection,
    OperationChange change,
    OperationUndo undo,
    OperationChain chain,
    TimeProvider clock,
    ILogger<RunOperations> logger) : ITaskHandler<OperationTurn>
{
    /// <summary>Tries of one step; a step that ends well starts the count anew.</summary>
    public const int MostAttempts = 10;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<OperationTurn>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var task = batch[0];
        var operation = await databases.Jobs.ReadAsync((session, token) => OperationStore.FindAsync(session, task.Message.OperationId, token), cancellationToken);
        if (operation is not { IsActive: true }) return [TaskOutcome.Done];
        try
        {
            if (await StepAsync(new CurrentTurn(operation, task, context), cancellationToken)) await LogEndAsync(operation.Id, cancellationToken);
            return [TaskOutcome.AlreadyDone];
        }
        catch (Exception error) when (IsHopeless(error, task.Attempt))
        {
            LogFailed(error, operation.Id, operation.Verb);
            await databases.Jobs.WriteAsync(
                (session, token) => OperationStore.FailAsync(session, operation.Id, ColumnText.Fit($"It was given up: {error.Message}", 255), NowMs, token),
                cancellationToken);
            return [TaskOutcome.Done];
        }
    }

    // A search that costs too much, or is not understood any more, does not get better by being repeated.
    private static bool IsHopeless(Exception error, int attempt) => error switch
    {
        OperationCanceledException or LeaseLostException => false,
        DiracException { Code: ErrorCode.TooCostly or ErrorCode.BadRequest } => true,
        _ => attempt >= MostAttempts,
    };

    private async Task<bool> StepAsync(CurrentTurn turn, CancellationToken cancellationToken)
    {
        switch (turn.Operation)
        {
            case { State: OperationState.Undoing }:
                return await undo.RunAsync(turn, cancellationToken);
            case { State: OperationState.Cancelling }:
                return await StopAsync(turn, cancellationToken);
            case { Selected: false }:
                await selection.RunAsync(turn, cancellationToken);
                return false;
            default:
                return await change.RunAsync(turn, cancellationToken);
        }
    }

    private Task<bool> StopAsync(CurrentTurn turn, CancellationToken cancellationToken) => databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            var isLast = await OperationStore.EndAsync(session, turn.Id, OperationState.Cancelling, OperationState.Cancelled, NowMs, token);
            await chain.EndAsync(session, turn, isLast, token);
            return isLast;
        },
        cancellationToken);

    private async Task LogEndAsync(long id, CancellationToken cancellationToken)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        if (await databases.Jobs.ReadAsync((session, token) => OperationStore.FindAsync(session, id, token), cancellationToken) is not { } ended) return;
        LogEnded(ended.Id, ended.Verb, ended.State, ended.Succeeded, ended.Failed, ended.Restored);
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(6501, LogLevel.Information, "Operation {Operation} ({Verb}) is {State}: {Succeeded} jobs done, {Failed} not, {Restored} put back.")]
    private partial void LogEnded(long operation, string verb, string state, int succeeded, int failed, int restored);

    [LoggerMessage(6502, LogLevel.Error, "Operation {Operation} ({Verb}) is given up; what it did stays.")]
    private partial void LogFailed(Exception error, long operation, string verb);
}
