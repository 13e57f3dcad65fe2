using System.Collections.Immutable;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Consumes one queue or topic for as long as it should: connects, takes what comes, acknowledges it after the commit, and begins anew after every failure.</summary>
internal sealed partial class TriggerConsumer(
    TriggerSettings settings, MessageTrigger trigger, ConsumerState state, IBrokers brokers, TakeMessages take, RandomSource random, TimeProvider time, ILogger<TriggerConsumer> logger)
{
    /// <summary>The longest wait before another connection is tried, or a transaction is.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private const int MostAtOnce = 100;
    private const int AttemptsAlone = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GoodBye = TimeSpan.FromSeconds(5);
    private int _failures;

    /// <summary>Consumes until it is told to stop. Never throws.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                var wait = NextWait();
                state.Waiting(failure.Message);
                if (failure is DiracException) LogAway(settings.Name, settings.Source, wait, failure.Message);
                else LogFailed(failure, settings.Name, settings.Source, wait);
                await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failure)
            {
                LogStopped(settings.Name, settings.Source, failure.Message);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken stopping)
    {
        await using var broker = await brokers.OpenAsync(settings.Service, settings.Subscription.Length > 0 ? settings.Subscription : null, stopping);
        await broker.SubscribeAsync(new BrokerSubscription(settings.Source, settings.Subscription, settings.Prefetch), stopping);
        state.Consuming(broker.Broker);
        LogConsuming(settings.Name, settings.Source, broker.Broker);
        try
        {
            while (true) await ConsumeAsync(broker, stopping);
        }
        finally
        {
            // So that what is acknowledged is not delivered to the next consumer again.
            if (stopping.IsCancellationRequested) await LeaveAsync(broker);
        }
    }

    private async Task ConsumeAsync(IBrokerConnection broker, CancellationToken stopping)
    {
        var deliveries = await broker.ReceiveAsync(MostAtOnce, stopping);
        var refused = await TakeAsync(deliveries, stopping);
        _failures = 0;
        state.Received(deliveries.Count);
        // The commit is done: even when this process stops, the broker should know.
        await broker.AcknowledgeAsync([.. deliveries.Where(delivery => !refused.Contains(delivery))], CancellationToken.None);
        foreach (var delivery in refused) await broker.RefuseAsync(delivery, CancellationToken.None);
    }

    // While the database is away, messages wait here and at the broker. One that it does not bear must not hold up the others.
    private async Task<IReadOnlySet<Delivery>> TakeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await take.RunAsync(settings, trigger, deliveries, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (attempt > 1 && deliveries.Count > 1) return await TakeEachAsync(deliveries, stopping);
                if (attempt >= AttemptsAlone && await TryGiveUpAsync(deliveries[0], failure, stopping)) return ImmutableHashSet<Delivery>.Empty;
                var wait = NextWait();
                LogNotTaken(failure, settings.Name, deliveries.Count, settings.Source, wait);
                await Task.Delay(wait, time, stopping);
            }
        }
    }

    private async Task<IReadOnlySet<Delivery>> TakeEachAsync(IReadOnlyList<Delivery> deliveries, CancellationToken stopping)
    {
        var refused = new HashSet<Delivery>();
        foreach (var delivery in deliveries) refused.UnionWith(await TakeAsync([delivery], stopping));
        return refused;
    }

    // A database that is away does not take it as dead either.
    private async Task<bool> TryGiveUpAsync(Delivery delivery, Exception reason, CancellationToken stopping)
    {
        try
        {
            await take.GiveUpAsync(settings, delivery, reason, stopping);
            LogGivenUp(settings.Name, delivery.Message.Id, settings.Source, reason.Message);
            return true;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogNotTaken(failure, settings.Name, 1, settings.Source, TimeSpan.Zero);
            return false;
        }
    }

    private async Task LeaveAsync(IBrokerConnection broker)
    {
        using var limit = new CancellationTokenSource(GoodBye, time);
        try
        {
            await broker.CloseAsync(limit.Token);
        }
        catch (Exception failure) when (failure is DiracException or OperationCanceledException)
        {
            LogStopped(settings.Name, settings.Source, failure.Message);
        }
    }

    private TimeSpan NextWait()
    {
        var longest = Math.Min(LongestWait.TotalSeconds, FirstWait.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 10)));
        return TimeSpan.FromSeconds(longest * (0.5 + (random.NextDouble() / 2)));
    }

    [LoggerMessage(4501, LogLevel.Information, "{Trigger} consumes {Source} from {Broker}")]
    private partial void LogConsuming(string trigger, MqUri source, string broker);

    [LoggerMessage(4502, LogLevel.Warning, "{Trigger} cannot consume {Source} and tries again in {Wait}: {Problem}")]
    private partial void LogAway(string trigger, MqUri source, TimeSpan wait, string problem);

    [LoggerMessage(4503, LogLevel.Error, "{Trigger} cannot consume {Source} and tries again in {Wait}.")]
    private partial void LogFailed(Exception exception, string trigger, MqUri source, TimeSpan wait);

    [LoggerMessage(4504, LogLevel.Error, "{Trigger}: {Count} message(s) of {Source} could not be made into tasks; they stay the broker's, and it is tried again in {Wait}.")]
    private partial void LogNotTaken(Exception exception, string trigger, int count, MqUri source, TimeSpan wait);

    [LoggerMessage(4510, LogLevel.Error, "{Trigger}: no task can be made of message {Id} of {Source}, which is dead now: {Problem}")]
    private partial void LogGivenUp(string trigger, string? id, MqUri source, string problem);

    [LoggerMessage(4506, LogLevel.Debug, "{Trigger} leaves {Source}: {Reason}")]
    private partial void LogStopped(string trigger, MqUri source, string reason);
}
