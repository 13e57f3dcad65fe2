using Dirac.Tasks.ByHand;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Running;

/// <summary>Calls handlers under their limits and never throws because of one.</summary>
internal sealed partial class HandlerCaller(
    IServiceScopeFactory scopes, TaskEnds ends, LimitedProcesses processes, TimeProvider time, ILogger<HandlerCaller> logger)
{
    /// <summary>Calls the handler of <paramref name="route"/> once.</summary>
    /// <param name="route">Whose handler.</param>
    /// <param name="tasks">The tasks of the call.</param>
    /// <param name="tokens">The stages of stopping.</param>
    /// <param name="lost">Cancelled when the lease is lost.</param>
    public async Task<HandlerCall> CallAsync(TaskRoute route, IReadOnlyList<ClaimedTask> tasks, StopTokens tokens, CancellationToken lost)
    {
        var definition = route.Definition;
        using var limit = new CancellationTokenSource(definition.TimeLimit, time);
        using var giveUp = new CancellationTokenSource(definition.TimeLimit * 2, time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(tokens.Shutdown, limit.Token, lost);
        var context = new TaskContext(definition, ends, tokens.Stopping);
        var handling = HandleAsync(route, tasks, context, cancel.Token);
        try
        {
            return new HandlerCall.Returned(await handling.WaitAsync(giveUp.Token));
        }
        catch (OperationCanceledException) when (!handling.IsCompleted)
        {
            LogGivenUp(definition.Name, definition.TimeLimit * 2);
            _ = LogEndAsync(definition.Name, handling);
            return new HandlerCall.GivenUp($"It ran longer than {definition.TimeLimit} and ignored its cancellation.");
        }
        catch (OperationCanceledException) when (tokens.Shutdown.IsCancellationRequested)
        {
            return new HandlerCall.Interrupted();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new HandlerCall.Threw($"It ran longer than {definition.TimeLimit}.", FailureKind.TimeLimit, null);
        }
        catch (Exception exception) when (exception is LeaseLostException || lost.IsCancellationRequested)
        {
            return new HandlerCall.LostLease();
        }
        catch (Exception exception)
        {
            LogThrew(ErrorText.IsReadable(exception) ? exception : null, definition.Name, tasks.Count);
            return new HandlerCall.Threw(ErrorText.Of(exception), FailureKind.Other, exception);
        }
    }

    // On a thread of its own accord: a handler that blocks before its first await must not block its worker.
    private Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        TaskRoute route, IReadOnlyList<ClaimedTask> tasks, TaskContext context, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                if (route.Definition.MemoryLimit is not null)
                    return [await processes.RunAsync(route.Definition, tasks[0], cancellationToken)];
                await using var scope = scopes.CreateAsyncScope();
                return await route.HandleAsync(scope.ServiceProvider, tasks, context, cancellationToken);
            },
            CancellationToken.None);

    private async Task LogEndAsync(string task, Task handling)
    {
        await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogEndedLate(handling.Exception, task);
    }

    [LoggerMessage(4111, LogLevel.Warning, "The handler of {Task} threw for {Count} task(s).")]
    private partial void LogThrew(Exception? exception, string task, int count);

    [LoggerMessage(4112, LogLevel.Error, "The handler of {Task} ignores its cancellation and is given up after {Time}; it keeps a thread or connection until it ends.")]
    private partial void LogGivenUp(string task, TimeSpan time);

    [LoggerMessage(4113, LogLevel.Warning, "A handler of {Task} that had been given up has ended.")]
    private partial void LogEndedLate(Exception? exception, string task);
}
