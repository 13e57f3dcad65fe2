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
    private readonly Dictionary<string, WatchedTrigger> _watched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunTriggers) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await LookAsync(stoppingToken);
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
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, watched.Trigger.Name);
            return watched.Wait = options.Value.PollInterval;
        }
    }

    [LoggerMessage(4201, LogLevel.Error, "The trigger {Trigger} could not be watched; it is tried again.")]
    private partial void LogFailed(Exception exception, string trigger);
}
