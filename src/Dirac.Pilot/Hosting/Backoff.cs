using System.Security.Cryptography;

namespace Dirac.Pilot.Hosting;

/// <summary>Waits between tries: 0.1 s at first, doubling up to 5 s, each shortened at random by up to a half.</summary>
/// <remarks>Not thread-safe: one for each loop.</remarks>
internal sealed class Backoff(TimeProvider clock)
{
    private const int MaxDoublings = 6;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private int _doublings;

    /// <summary>After success: the next wait is the shortest again.</summary>
    internal void Reset() => _doublings = 0;

    /// <summary>Waits longer each time.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        var full = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << _doublings));
        if (_doublings < MaxDoublings) _doublings++;
        return Task.Delay(full * (RandomNumberGenerator.GetInt32(500, 1001) / 1000.0), clock, cancellationToken);
    }
}
