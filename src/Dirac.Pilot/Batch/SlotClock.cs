using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Batch;

/// <summary>Knows how long the batch system lets this pilot run.</summary>
/// <remarks>Thread-safe. Between two readings the time is counted down as if all processors worked, so it never says more than there is.</remarks>
/// <param name="systems">Those that may know, asked in this order.</param>
/// <param name="processors">Processors of the slot.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="logger">Told what was found.</param>
internal sealed partial class SlotClock(IReadOnlyList<IBatchSystem> systems, int processors, TimeProvider clock, ILogger<SlotClock> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private SlotTime _time;
    private long _readAt;

    /// <summary>How long the slot lasts if all its processors work; null when nobody says.</summary>
    internal TimeSpan? Left
    {
        get
        {
            lock (_lock) return _time.After(clock.GetElapsedTime(_readAt), processors).Least(processors);
        }
    }

    /// <summary>Asks now. What was known before stays when nobody answers.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var system in systems)
        {
            var askedAt = clock.GetTimestamp();
            if (await TryReadAsync(system, cancellationToken) is not { IsUnknown: false } time) continue;
            lock (_lock) (_time, _readAt) = (time, askedAt);
            LogTimeLeft(system.Name, $"{Left!.Value.TotalSeconds:0}");
            return;
        }

        if (systems.Count > 0) LogUnknown(string.Join(", ", systems.Select(system => system.Name)));
    }

    /// <summary>Asks again every ten minutes until cancelled: limits can be changed, and less CPU may have been used.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (systems.Count > 0)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            await ReadAsync(cancellationToken);
        }
    }

    private async Task<SlotTime?> TryReadAsync(IBatchSystem system, CancellationToken cancellationToken)
    {
        try
        {
            return await system.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(system.Name, error.Message);
            return null;
        }
    }

    [LoggerMessage(12_420, LogLevel.Information, "{System} leaves this slot {Seconds} s")]
    private partial void LogTimeLeft(string system, string seconds);

    [LoggerMessage(12_421, LogLevel.Warning, "{Systems} does not say how long this slot lasts")]
    private partial void LogUnknown(string systems);

    [LoggerMessage(12_422, LogLevel.Warning, "What {System} says about this slot cannot be read: {Error}")]
    private partial void LogUnreadable(string system, string error);
}
