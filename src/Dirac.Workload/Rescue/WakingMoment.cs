using Microsoft.Extensions.Hosting;

namespace Dirac.Workload.Rescue;

/// <summary>Knows for how long this server has been awake: since it was started, or since the machine under it last slept. Thread-safe.</summary>
/// <remarks>
/// A machine that sleeps leaves a gap between two looks on the calendar's clock; the other clock may stand still meanwhile, or go on. A gap on either counts.
/// A clock that is put forward looks the same and merely costs a delay.
/// </remarks>
internal sealed class WakingMoment(TimeProvider clock) : IHostedService
{
    /// <summary>Looks further apart mean sleep, or that other servers did the rounds, unless they are meant to be that far apart.</summary>
    internal static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private long _awakeSince = clock.GetTimestamp();
    private Look _last = new(clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>Takes a look, and tells for how long the server has been awake.</summary>
    /// <param name="interval">Time between two looks when all is well.</param>
    public TimeSpan AwakeFor(TimeSpan interval)
    {
        lock (_gate)
        {
            var now = new Look(clock.GetUtcNow(), clock.GetTimestamp());
            var longest = LongestGap > interval * 2 ? LongestGap : interval * 2;
            if (HasSlept(now.Calendar - _last.Calendar, clock.GetElapsedTime(_last.Timestamp, now.Timestamp), longest)) _awakeSince = now.Timestamp;
            _last = now;
            return clock.GetElapsedTime(_awakeSince, now.Timestamp);
        }
    }

    /// <summary>Whether a machine slept between two looks. Pure.</summary>
    /// <param name="onCalendar">How far apart they are by the calendar's clock, which may have been set.</param>
    /// <param name="onTimer">How far apart by the clock that only runs forward.</param>
    /// <param name="longest">How far apart they can be without sleep.</param>
    internal static bool HasSlept(TimeSpan onCalendar, TimeSpan onTimer, TimeSpan longest) => onCalendar > longest || onTimer > longest;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _awakeSince = clock.GetTimestamp();
            _last = new Look(clock.GetUtcNow(), _awakeSince);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private readonly record struct Look(DateTimeOffset Calendar, long Timestamp);
}
