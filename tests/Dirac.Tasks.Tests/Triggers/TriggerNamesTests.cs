using Dirac.Tasks.Triggers;

namespace Dirac.Tasks.Tests.Triggers;

public sealed class TriggerNamesTests
{
    [Fact]
    public void Of_LongThings_FitsIntoAKey_AndTellsThemApart()
    {
        var (one, other) = (TriggerNames.Of("Sweep", new string('x', 200) + "1"), TriggerNames.Of("Sweep", new string('x', 200) + "2"));

        Assert.Equal("Sweep/lhcb", TriggerNames.Of("Sweep", "lhcb"));
        Assert.Equal((120, 120), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.Equal($"Sweep/{new string('x', 114)}", TriggerNames.Of("Sweep", new string('x', 114)));
    }
}
