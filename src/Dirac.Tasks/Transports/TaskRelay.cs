using Dirac.Tasks.Metrics;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Transports;

/// <summary>Hands due tasks of one database and size class to the broker, keeps it filled, and gets back what it lost. Any number may run.</summary>
internal sealed partial class TaskRelay(
    RelayScope scope, ITaskTransport transport, BrokerHealth health, TransportBells bells, TimeProvider time, ILogger<TaskRelay> logger)
{
    // A relay that finds its lanes full, or rows held by others, must not ask in a tight loop.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<TransportLane> _lanes = TransportLane.Of(scope.Store.Database, scope.Store.Size);
    private Task _publishing = Task.CompletedTask;
    private long? _lookedForLost;
    private string? _lookedUnder;

    /// <summary>Hands over until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = await TurnAsync(stopping);
            if (wait > TimeSpan.Zero)
                await bells.WaitAsync(scope.Store.Database, scope.Store.Size, wait, time, stopping);
        }
        await _publishing;
    }

    private async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        try
        {
            return await HandOverAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception exception)
        {
            LogNotHandedOver(exception, scope.Store.Size, scope.Store.Database);
            return stopping.IsCancellationRequested ? TimeSpan.Zero : scope.PollInterval;
        }
    }

    /// <summary>One turn.</summary>
    /// <returns>How long to wait for a ring before the next.</returns>
    private async Task<TimeSpan> HandOverAsync(CancellationToken stopping)
    {
        if (await TryLookAsync(stopping) is not { } state)
        {
            // The pools of the table are told at once what this relay was told: only they can do something about it.
            bells.RingPools(scope.Store.Database, scope.Store.Size);
            await RecallAsync(null, stopping);
            return scope.PollInterval;
        }

        await RecallAsync(state, stopping);
        var space = _lanes.Zip(state.Depths).ToDictionary(lane => lane.First, lane => (int)Math.Clamp(scope.MostInLane - lane.Second.Messages, 0, scope.MostInLane));
        if (space.Values.All(free => free == 0))
            return ShortestWait;

        var owner = health.Owner!;
        var handOver = await scope.Store.HandOverAsync(space, owner, stopping);
        if (handOver.FoundOthers)
            bells.RingPools(scope.Store.Database, scope.Store.Size);
        await _publishing;
        _publishing = PublishAsync(handOver.Batches);
        return handOver.Batches.Count > 0 ? TimeSpan.Zero : Soonest(handOver);
    }

    private TimeSpan Soonest(HandOver handOver)
    {
        var wait = handOver.NextDue < scope.PollInterval ? handOver.NextDue.Value : scope.PollInterval;
        return wait > ShortestWait ? wait : ShortestWait;
    }

    private async Task<TransportState?> TryLookAsync(CancellationToken stopping)
    {
        try
        {
            var state = await transport.LookAsync(_lanes, stopping);
            health.Up(state.Incarnation);
            return state;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            health.Down(exception);
            return null;
        }
    }

    /// <summary>Puts messages into their lanes; what is not there for certain goes back to the table at once.</summary>
    private async Task PublishAsync(IReadOnlyList<LaneBatch> batches)
    {
        foreach (var lane in batches.GroupBy(batch => batch.Lane))
        {
            var messages = lane.Select(batch => batch.Message!).ToList();
            try
            {
                await transport.PublishAsync(lane.Key, [.. messages.Select(message => new ReadOnlyMemory<byte>(message.Write()))], CancellationToken.None);
                foreach (var kind in messages.GroupBy(message => message.Name))
                    TaskMeter.HandedOver(kind.Key, kind.Sum(message => message.Tasks.Count));
            }
            catch (Exception exception)
            {
                health.Down(exception);
                await ReturnAsync(messages);
            }
        }
    }

    private async Task ReturnAsync(List<CarriedBatch> messages)
    {
        try
        {
            await scope.Store.ReturnAsync(messages, begun: false, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotReturned(exception, messages.Sum(message => message.Tasks.Count), scope.Store.Database);
        }
    }

    private async Task RecallAsync(TransportState? state, CancellationToken stopping)
    {
        // A new incarnation is seen to at once, and again a little later, for what had just been handed over to the old one.
        var isNew = state is not null && state.Incarnation != _lookedUnder;
        if (!isNew && _lookedForLost is { } last && time.GetElapsedTime(last) < LookInterval)
            return;

        _lookedForLost = time.GetTimestamp();
        _lookedUnder = state?.Incarnation ?? _lookedUnder;
        foreach (var lost in LostTasks.Of(transport.Name, _lanes, state, health.IsAway, health.Owner))
        {
            if (await scope.Store.RecallAsync(lost, stopping) is > 0 and var recalled)
            {
                LogRecalled(recalled, lost.Priority, scope.Store.Size, scope.Store.Database);
                bells.RingPools(scope.Store.Database, scope.Store.Size);
            }
        }
    }

    [LoggerMessage(4431, LogLevel.Error, "{Size} tasks of {Database} could not be handed over; it is tried again.")]
    private partial void LogNotHandedOver(Exception exception, TaskSize size, string database);

    [LoggerMessage(4432, LogLevel.Error, "{Count} task(s) of {Database} that the broker did not take could not be taken back; they come again when their hand-over ends.")]
    private partial void LogNotReturned(Exception exception, int count, string database);

    [LoggerMessage(4433, LogLevel.Warning, "{Count} {Priority} {Size} task(s) of {Database} were on their way and the broker has them no more; they are due again.")]
    private partial void LogRecalled(int count, TaskPriority priority, TaskSize size, string database);
}

/// <summary>What one relay is about.</summary>
/// <param name="Store">The tasks of its database and size class.</param>
/// <param name="MostInLane">How many messages may stand in a lane.</param>
/// <param name="PollInterval">How often it looks when nothing rings.</param>
internal sealed record RelayScope(HandOverStore Store, int MostInLane, TimeSpan PollInterval);
