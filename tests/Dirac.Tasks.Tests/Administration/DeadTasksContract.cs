using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tests.Administration;

public abstract class DeadTasksContract(Engine engine)
{
    private static readonly DeadTaskFilter All = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ByKindReasonAndTime_FindsThoseThatFit_LatestFirst()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.MakeDeadAsync(3);
        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET DiedMs = 1000 * TaskID");
        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Reason = 'Unreadable' WHERE TaskID = 2");
        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Name = 'other' WHERE TaskID = 3");

        Assert.Equal([3, 2, 1], await NumbersAsync(world, All));
        Assert.Equal([2, 1], await NumbersAsync(world, All with { Name = "note" }));
        Assert.Equal([2], await NumbersAsync(world, All with { Reason = DeathReason.Unreadable }));
        Assert.Equal([2], await NumbersAsync(world, All with { Since = DateTimeOffset.FromUnixTimeSeconds(2), Until = DateTimeOffset.FromUnixTimeSeconds(3) }));
        Assert.Equal([1], await NumbersAsync(world, All with { Name = "note", Ids = [1, 3] }));
        Assert.Equal([3], (await world.Dead.ListAsync(All, 1, Token)).Select(task => task.Id));
        Assert.Equal(2, await world.Dead.CountAsync(All with { Name = "note" }, Token));
    }

    [Fact]
    public async Task Retry_ByFilter_PutsThoseBackWithTheirErrors_AndLeavesTheRest()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.MakeDeadAsync(3);
        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Reason = 'Unreadable' WHERE TaskID = 2");

        var retried = await world.Dead.RetryAsync(All with { Reason = DeathReason.Failed }, "ann", Token);

        Assert.Equal(2, retried);
        Assert.Equal([2], await NumbersAsync(world, All));
        Assert.Equal(2, await world.CountAsync("x_Tasks", "Attempt = 0 AND Owner IS NULL AND Errors LIKE '%as the test wants%'"));
    }

    [Fact]
    public async Task Retry_OfATaskWithALateHolder_KeepsThatHolderFencedOff()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(1);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        var last = await world.ClaimOneAsync();
        await world.Store.SettleAsync(last, [new Settlement.Bury(last.Tasks[0], DeathReason.Failed, null)], Token);

        await world.Dead.RetryAsync(All, "ann", Token);

        Assert.Equal(0, await world.Store.SettleAsync(last, [new Settlement.Remove(last.Tasks[0])], Token));
        var current = await world.ClaimOneAsync();
        Assert.Equal(0, await world.Store.SettleAsync(late, [new Settlement.Remove(late.Tasks[0])], Token));
        Assert.Equal(1, await world.Store.SettleAsync(current, [new Settlement.Remove(current.Tasks[0])], Token));
    }

    [Fact]
    public async Task Retry_OfATaskThatDiedWhileItsKindWasPaused_CanBeClaimedAtOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(1);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        await world.Pauses.PauseAsync("note", "ann", "as the test wants", Token);
        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches);
        await world.Store.SettleAsync(late, [new Settlement.Bury(late.Tasks[0], DeathReason.Failed, null)], Token);
        await world.Pauses.ResumeAsync("note", "ann", Token);

        await world.Dead.RetryAsync(All, "ann", Token);

        await world.ClaimOneAsync();
    }

    [Fact]
    public async Task Drop_MoreThanATransactionTakes_RemovesAll()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.MakeDeadAsync(1_203);

        Assert.Equal(1_203, await world.Dead.DropAsync(All with { Name = "note" }, "ann", Token));

        Assert.Equal(0, await world.Dead.CountAsync(All, Token));
        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Retry_ByManyAtOnce_BringsEachBackOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.MakeDeadAsync(1_000);

        var retried = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Dead.RetryAsync(All, "ann", Token), Token)));

        Assert.Equal(1_000, retried.Sum());
        Assert.Equal(1_000, await world.CountAsync("x_Tasks"));
    }

    private static async Task<IEnumerable<long>> NumbersAsync(TaskWorld world, DeadTaskFilter filter) =>
        (await world.Dead.ListAsync(filter, 100, Token)).Select(task => task.Id);
}

public sealed class SqliteDeadTasksTests() : DeadTasksContract(Engine.Sqlite);

public sealed class MySqlDeadTasksTests() : DeadTasksContract(Engine.MySql);
