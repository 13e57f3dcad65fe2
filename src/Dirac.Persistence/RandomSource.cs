using System.Security.Cryptography;

namespace Dirac.Persistence;

/// <summary>The injected source of chance, for jitter. Safe for concurrent use; tests give it a seed.</summary>
/// <param name="seed">Equal seeds give equal sequences.</param>
public sealed class RandomSource(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>A source that nobody can predict by its start.</summary>
    /// <returns>A new source.</returns>
    public static RandomSource FromSystem() => new(RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>The next number, at least 0 and less than 1.</summary>
    /// <returns>The number.</returns>
    public double NextDouble()
    {
        lock (_lock)
            return _random.NextDouble();
    }
}
