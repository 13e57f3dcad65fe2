using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Storage;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Groups;

/// <summary>Groups whose members end in random ways, late, twice, in transactions that are rolled back, and after their workers vanished: each is followed once.</summary>
public abstract class TaskGroupModelContract(Engine engine)
{
    private const int Steps = 150;

    private readonly List<ClaimBatch> _claims = [];
    private int _groups;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_RandomEndsAndCrashes_AreFollowedOnceEach()
    {
        var random = new Random(TestSeed.Next());
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 3, maxAttempts: 2), configure: AddFollower);
        for (var step = 0; step < Steps; step++)
        {
            await (random.Next(8) switch
            {
                0 => MakeAsync(world, random),
                1 or 2 => ClaimAsync(world, random.Next(1, 4)),
                3 => random.Next(3) == 0 ? world.ExpireLeasesAsync() : Task.CompletedTask,
                4 => CrashAsync(world, random),
                5 => ReviveAsync(world, random),
                _ => SettleAsync(world, random),
            });
            await CheckAsync(world, $"step {step}");
        }

        await DrainAsync(world);
        Assert.Equal(_groups, await FollowersAsync(world));
        Assert.Equal(0, await world.CountAsync("x_TaskGroups", "OpenMembers > 0"));
    }

    private Task MakeAsync(TaskWorld world, Random random)
    {
        var members = Enumerable.Range(0, random.Next(6)).Select(number => new NewTask<Note>(new Note(number))).ToList();
        var follower = new NewTask<Reminder>(new Reminder($"group {_groups++}"));
        return world.Database.WriteAsync((session, token) => world.Queue.EnqueueGroupAsync(session, members, follower, token), Token);
    }

    private async Task ClaimAsync(TaskWorld world, int slots) =>
        _claims.AddRange((await world.Store.ClaimAsync(TaskSize.Small, slots, "me", Token)).Batches);

    // Claims stay in the list, so that outcomes also come late and twice.
    private async Task SettleAsync(TaskWorld world, Random random)
    {
        if (_claims.Count == 0)
            return;
        var batch = _claims[random.Next(_claims.Count)];
        await world.Store.SettleAsync(batch, [.. batch.Tasks.Select(row => Choose(row, random))], Token);
    }

    // What a worker did in a transaction that was never committed must not count.
    private async Task CrashAsync(TaskWorld world, Random random)
    {
        if (_claims.Count == 0)
            return;
        var batch = _claims[random.Next(_claims.Count)];
        await Assert.ThrowsAsync<FormatException>(() => world.Database.WriteAsync(
            async (session, token) =>
            {
                await world.Ends.DoneAsync(session, batch.Tasks, batch.Epoch, token);
                throw new FormatException("as the test wants");
            },
            Token));
    }

    private static Task<long> ReviveAsync(TaskWorld world, Random random) => random.Next(2) == 0
        ? world.Dead.RetryAsync(new DeadTaskFilter(), "ann", Token)
        : world.Dead.DropAsync(new DeadTaskFilter(), "ann", Token);

    private static Settlement Choose(TaskRow row, Random random) => random.Next(4) switch
    {
        0 => new Settlement.Release(row, TimeSpan.Zero, Counts: true, null),
        1 => new Settlement.Bury(row, DeathReason.Failed, null),
        _ => new Settlement.Remove(row),
    };

    private static async Task CheckAsync(TaskWorld world, string when)
    {
        var different = await world.Database.ReadAsync(
            (session, token) => session.ScalarAsync<long>("SELECT COUNT(DISTINCT EndsGroupID) FROM {x_Tasks}", null, token), Token);
        Assert.True(different == await FollowersAsync(world), $"After {when} a group was followed twice.");
        var open = await world.Database.ReadAsync(
            (session, token) => session.ScalarAsync<long>("SELECT COALESCE(SUM(OpenMembers), 0) FROM {x_TaskGroups}", null, token), Token);
        Assert.True(open == await world.CountAsync("x_Tasks", "GroupID IS NOT NULL"), $"After {when} {open} members count as open.");
        Assert.Equal(await world.CountAsync("x_TaskGroups", "OpenMembers = 0"), different);
        Assert.Equal(0, await world.CountAsync("x_TaskGroups", "OpenMembers < 0 OR FailedMembers > Members"));
    }

    private static async Task DrainAsync(TaskWorld world)
    {
        while (await world.CountAsync("x_Tasks", "GroupID IS NOT NULL") > 0)
        {
            await world.ExpireLeasesAsync();
            foreach (var batch in (await world.Store.ClaimAsync(TaskSize.Small, 10, "me", Token)).Batches)
                await world.Store.SettleAsync(batch, [.. batch.Tasks.Select(task => new Settlement.Remove(task))], Token);
        }
    }

    private static Task<long> FollowersAsync(TaskWorld world) => world.CountAsync("x_Tasks", "EndsGroupID IS NOT NULL");

    // Of a size class that this test never claims: what followed stays to be counted.
    private static void AddFollower(IServiceCollection services) => services.AddTask<Reminder, ReminderHandler>(
        new TaskDefinition("remind") { Database = TaskWorld.DatabaseName, Size = TaskSize.Large }, TestJson.Default.Reminder);
}

public sealed class SqliteTaskGroupModelTests() : TaskGroupModelContract(Engine.Sqlite);

public sealed class MySqlTaskGroupModelTests() : TaskGroupModelContract(Engine.MySql);
