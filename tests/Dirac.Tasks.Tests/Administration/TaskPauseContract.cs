using Dirac.Persistence;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tests.Administration;

public abstract class TaskPauseContract(Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_WaitingTasks_AreNotClaimedUntilTheResume()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(3);

        Assert.True(await world.Pauses.PauseAsync("note", "ann", "the database is slow", Token));
        var held = await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);
        var quiet = await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);
        Assert.True(await world.Pauses.ResumeAsync("note", "ann", Token));
        var free = await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);

        Assert.Empty(held.Batches);
        Assert.Equal((0, false, null), (quiet.Batches.Count, quiet.FoundAny, quiet.NextDue));
        Assert.Equal(3, Assert.Single(free.Batches).Tasks.Count);
    }

    [Fact]
    public async Task Pause_Twice_KeepsTheFirstReason_AndIsShown()
    {
        await using var world = await TaskWorld.CreateAsync(engine);

        Assert.True(await world.Pauses.PauseAsync("note", "ann", "first", Token));
        Assert.False(await world.Pauses.PauseAsync("note", "bob", "second", Token));

        var pause = Assert.Single(await world.Overview.KindsAsync(Token)).Pause;
        Assert.Equal(("ann", "first"), (pause?.By, pause?.Reason));
        Assert.InRange(TimeProvider.System.GetUtcNow() - pause!.Since, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Resume_OfWhatIsNotPausedOrNotThere_SaysSo()
    {
        await using var world = await TaskWorld.CreateAsync(engine);

        Assert.False(await world.Pauses.ResumeAsync("note", "ann", Token));
        Assert.Null(await world.Pauses.ResumeAsync("nothing", "ann", Token));
        Assert.Null(await world.Pauses.PauseAsync("nothing", "ann", "why not", Token));
    }

    [Fact]
    public async Task Claim_ThatStillBelievesInAPause_ParksNothing()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.Pauses.PauseAsync("note", "ann", "a minute", Token);
        var store = world.Store;
        await store.ClaimAsync(TaskSize.Small, 1, "me", Token);
        await world.Pauses.ResumeAsync("note", "ann", Token);
        await world.EnqueueAsync(1);

        var late = await store.ClaimAsync(TaskSize.Small, 1, "me", Token);
        var next = await store.ClaimAsync(TaskSize.Small, 1, "me", Token);

        Assert.Empty(late.Batches);
        Assert.True(late.FoundAny);
        Assert.Single(next.Batches);
    }

    [Fact]
    public async Task Pause_TaskThatRuns_MayEnd_AndComesBackOnlyAfterTheResume()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1));
        await world.EnqueueAsync(2);
        var (done, vanished) = (await world.ClaimOneAsync(), await world.ClaimOneAsync());

        await world.Pauses.PauseAsync("note", "ann", "why not", Token);
        await world.ExpireLeasesAsync();
        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token)).Batches);

        Assert.Equal(1, await world.Store.SettleAsync(done, [new Settlement.Remove(done.Tasks[0])], Token));
        await world.Pauses.ResumeAsync("note", "ann", Token);
        Assert.Equal(vanished.Tasks[0].TaskID, Assert.Single((await world.ClaimOneAsync()).Tasks).TaskID);
    }

    [Fact]
    public async Task Unpark_AfterAResumeThatEndedHalfWay_LetsTheRestGoOn()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(3);
        await world.Pauses.PauseAsync("note", "ann", "why not", Token);
        await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);
        await world.Store.UnparkAsync(Token);
        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token)).Batches);

        await world.ExecuteAsync("DELETE FROM {x_TaskPauses}");
        await world.Store.UnparkAsync(Token);

        Assert.Equal(3, (await world.ClaimOneAsync()).Tasks.Count);
    }

    [Fact]
    public async Task Workers_OtherKindsGoOn_AndThePausedOneFollowsTheResume()
    {
        await using var world = await TaskWorld.CreateAsync(engine, configure: services => services.AddTask<Reminder, ReminderHandler>(
            new TaskDefinition("reminder") { Database = TaskWorld.DatabaseName }, TestJson.Default.Reminder));
        await world.Pauses.PauseAsync("note", "ann", "why not", Token);
        await world.EnqueueAsync(5);
        await world.Database.WriteAsync((session, token) => world.Queue.EnqueueAsync(session, [new NewTask<Reminder>(new Reminder("now"))], token), Token);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 0, "Name = 'reminder'");
        Assert.Equal(5, await world.CountAsync("x_Tasks", "Name = 'note' AND Owner IS NULL AND Attempt = 0"));
        await world.Pauses.ResumeAsync("note", "ann", Token);
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
    }
}

public sealed class SqliteTaskPauseTests() : TaskPauseContract(Engine.Sqlite);

public sealed class MySqlTaskPauseTests() : TaskPauseContract(Engine.MySql);
