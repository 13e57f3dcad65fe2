using Dirac.Cli.Jobs;

namespace Dirac.Cli.Tests.Jobs;

public sealed class JobFilterTests
{
    [Fact]
    public void ToConditions_NothingGiven_IsEmpty() => Assert.True(new JobFilter().IsEmpty);

    [Fact]
    public void ToConditions_OneStatusAndSeveralSites_EqAndIn()
    {
        var conditions = new JobFilter { Statuses = ["Failed"], Sites = ["A", "B"] }.ToConditions();

        Assert.Equal(("Status", "eq", "Failed"), (conditions[0].Parameter, conditions[0].Operator, conditions[0].Value!.Value.GetString()));
        Assert.Equal(("Site", "in"), (conditions[1].Parameter, conditions[1].Operator));
        Assert.Equal(["A", "B"], conditions[1].Values!.Select(value => value.GetString()));
    }

    [Theory]
    [InlineData("pi*", "like", "pi%")]
    [InlineData("pi", "eq", "pi")]
    public void ToConditions_Name_StarStandsForAnyText(string name, string expectedOperator, string value)
    {
        var condition = Assert.Single(new JobFilter { Name = name }.ToConditions());

        Assert.Equal((expectedOperator, value), (condition.Operator, condition.Value!.Value.GetString()));
    }

    [Fact]
    public void ToConditions_Since_IncludesThatSecond()
    {
        var since = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        var condition = Assert.Single(new JobFilter { Since = since }.ToConditions());

        Assert.Equal(("gt", "2026-11-22T11:59:59"), (condition.Operator, condition.Value!.Value.GetString()));
    }
}
