using System.Security.Cryptography;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.SiteDirection;

/// <summary>Task: works on one queue: opens the way back, follows its pilots, hands in new ones. One instance at a time, whichever server it runs on.</summary>
internal sealed partial class DirectQueue(
    WorkloadDatabases databases, DirectedQueues directed, ComputingElements elements, PilotWays ways, FollowPilots follow, HandInPilots handIn, TimeProvider clock, ILogger<DirectQueue> logger) : ITaskHandler<QueueVisit>
{
    // Renewed while the work goes on: copying the pilot over a slow line may take longer.
    private const long HoldMs = 3 * 60_000;
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<QueueVisit>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch)
        {
            if (directed.Find(task.Message.Name) is { } queue) await RunAsync(queue, task.Message, cancellationToken);
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task RunAsync(DirectedQueue queue, QueueVisit turn, CancellationToken cancellationToken)
    {
        var holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (!await databases.Pilots.WriteAsync((session, token) => DirectionStore.HoldAsync(session, queue.Name, holder, HoldMs, token), cancellationToken)) return;
        var before = (await databases.Pilots.ReadAsync(DirectionStore.QueuesAsync, cancellationToken)).First(row => row.Name == queue.Name);
        var outcome = new QueueOutcome { Digest = queue.Digest, Failures = before.Failures, PauseMs = -1 };
        try
        {
            var work = WorkAsync(queue, turn, before, cancellationToken);
            while (await Task.WhenAny(work, Task.Delay(Renewal, clock, cancellationToken)) != work)
            {
                await databases.Pilots.WriteAsync((session, token) => DirectionStore.RenewAsync(session, queue.Name, holder, HoldMs, token), cancellationToken);
            }

            outcome = await work;
        }
        finally
        {
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.ReleaseAsync(session, queue.Name, holder, outcome, token), CancellationToken.None);
        }
    }

    private async Task<QueueOutcome> WorkAsync(DirectedQueue queue, QueueVisit turn, QueueRow before, CancellationToken cancellationToken)
    {
        var followed = false;
        try
        {
            var element = elements.Of(queue.Element);
            var way = await ways.OpenAsync(queue, cancellationToken);
            var news = await follow.RunAsync(queue, element, cancellationToken);
            followed = true;
            var lost = news.AreLost && !WasOutOfReach(before);
            // It was asked a moment ago, so that moment is now.
            if (lost && before.IsPaused(queue, before.AskedMs)) return Kept(before, queue);
            if (lost) throw new ComputingElementException(CETrouble.QueueBroken, $"Pilots end here before they log in: {news.Reason}", $"'dirac pilot output {news.Mute}' shows what one of them printed.");
            var fresh = turn.PlannedMs > before.SubmittedMs && turn.Wanted.Count > 0;
            if (fresh) await handIn.RunAsync(queue, element, way, turn.Wanted, cancellationToken);
            // A queue whose trouble was with handing in is well again only when it has taken pilots.
            return fresh || !IsBroken(before) ? new QueueOutcome { Followed = true, Submitted = fresh, Failures = FailuresAfter(before, queue, news), Digest = queue.Digest } : Kept(before, queue);
        }
        catch (ComputingElementException error)
        {
            return Failed(queue, before, error, followed);
        }
        catch (DiracException error)
        {
            return Failed(queue, before, new ComputingElementException(CETrouble.QueueBroken, error.Message, error.Advice, error), followed);
        }
    }

    private QueueOutcome Failed(DirectedQueue queue, QueueRow before, ComputingElementException error, bool followed)
    {
        var failures = before.Digest == queue.Digest ? before.Failures + 1 : 1;
        var pause = Pauses.After(error.Trouble, failures);
        if (before.Message != error.Message) LogTrouble(queue.Name, error.Trouble, error.Message, error.Advice);
        return new QueueOutcome
        {
            Followed = followed, Failures = failures, PauseMs = (long)pause.TotalMilliseconds, Digest = queue.Digest, Trouble = error.Trouble, Message = error.Message, Advice = error.Advice,
        };
    }

    private static bool IsBroken(QueueRow row) => row.Trouble is nameof(CETrouble.QueueBroken) or nameof(CETrouble.RequestWrong);

    // Pilots were taken before and failed all the same: until one has logged in, the next pause shall be longer than the last.
    private static int FailuresAfter(QueueRow before, DirectedQueue queue, PilotNews news) =>
        news.HaveLoggedIn || before.Digest != queue.Digest || WasOutOfReach(before) ? 0 : before.Failures;

    // What pilots met meanwhile says nothing about the queue: they could not reach us either.
    private static bool WasOutOfReach(QueueRow row) => row.Trouble is nameof(CETrouble.TryAgain) or nameof(CETrouble.LoginNeeded);

    private static QueueOutcome Kept(QueueRow before, DirectedQueue queue) => new()
    {
        Followed = true, Failures = before.Failures, PauseMs = -1, Digest = queue.Digest, Message = before.Message, Advice = before.Advice,
        Trouble = Enum.TryParse<CETrouble>(before.Trouble, out var trouble) ? trouble : null,
    };

    [LoggerMessage(6951, LogLevel.Warning, "Queue {Queue} gets no pilots for a while ({Trouble}): {Problem} {Advice}")]
    private partial void LogTrouble(QueueName queue, CETrouble trouble, string problem, string? advice);
}
