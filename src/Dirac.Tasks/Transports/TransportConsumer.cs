using System.Collections.Concurrent;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Transports;

/// <summary>Receives messages of one database and size class whenever a handler is free, and runs their tasks.</summary>
internal sealed partial class TransportConsumer(
    ConsumerScope scope, ITransportReader reader, BrokerHealth health, TaskRunner runner, TransportSettler settler, IDoorbell doorbell, TimeProvider time, ILogger<TransportConsumer> logger)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly Queue<Delivery> _ahead = new();

    /// <summary>What runs now.</summary>
    public IEnumerable<Task> Running => _running.Keys;

    /// <summary>Receives and starts until it is told to stop, and gives back what was received and not begun; does not wait for what runs.</summary>
    public async Task RunAsync(StopTokens tokens)
    {
        while (!tokens.Stopping.IsCancellationRequested)
        {
            try
            {
                if (!await ReceiveAsync(tokens))
                    await reader.WaitAsync(tokens.Stopping);
            }
            catch (OperationCanceledException) when (tokens.Stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                health.Down(exception);
                await Task.Delay(RetryInterval, time, tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await GiveBackAsync();
    }

    /// <summary>Takes as many messages as handlers are free, and as many again to have them at hand.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> ReceiveAsync(StopTokens tokens)
    {
        await scope.Slots.TakeAsync(tokens.Stopping);
        var free = 1 + scope.Slots.TakeFree();
        try
        {
            // The end of a handler that heeds the stop frees a slot.
            tokens.Stopping.ThrowIfCancellationRequested();
            // Before the broker was asked for its incarnation nothing can be judged.
            if (_ahead.Count == 0 && health.Owner is not null)
                await LookAsync(free * 2, tokens.Stopping);
            var found = _ahead.Count > 0;
            for (; free > 0 && _ahead.TryDequeue(out var delivery); free--)
                Start(delivery, tokens);
            return found;
        }
        finally
        {
            if (free > 0)
                scope.Slots.Return(free);
        }
    }

    private async Task LookAsync(int most, CancellationToken stopping)
    {
        var received = await reader.ReceiveAsync(scope.Turns.Next(), most, stopping);
        scope.Turns.Note(received, most);
        foreach (var delivery in received)
            _ahead.Enqueue(delivery);
    }

    private void Start(Delivery delivery, StopTokens tokens)
    {
        var begun = time.GetTimestamp();
        scope.Slots.Use(1, TimeSpan.Zero);
        var run = Task.Run(() => RunAsync(delivery, tokens), CancellationToken.None);
        _running.TryAdd(run, true);
        _ = run.ContinueWith(
            ended =>
            {
                _running.TryRemove(ended, out _);
                scope.Slots.End(time.GetElapsedTime(begun));
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task RunAsync(Delivery delivery, StopTokens tokens)
    {
        try
        {
            if (CarriedBatch.Read(delivery.Message) is not { } message)
            {
                LogUnreadable(scope.Store.Database, delivery.Message.Length);
                await ForgetAsync([delivery]);
            }
            else if (await HoldAsync(delivery, message, tokens.Stopping) is { } batch)
            {
                await runner.RunAsync(new CarriedKeeper(scope.Store, settler, delivery), batch, tokens);
            }
            else
            {
                await ForgetAsync([delivery]);
            }
        }
        catch (OperationCanceledException) when (tokens.Stopping.IsCancellationRequested)
        {
            // Not acknowledged: the broker delivers it to somebody else.
            LogLeft(scope.Store.Database);
        }
    }

    /// <summary>As <see cref="HoldAsync(Delivery, CarriedBatch)"/>, again and again while the database does not answer: meanwhile no more is received.</summary>
    private async Task<ClaimBatch?> HoldAsync(Delivery delivery, CarriedBatch message, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await HoldAsync(delivery, message);
            }
            catch (Exception exception)
            {
                LogNotHeld(exception, message.Tasks.Count, message.Name);
                await Task.Delay(RetryInterval, time, stopping);
            }
        }
    }

    /// <summary>The tasks of a message that this worker may run; null when there are none.</summary>
    private async Task<ClaimBatch?> HoldAsync(Delivery delivery, CarriedBatch message)
    {
        var definition = scope.Store.Definitions.GetValueOrDefault(message.Name);
        if (definition is not null && await scope.Store.IsPausedAsync(message.Name, CancellationToken.None))
            definition = null;
        var now = await scope.Store.NowMsAsync(CancellationToken.None);
        var onTheWay = scope.Store.OnTheWay(message, now);
        scope.Slots.NoteWait(onTheWay);
        scope.Turns.NoteAge(delivery.Lane, onTheWay);
        var arrival = Arrivals.Judge(message, delivery.Redelivered, definition, health.Owner!, now);
        switch (arrival)
        {
            case Arrival.Trust:
                return message.ToClaim(definition!);

            case Arrival.TakeAnew:
                return await scope.Store.TakeAsync(message.ToClaim(definition!), CancellationToken.None);

            default:
                await ReturnAsync([message], arrival == Arrival.ReturnBegun);
                return null;
        }
    }

    private async Task ReturnAsync(IReadOnlyList<CarriedBatch> messages, bool begun)
    {
        if (await scope.Store.ReturnAsync(messages, begun, CancellationToken.None) is > 0 and var returned)
        {
            if (begun)
                LogRedelivered(returned, scope.Store.Database);
            doorbell.Ring(scope.Store.Database, scope.Store.Size);
        }
    }

    // The queue of the settler is where acknowledgements are batched and repeated; a message without tasks to settle goes the same way.
    private async Task ForgetAsync(IEnumerable<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
            await settler.AddAsync(new EndedBatch(delivery, ConsumerScope.Nothing, []), CancellationToken.None);
    }

    private async Task GiveBackAsync()
    {
        try
        {
            List<Delivery> back = [.. _ahead, .. await reader.StopAsync(CancellationToken.None)];
            foreach (var begun in back.GroupBy(delivery => delivery.Redelivered))
                await ReturnAsync([.. begun.Select(delivery => CarriedBatch.Read(delivery.Message)).OfType<CarriedBatch>()], begun.Key);
            await ForgetAsync(back);
        }
        catch (Exception exception)
        {
            LogNotGivenBack(exception, scope.Store.Size, scope.Store.Database);
        }
    }

    [LoggerMessage(4451, LogLevel.Error, "A message of {Length} bytes from the broker is none of ours and is dropped; the tasks of {Database} are in the table.")]
    private partial void LogUnreadable(string database, int length);

    [LoggerMessage(4452, LogLevel.Error, "{Count} task(s) of {Task} that came by the broker could not be looked up in the database; it is tried again.")]
    private partial void LogNotHeld(Exception exception, int count, string task);

    [LoggerMessage(4453, LogLevel.Warning, "{Count} task(s) of {Database} were delivered again, as whoever had them vanished; that was an attempt, and they go on by the table.")]
    private partial void LogRedelivered(int count, string database);

    [LoggerMessage(4455, LogLevel.Warning, "A message with tasks of {Database} was received and not begun before the stop; the broker delivers it again.")]
    private partial void LogLeft(string database);

    [LoggerMessage(4454, LogLevel.Warning, "{Size} tasks of {Database} that were received and not begun could not be given back; they come again when their hand-over runs out.")]
    private partial void LogNotGivenBack(Exception exception, TaskSize size, string database);
}

/// <summary>What one consumer is about.</summary>
/// <param name="Store">The tasks of its database and size class.</param>
/// <param name="Slots">The handler calls of the size class, shared with the pools of the table.</param>
/// <param name="Turns">In which order it looks into its lanes.</param>
internal sealed record ConsumerScope(HandOverStore Store, HandlerSlots Slots, LaneTurns Turns)
{
    /// <summary>The batch of a message that holds no tasks to run.</summary>
    public static ClaimBatch Nothing { get; } = new(new TaskDefinition("nothing") { Database = "" }, []);
}
