using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Administration;

public abstract class TaskOverviewContract(Engine engine)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kinds_DueRunningLaterAndDead_AreCountedApart()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1));
        await world.MakeDeadAsync(2);
        await world.EnqueueAsync(3);
        await world.ClaimOneAsync();
        await world.EnqueueAsync(new NewTask<Note>(new Note(9)) { NotBefore = DateTimeOffset.MaxValue });

        var kind = Assert.Single(await world.Overview.KindsAsync(Token));

        Assert.Equal(("note", TaskWorld.DatabaseName, 2), (kind.Name, kind.Database, kind.Dead));
        Assert.Equal((2, 1, 1), (kind.Depth.Due, kind.Depth.Running, kind.Depth.Later));
        Assert.Equal(1, kind.Definition?.BatchSize);
    }

    [Fact]
    public async Task Kinds_DeclaredWithoutTasksAndUnknownWithTasks_AreBothThere()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.ExecuteAsync("INSERT INTO {x_Tasks} (Name, Priority, Size, Body) VALUES ('of another version', 0, 0, '{}')");

        var kinds = await world.Overview.KindsAsync(Token);

        Assert.Equal([("note", true), ("of another version", false)], kinds.Select(kind => (kind.Name, kind.Definition is not null)));
    }

    [Fact]
    public async Task Find_WaitingAndRunning_ShowsOwnerAttemptsAndErrors()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1));
        await world.EnqueueAsync(2);
        var batch = await world.ClaimOneAsync();
        await world.ExecuteAsync("""UPDATE {x_Tasks} SET Attempt = 1, Errors = '[{"Attempt":1,"At":"2026-11-28T00:00:00+00:00","Error":"it rained"}]' WHERE Owner IS NULL""");

        var found = await world.Overview.FindAsync("note", 10, Token);

        Assert.NotNull(found);
        Assert.Equal((batch.Tasks[0].TaskID, "me", 1), (Assert.Single(found.Running).Id, found.Running[0].Owner, found.Running[0].Attempt));
        Assert.Equal("it rained", Assert.Single(Assert.Single(found.Waiting).Errors).Error);
        Assert.Null(await world.Overview.FindAsync("nothing", 10, Token));
    }

    [Fact]
    public async Task Find_WaitingForALock_SaysForWhichAndWhoHasIt()
    {
        await using var world = await TaskWorld.CreateAsync(
            engine, new TaskDefinition<Note>("note") { Database = TaskWorld.DatabaseName, BatchSize = 10, Locks = _ => [TaskLock.Mutex("Site", "A")] });
        await world.EnqueueAsync(2);
        var holder = Assert.Single((await world.Store.ClaimAsync(TaskSize.Small, 2, "me", Token)).Batches).Tasks[0];

        var found = await world.Overview.FindAsync("note", 10, Token);

        var wait = Assert.Single(found!.Waiting).WaitsFor;
        Assert.Equal("lock Site/A", wait?.Resource);
        Assert.Equal(new TaskHolder(holder.TaskID, "note", "me"), Assert.Single(wait!.Holders));
        Assert.Equal((0, 1, 0, 1, 0), (found.Kind.Depth.Due, found.Kind.Depth.Running, found.Kind.Depth.Later, found.Kind.Depth.Blocked, found.Kind.Depth.OldestDueMs));
        Assert.Null(Assert.Single(found.Running).WaitsFor);
    }

    [Fact]
    public async Task Schedules_FiredOnce_SayTaskLastAndNext()
    {
        await using var world = await TaskWorld.CreateAsync(engine, configure: services => services.AddInterval("often", Hour, new Note(7)));
        var trigger = Assert.Single(world.Services.GetRequiredService<KnownTriggers>().Now());
        var store = new TriggerStore(world.Database, world.Queue);
        await store.LookAsync(trigger, isRegistered: false, Token);
        Assert.Null(Assert.Single(await world.Overview.SchedulesAsync(Token)).Last);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = NextMs - 3600001");

        await store.LookAsync(trigger, isRegistered: true, Token);

        var schedule = Assert.Single(await world.Overview.SchedulesAsync(Token));
        Assert.Equal(("often", "note", "every 3600s"), (schedule.Name, schedule.Task, schedule.Schedule));
        Assert.InRange(schedule.Next!.Value - schedule.Last!.Value, Hour - TimeSpan.FromMinutes(1), Hour);
    }
}

public sealed class SqliteTaskOverviewTests() : TaskOverviewContract(Engine.Sqlite);

public sealed class MySqlTaskOverviewTests() : TaskOverviewContract(Engine.MySql);
