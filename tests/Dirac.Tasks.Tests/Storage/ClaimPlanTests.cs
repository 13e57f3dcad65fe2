using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tests.Storage;

public sealed class ClaimPlanTests
{
    private static readonly Dictionary<string, TaskDefinition> Known = new()
    {
        ["fast"] = new TaskDefinition("fast") { Database = "TestDB", BatchSize = 3 },
        ["slow"] = new TaskDefinition("slow") { Database = "TestDB" },
    };

    private static readonly HashSet<string> None = [];

    [Fact]
    public void Make_MoreThanFits_TakesTheFirstAndFillsOpenBatches()
    {
        var plan = ClaimPlan.Make([Row(1, "fast"), Row(2, "slow"), Row(3, "slow"), Row(4, "fast"), Row(5, "fast"), Row(6, "fast")], Known, None, slots: 2);

        Assert.Equal([[1, 4, 5], [2]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
    }

    [Fact]
    public void Make_RepeatedTask_ComesAlone()
    {
        var plan = ClaimPlan.Make([Row(1, "fast"), Row(2, "fast", attempt: 1), Row(3, "fast")], Known, None, slots: 5);

        Assert.Equal([[1, 3], [2]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
    }

    [Fact]
    public void Make_UnknownOrUsedUp_IsSetAside()
    {
        var plan = ClaimPlan.Make([Row(1, "strange"), Row(2, "fast", attempt: 5), Row(3, "fast")], Known, None, slots: 5);

        Assert.Equal([1], plan.Unknown.Select(task => task.TaskID));
        Assert.Equal([2], plan.Exhausted.Select(task => task.TaskID));
        Assert.Equal([3], Assert.Single(plan.Batches).Tasks.Select(task => task.TaskID));
    }

    [Fact]
    public void Make_PausedKind_IsSetAside_ButOneUsedUpDies()
    {
        var plan = ClaimPlan.Make([Row(1, "fast"), Row(2, "slow"), Row(3, "fast", attempt: 5)], Known, new HashSet<string> { "fast" }, slots: 5);

        Assert.Equal([[2]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
        Assert.Equal([1], plan.Paused.Select(task => task.TaskID));
        Assert.Equal([3], plan.Exhausted.Select(task => task.TaskID));
    }

    private static TaskRow Row(long id, string name, int attempt = 0) => new() { TaskID = id, Name = name, Body = "{}", Attempt = attempt };
}
