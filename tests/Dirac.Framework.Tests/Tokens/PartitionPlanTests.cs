using Dirac.Framework.Tokens;

namespace Dirac.Framework.Tests.Tokens;

public sealed class PartitionPlanTests
{
    // 2026-11-22.
    private const int Today = 20_779;

    [Fact]
    public void Decide_NewTable_GetsTodayAndTheDaysAhead()
    {
        var plan = PartitionPlan.Decide(["later"], Today);

        Assert.Empty(plan.Gone);
        Assert.Equal(("d20261122", Today + 1, 15), (plan.Coming[0].Name, plan.Coming[0].Before, plan.Coming.Count));
    }

    [Fact]
    public void Decide_AgainOnTheSameDay_ChangesNothing()
    {
        var plan = PartitionPlan.Decide(PartitionPlan.Decide([], Today).Coming.Select(one => one.Name), Today);

        Assert.Empty(plan.Gone);
        Assert.Empty(plan.Coming);
    }

    [Fact]
    public void Decide_AfterALongStop_DropsAllThatPassed_AndMakesNoneForDaysGoneBy()
    {
        var plan = PartitionPlan.Decide(["d20261120", "d20261121", "later", "d1"], Today + 40);

        Assert.Equal(["d20261120", "d20261121"], plan.Gone);
        Assert.Equal(("d20270101", 15), (plan.Coming[0].Name, plan.Coming.Count));
    }
}
