using Dirac.Workload.Matching;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Workload.Tests.Explaining;

public sealed class MatchRatesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Rate_OfSteadyMatches_IsTheirsFromTheStart()
    {
        var rates = new MatchRates(_clock);
        for (var match = 0; match < 600; match++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            rates.Note("demo", "A");
        }

        Assert.InRange(rates.PerSecond("demo", _ => true), 0.9, 1.1);
        Assert.Equal(0, rates.PerSecond("demo", site => site == "B"));
        Assert.Equal(0, rates.PerSecond("other", _ => true));
    }

    [Fact]
    public void Rate_WhenMatchesStop_FadesAway()
    {
        var rates = new MatchRates(_clock);
        for (var match = 0; match < 100; match++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            rates.Note("demo", "A");
        }

        var before = rates.PerSecond("demo", _ => true);
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.InRange(before, 0.014, 0.02);
        Assert.InRange(rates.PerSecond("demo", _ => true), 0, before / 1_000);
    }
}
