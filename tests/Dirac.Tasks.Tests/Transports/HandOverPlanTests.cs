using Dirac.Tasks.Storage;
using Dirac.Tasks.Transports;

namespace Dirac.Tasks.Tests.Transports;

public sealed class HandOverPlanTests
{
    private static readonly TransportLane Lane = new("TestDB", TaskSize.Small, TaskPriority.Normal);

    private static readonly Dictionary<string, TaskDefinition> Known = new()
    {
        ["pair"] = new TaskDefinition("pair") { Database = "TestDB", BatchSize = 2 },
        ["one"] = new TaskDefinition("one") { Database = "TestDB" },
    };

    [Fact]
    public void Make_TwoKinds_FillsMessagesUpToTheirBatchSize()
    {
        var plan = Make([Row(1, "pair"), Row(2, "one"), Row(3, "pair"), Row(4, "pair"), Row(5, "one")], space: 10);

        Assert.Equal(["1,3", "2", "4", "5"], plan.Batches.Select(batch => string.Join(',', batch.Rows.Select(row => row.TaskID))));
        Assert.False(plan.Others);
    }

    [Fact]
    public void Make_LittleSpace_StillFillsOpenMessages()
    {
        var plan = Make([Row(1, "pair"), Row(2, "one"), Row(3, "pair"), Row(4, "pair")], space: 1);

        Assert.Equal([1, 3], Assert.Single(plan.Batches).Rows.Select(row => row.TaskID));
    }

    [Fact]
    public void Make_AttemptedUnknownOrPausedTasks_GoByTheTable()
    {
        var plan = HandOverPlan.Make(Lane, [Row(1, "one", attempt: 1), Row(2, "other"), Row(3, "pair")], Known, new HashSet<string> { "pair" }, 10);

        Assert.Empty(plan.Batches);
        Assert.True(plan.Others);
    }

    [Theory]
    [InlineData("pair", true)]
    [InlineData("other", false)]
    public void Make_KindPausedWhenSomebodyLastLooked_IsToldApart(string paused, bool expected)
    {
        var plan = HandOverPlan.Make(Lane, [Row(1, "one", attempt: 1), Row(2, "pair")], Known, new HashSet<string> { paused }, 10);

        Assert.Equal(expected, plan.Paused);
    }

    [Fact]
    public void Make_LongBodies_AreNotPutTogether()
    {
        var plan = Make([Row(1, "pair", body: new string('x', 900_000)), Row(2, "pair", body: new string('x', 200_000))], space: 10);

        Assert.Equal(2, plan.Batches.Count);
    }

    private static HandOverPlan Make(IReadOnlyList<TaskRow> due, int space) => HandOverPlan.Make(Lane, due, Known, new HashSet<string>(), space);

    private static TaskRow Row(long id, string name, int attempt = 0, string body = "{}") => new() { TaskID = id, Name = name, Body = body, Attempt = attempt };
}
