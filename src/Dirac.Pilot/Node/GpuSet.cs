using System.Numerics;

namespace Dirac.Pilot.Node;

/// <summary>Some of a node's GPUs, by their place in the pilot's list of them.</summary>
/// <param name="Bits">One bit for each.</param>
internal readonly record struct GpuSet(ulong Bits)
{
    /// <summary>No node of ours has more.</summary>
    internal const int Most = 64;

    /// <summary>How many.</summary>
    internal int Count => BitOperations.PopCount(Bits);

    /// <summary>The first ones of a list.</summary>
    /// <param name="count">How many, 0 to <see cref="Most"/>.</param>
    internal static GpuSet First(int count) => new(count >= Most ? ulong.MaxValue : (1UL << count) - 1);

    /// <summary>Some of these; all when there are not so many.</summary>
    internal GpuSet Take(int count)
    {
        var taken = 0UL;
        for (var left = Bits; count > 0 && left != 0; count--)
        {
            taken |= left & (~left + 1);
            left &= left - 1;
        }

        return new GpuSet(taken);
    }

    /// <summary>These and others.</summary>
    internal GpuSet With(GpuSet others) => new(Bits | others.Bits);

    /// <summary>These but for others.</summary>
    internal GpuSet Without(GpuSet others) => new(Bits & ~others.Bits);

    /// <summary>Their names.</summary>
    /// <param name="all">The names of all GPUs of the pilot.</param>
    internal IEnumerable<string> Names(IReadOnlyList<string> all)
    {
        var bits = Bits;
        return all.Where((_, index) => (bits & (1UL << index)) != 0);
    }
}
