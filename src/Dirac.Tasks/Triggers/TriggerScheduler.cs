using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Triggers;

/// <summary>Watches the schedules. Any number of processes may: who moves a schedule fires it.</summary>
internal sealed partial class TriggerScheduler(
    IEnumerable<IntervalTrigger> triggers,
    IDatabases databases,
    TaskRegistry registry,
    ITaskQueue queue,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILogger<TriggerScheduler> logger) : BackgroundService
{
    // The interval may be changed by another process, and the clocks may differ: even a rare trigger is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RunTriggers)
            await Task.WhenAll(triggers.Select(trigger => WatchAsync(trigger, stoppingToken)));
    }

    private async Task WatchAsync(IntervalTrigger trigger, CancellationToken cancellationToken)
    {
        var store = new TriggerStore(databases.Get(trigger.Definition(registry).Database), queue);
        var registered = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = options.Value.PollInterval;
            try
            {
                if (!registered)
                    await store.RegisterAsync(trigger, cancellationToken);
                registered = true;
                var next = await store.FireIfDueAsync(trigger, cancellationToken);
                wait = next < LongestWait ? next : LongestWait;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception, trigger.Name);
            }
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4201, LogLevel.Error, "The trigger {Trigger} could not be watched; it is tried again.")]
    private partial void LogFailed(Exception exception, string trigger);
}
