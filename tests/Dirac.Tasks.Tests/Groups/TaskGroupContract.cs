using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Storage;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Groups;

/// <summary>What groups of tasks promise on every engine: what follows is made once, when all members have ended, whatever fails or crashes.</summary>
public abstract class TaskGroupContract(Engine engine)
{
    private const int Follower = 1_000;
    private const int Outer = 2_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_MembersOfSeveralKinds_IsFollowedAfterTheLastEnd()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1), configure: AddReminder);
        await MakeAsync(world, [new NewTask<Note>(new Note(1)), new NewTask<Reminder>(new Reminder("x")) { Priority = TaskPriority.Background }]);

        await DoneAsync(world, await world.ClaimOneAsync());
        Assert.Equal(0, await FollowersAsync(world));
        await DoneAsync(world, await world.ClaimOneAsync());

        Assert.Equal(1, await FollowersAsync(world));
        var follower = await world.ClaimOneAsync();
        Assert.Equal((2, 0), await EndAsync(world, follower));
        await DoneAsync(world, follower);
        Assert.Equal((0, 0), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskGroups")));
    }

    [Fact]
    public async Task Group_WithoutMembers_IsFollowedAtOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);

        await MakeAsync(world, []);

        Assert.Equal((0, 0), await EndAsync(world, await world.ClaimOneAsync()));
    }

    [Fact]
    public async Task Group_TransactionRolledBack_LeavesNothing()
    {
        await using var world = await TaskWorld.CreateAsync(engine);

        await Assert.ThrowsAsync<FormatException>(() => world.Database.WriteAsync(
            async (session, token) =>
            {
                await world.Queue.EnqueueGroupAsync(session, [Make(1)], Make(Follower), token);
                throw new FormatException("as the test wants");
            },
            Token));

        Assert.Equal((0, 0), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskGroups")));
    }

    [Fact]
    public async Task Group_MemberWithAKeyOrOfAnotherDatabase_IsRefused()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await using var other = await TestDatabases.CreateAsync(engine, services => services.AddSchema("OtherDB", typeof(ITaskQueue).Assembly, "Tasks"));

        await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync(world, [Make(1) with { DedupKey = "job 7" }]));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Database.WriteAsync(
            (session, token) => world.Queue.EnqueueGroupAsync(session, [], Make(Follower) with { NotBefore = DateTimeOffset.UnixEpoch }, token), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync(world, [new NewTask<Reminder>(new Reminder("undeclared"))]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => other.Get("OtherDB").WriteAsync(
            (session, token) => world.Queue.EnqueueGroupAsync(session, [Make(1)], Make(Follower), token), Token));
        Assert.Equal(0, await world.CountAsync("x_TaskGroups"));
    }

    [Fact]
    public async Task Group_MemberThatDies_HasEndedAndFailed_AndItsRetryChangesNothing()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await MakeAsync(world, [Make(1), Make(2)]);
        var members = await world.ClaimOneAsync();
        await world.Store.SettleAsync(
            members, [new Settlement.Remove(members.Tasks[0]), new Settlement.Bury(members.Tasks[1], DeathReason.Failed, null)], Token);

        var follower = await world.ClaimOneAsync();
        Assert.Equal((2, 1), await EndAsync(world, follower));
        Assert.Equal(1, await world.Dead.RetryAsync(new DeadTaskFilter(), "ann", Token));
        await DoneAsync(world, await world.ClaimOneAsync());
        await DoneAsync(world, follower);

        Assert.Equal((0, 0), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskGroups")));
    }

    [Fact]
    public async Task Group_MemberWhoseWorkersVanish_HasEndedAndFailed()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(maxAttempts: 1));
        await MakeAsync(world, [Make(1)]);
        await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();

        await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token);

        Assert.Equal((1, 1), await EndAsync(world, await world.ClaimOneAsync()));
    }

    [Fact]
    public async Task Group_MemberThatNobodyKnows_IsWaitedFor_UntilItIsDroppedOrComesBack()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await MakeAsync(world, [Make(1), Make(2)]);
        await world.ExecuteAsync("UPDATE {x_Tasks} SET Name = 'from the future'");
        await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token);
        Assert.Equal((0, 2), (await FollowersAsync(world), await world.CountAsync("x_DeadTasks", "GroupID IS NOT NULL")));

        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Name = 'note' WHERE Body LIKE '%:1,%'");
        Assert.Equal(1, await world.Store.ReviveKnownAsync(Token));
        await DoneAsync(world, await world.ClaimOneAsync());
        Assert.Equal(0, await FollowersAsync(world));
        await world.Dead.DropAsync(new DeadTaskFilter(), "ann", Token);

        Assert.Equal((2, 1), await EndAsync(world, await world.ClaimOneAsync()));
    }

    [Fact]
    public async Task Group_WithinATaskOfAnother_KeepsThatOpenUntilWhatFollowsHasEnded()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.Database.WriteAsync((session, token) => world.Queue.EnqueueGroupAsync(session, [Make(1)], Make(Outer), token), Token);
        var parent = await world.ClaimOneAsync();
        await world.Database.WriteAsync(
            async (session, token) =>
            {
                var held = new ClaimedTask<Note>(parent.Tasks[0], parent.Epoch, new Note(1));
                await world.Queue.EnqueueGroupAsync(session, [Make(2)], Make(Follower), held, token);
                await new TaskContext(parent.Definition, world.Ends, Token).CompleteAsync(session, [held], token);
            },
            Token);

        await DoneAsync(world, await world.ClaimOneAsync());
        Assert.Equal((1, 0), (await FollowersAsync(world), await OutersAsync(world)));
        await DoneAsync(world, await world.ClaimOneAsync());

        Assert.Equal((0, 1), (await FollowersAsync(world), await OutersAsync(world)));
        Assert.Equal((2, 0), await EndAsync(world, await world.ClaimOneAsync()));
    }

    [Fact]
    public async Task Group_WithinATaskThatIsLost_IsRefused()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await MakeAsync(world, [Make(1)]);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        await DoneAsync(world, await world.ClaimOneAsync());

        await Assert.ThrowsAsync<LeaseLostException>(() => world.Database.WriteAsync(
            (session, token) => world.Queue.EnqueueGroupAsync(
                session, [Make(2)], Make(Outer), new ClaimedTask<Note>(late.Tasks[0], late.Epoch, new Note(1)), token),
            Token));

        Assert.Equal((1, 1), (await FollowersAsync(world), await world.CountAsync("x_Tasks")));
    }

    [Fact]
    public async Task Group_MembersEndedByManyAtOnce_IsFollowedOnce()
    {
        const int count = 60;
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1));
        await MakeAsync(world, [.. Enumerable.Range(1, count).Select(Make)]);
        var claim = await world.Store.ClaimAsync(TaskSize.Small, count, "me", Token);

        await Task.WhenAll(claim.Batches.Select(batch => Task.Run(() => DoneAsync(world, batch), Token)));

        Assert.Equal((1, 1), (await FollowersAsync(world), await world.CountAsync("x_Tasks")));
    }

    private static NewTask<Note> Make(int number) => new(new Note(number));

    private static void AddReminder(IServiceCollection services) =>
        services.AddTask<Reminder, ReminderHandler>(new TaskDefinition("remind") { Database = TaskWorld.DatabaseName }, TestJson.Default.Reminder);

    private static Task MakeAsync(TaskWorld world, IReadOnlyList<NewTask> members) =>
        world.Database.WriteAsync((session, token) => world.Queue.EnqueueGroupAsync(session, members, Make(Follower), token), Token);

    private static Task<int> DoneAsync(TaskWorld world, ClaimBatch batch) =>
        world.Store.SettleAsync(batch, [.. batch.Tasks.Select(task => new Settlement.Remove(task))], Token);

    private static Task<long> FollowersAsync(TaskWorld world) => world.CountAsync("x_Tasks", $"Body LIKE '%:{Follower},%'");

    private static Task<long> OutersAsync(TaskWorld world) => world.CountAsync("x_Tasks", $"Body LIKE '%:{Outer},%'");

    private static async Task<(int Members, int Failed)> EndAsync(TaskWorld world, ClaimBatch follower)
    {
        var context = new TaskContext(follower.Definition, world.Ends, Token);
        var held = new ClaimedTask<Note>(Assert.Single(follower.Tasks), follower.Epoch, new Note(1));
        var end = await world.Database.ReadAsync((session, token) => context.GroupEndAsync(session, held, token), Token);
        return (end!.Members, end.Failed);
    }
}

public sealed class SqliteTaskGroupTests() : TaskGroupContract(Engine.Sqlite);

public sealed class MySqlTaskGroupTests() : TaskGroupContract(Engine.MySql);
