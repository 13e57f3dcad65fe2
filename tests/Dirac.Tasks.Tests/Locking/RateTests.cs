using Dirac.Tasks.Locking;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Locking;

public sealed class RateTests
{
    [Fact]
    public void Passes_AnyArrivals_AreBoundedInEveryWindow()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 200; round++)
        {
            var (burst, interval) = (random.Next(1, 8), random.NextInt64(1, 5_000));
            var passes = Simulate(random, burst, interval, random.NextInt64(1, 2 * interval));

            for (var from = 0; from < passes.Count; from++)
            {
                for (var to = from; to < passes.Count; to++)
                {
                    var most = burst + ((passes[to] - passes[from]) / interval);
                    Assert.True(to - from + 1 <= most, $"{to - from + 1} passes within {passes[to] - passes[from]} µs, burst {burst}, interval {interval}.");
                }
            }
        }
    }

    [Fact]
    public void OpensAt_AfterAPause_LetsABurstThroughAndNoMore()
    {
        const long interval = 1_000;
        var tat = 0L;
        for (var pass = 0; pass < 5; pass++)
        {
            Assert.True(Rate.OpensAt(tat, interval, burst: 5) <= 1_000_000);
            tat = Rate.AfterPass(tat, now: 1_000_000, interval);
        }
        Assert.Equal(1_001_000, Rate.OpensAt(tat, interval, burst: 5));
    }

    // What arrives when the rate is closed comes again when it opens.
    private static List<long> Simulate(Random random, int burst, long interval, long meanGap)
    {
        var (tat, now) = (0L, 1_000_000L);
        var passes = new List<long>();
        for (var arrival = 0; arrival < 60; arrival++)
        {
            now = Math.Max(now + random.NextInt64(0, 2 * meanGap), Rate.OpensAt(tat, interval, burst));
            passes.Add(now);
            tat = Rate.AfterPass(tat, now, interval);
        }
        return passes;
    }
}
