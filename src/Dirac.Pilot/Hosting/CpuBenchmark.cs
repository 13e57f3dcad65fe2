using System.Diagnostics;

namespace Dirac.Pilot.Hosting;

/// <summary>Measures the power of one processor in a tenth of a second.</summary>
/// <remarks>
/// Three rounds of a fixed mix of integer and floating-point work in one thread; the fastest counts. The scale is set so that a core of 2020's
/// servers (HS06 about 15) gets about 15: good enough to tell a slow node from a fast one and to turn seconds into normalised seconds, not a
/// substitute for HEP-SPEC06.
/// </remarks>
internal static class CpuBenchmark
{
    private const int Steps = 6_000_000;
    private const double Hs06Seconds = 0.45;

    /// <summary>Measures.</summary>
    /// <returns>HS06-like units.</returns>
    internal static double Measure()
    {
        var fastest = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            var result = Work();
            var seconds = watch.Elapsed.TotalSeconds;
            if (double.IsFinite(result)) fastest = Math.Min(fastest, seconds);
        }

        return Math.Round(Hs06Seconds / fastest, 2);
    }

    // A multiplicative generator feeds a polynomial: neither part can be computed ahead or vectorised away.
    private static double Work()
    {
        var state = 88_172_645_463_325_252UL;
        var sum = 0.0;
        for (var i = 0; i < Steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var x = (state >> 11) * (1.0 / (1UL << 53));
            sum += (x * ((x * 0.5) + 0.25)) - (sum * 1e-9);
        }

        return sum;
    }
}
