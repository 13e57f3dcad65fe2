using Dirac.Tasks.Locking;
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
        var plan = ClaimPlan.Make([Row(1, "fast"), Row(2, "slow"), Row(3, "slow"), Row(4, "fast"), Row(5, "fast"), Row(6, "fast")], Known, HoldLedger.Empty, slots: 2);

        Assert.Equal([[1, 4, 5], [2]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
    }

    [Fact]
    public void Make_RepeatedTask_ComesAlone()
    {
        var plan = ClaimPlan.Make([Row(1, "fast"), Row(2, "fast", attempt: 1), Row(3, "fast")], Known, HoldLedger.Empty, slots: 5);

        Assert.Equal([[1, 3], [2]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
    }

    [Fact]
    public void Make_SameMutex_IsHeldByOneInAllBatches()
    {
        var need = new TaskNeed("lock Site/A", HoldMode.Exclusive);
        var ledger = new HoldLedger(new Dictionary<string, ResourceState> { [need.Resource] = new(nowMs: 10) }, new Dictionary<long, OwnWait>());

        var plan = ClaimPlan.Make([Row(1, "fast", need: need), Row(2, "fast"), Row(3, "fast", need: need), Row(4, "slow", need: need), Row(5, "slow")], Known, ledger, slots: 2);

        Assert.Equal([[1, 2], [5]], plan.Batches.Select(batch => batch.Tasks.Select(task => task.TaskID)));
        Assert.Equal([3, 4], plan.Blocked.Select(refusal => refusal.Task.TaskID));
    }

    [Fact]
    public void Make_NoSlotLeft_LeavesTheRestAlone()
    {
        var need = new TaskNeed("lock Site/A", HoldMode.Exclusive);
        var ledger = new HoldLedger(new Dictionary<string, ResourceState> { [need.Resource] = new(nowMs: 10) }, new Dictionary<long, OwnWait>());

        var plan = ClaimPlan.Make([Row(1, "slow", need: need), Row(2, "slow", need: need)], Known, ledger, slots: 1);

        Assert.Empty(plan.Blocked);
    }

    [Fact]
    public void Sort_UnknownOrUsedUp_IsSetAside()
    {
        var due = DueTasks.Sort([Row(1, "strange"), Row(2, "fast", attempt: 5), Row(3, "fast")], Known, None);

        Assert.Equal([1], due.Unknown.Select(task => task.TaskID));
        Assert.Equal([2], due.Exhausted.Select(task => task.TaskID));
        Assert.Equal([3], due.Ready.Select(task => task.TaskID));
    }

    [Fact]
    public void Sort_PausedKind_IsSetAside_ButOneUsedUpDies()
    {
        var due = DueTasks.Sort([Row(1, "fast"), Row(2, "slow"), Row(3, "fast", attempt: 5)], Known, new HashSet<string> { "fast" });

        Assert.Equal([2], due.Ready.Select(task => task.TaskID));
        Assert.Equal([1], due.Paused.Select(task => task.TaskID));
        Assert.Equal([3], due.Exhausted.Select(task => task.TaskID));
    }

    private static TaskRow Row(long id, string name, int attempt = 0, TaskNeed? need = null) =>
        new() { TaskID = id, Name = name, Body = "{}", Attempt = attempt, DueMs = id, Needs = need is null ? [] : [need] };
}
