using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Triggers;

/// <summary>Watches the schedules. Any number of processes may: who moves a schedule fires it.</summary>
internal sealed partial class TriggerScheduler(
    KnownTriggers triggers,
    IDatabases databases,
    TaskRegistry registry,
    ITaskQueue queue,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILogger<TriggerScheduler> logger) : BackgroundService
{
    // Schedules may be changed by another process and by the configuration, and the clocks may differ: even a rare trigger is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromHours(1);
    private readonly Dictionary<string, WatchedTrigger> _watched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunTriggers) return;
        var tidied = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await LookAsync(stoppingToken);
            if (time.GetElapsedTime(tidied) >= TidyEvery)
            {
                tidied = time.GetTimestamp();
                foreach (var database in registry.Databases) await TryTidyAsync(database, stoppingToken);
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // How long until something may be due.
    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var wait = LongestWait;
        foreach (var trigger in triggers.Now())
        {
            var watched = _watched[trigger.Name] = WatchedTrigger.Of(trigger, _watched.GetValueOrDefault(trigger.Name));
            var passed = time.GetElapsedTime(watched.LookedAt);
            var left = passed < watched.Wait ? watched.Wait - passed : await TryAsync(watched, cancellationToken);
            if (left < wait) wait = left;
        }

        return wait;
    }

    private async Task<TimeSpan> TryAsync(WatchedTrigger watched, CancellationToken cancellationToken)
    {
        watched.LookedAt = time.GetTimestamp();
        try
        {
            var next = await new TriggerStore(databases.Get(watched.Trigger.Definition(registry).Database), queue).LookAsync(watched.Trigger, watched.IsRegistered, cancellationToken);
            watched.IsRegistered = true;
            return watched.Wait = next is { } known && known < LongestWait ? known : LongestWait;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested || exception is not OperationCanceledException)
        {
            LogFailed(exception, watched.Trigger.Name);
            return watched.Wait = options.Value.PollInterval;
        }
    }

    private async Task TryTidyAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            if (await new TriggerStore(databases.Get(database), queue).ForgetUnwatchedAsync(cancellationToken) is > 0 and var gone) LogForgotten(gone, database);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested || exception is not OperationCanceledException)
        {
            LogNotTidied(exception, database);
        }
    }

    [LoggerMessage(4172, LogLevel.Information, "{Count} schedule(s) of {Database} that no program has watched for a month are forgotten.")]
    private partial void LogForgotten(int count, string database);

    [LoggerMessage(4173, LogLevel.Warning, "Schedules of {Database} that nobody watches could not be looked for; it is tried again.")]
    private partial void LogNotTidied(Exception exception, string database);

    [LoggerMessage(4201, LogLevel.Error, "The trigger {Trigger} could not be watched; it is tried again.")]
    private partial void LogFailed(Exception exception, string trigger);
}
