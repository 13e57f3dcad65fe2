using Dirac.Workload.Pilots.Records;

namespace Dirac.Workload.Tests.Pilots;

public sealed class PilotGroupRuleTests
{
    [Theory]
    [InlineData(0, 0, "Idle")]
    [InlineData(10, 0, "Idle")]
    [InlineData(11, 0, "Bad")]
    [InlineData(11, 24.9, "Bad")]
    [InlineData(11, 25, "Poor")]
    [InlineData(11, 59.9, "Poor")]
    [InlineData(11, 60, "Fair")]
    [InlineData(11, 84.9, "Fair")]
    [InlineData(11, 85, "Good")]
    [InlineData(1000, 100, "Good")]
    public void Class_Efficiency_HasItsName(long total, double efficiency, string name) => Assert.Equal(name, PilotGroupRule.Class(total, efficiency));

    [Fact]
    public void Judge_Counts_AreAddedUp()
    {
        var group = PilotGroupRule.Judge(
            ["GridSite"],
            [
                new PilotGroupCount(["S"], "Done", 9, 3, 9),
                new PilotGroupCount(["S"], "Aborted", 5, 5, 2),
                new PilotGroupCount(["S"], "Running", 6, 0, 6),
            ]);

        Assert.Equal("S", group.Group["GridSite"]);
        Assert.Equal((20L, 3L, 2L, 1.5, 75.0, "Fair"), (group.Total, group.DoneEmpty, group.AbortedHour, group.PilotsPerJob, group.Efficiency, group.Status));
        Assert.Equal(9, group.Counts["Done"]);
    }

    [Theory]
    [InlineData("plain\tline é λ 𝄞", "plain\tline é λ 𝄞")]
    [InlineData("\u001b[31mred\u0007\r\n\0", "?[31mred????")]
    [InlineData("", "")]
    public void Clean_ControlCharacters_AreTakenOut(string line, string clean) => Assert.Equal(clean, LogText.Clean(line));

    [Fact]
    public void Clean_LongLine_IsCutBetweenWholeCharacters()
    {
        var clean = LogText.Clean(new string('x', 3_999) + "𝄞𝄞");

        Assert.Equal(new string('x', 3_999), clean);
    }

    [Fact]
    public void Tail_LongText_KeepsItsEndAndItsLines() => Assert.Equal("b\nc?", LogText.Tail("aaaa\nb\r\nc\u001b", 5));
}
