using Dirac.Persistence;
using Dirac.Tasks.History;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Tasks.Tests.History;

/// <summary>What is remembered of done tasks, and for how long, on every engine.</summary>
public abstract class TaskHistoryContract(Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Done_ByOutcomeOrInItsOwnTransaction_IsRemembered()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        world.Script.Handle = async (batch, context, cancellationToken) =>
        {
            await world.Database.WriteAsync(
                (session, token) => context.CompleteAsync(session, batch.Where(task => task.Message.Number == 1), token), cancellationToken);
            return [TaskOutcome.Done, TaskOutcome.AlreadyDone, new TaskOutcome.RetryAfter(TimeSpan.FromHours(1), "early"), new TaskOutcome.Failed("wrong")];
        };
        await world.EnqueueAsync(4);
        await world.StartAsync();
        await world.WaitForCountAsync("x_Tasks", 2);
        await world.StopAsync();

        var done = await ListAsync(world);

        Assert.Equal([1, 2], done.Select(task => task.Id).Order());
        Assert.All(done, task =>
        {
            Assert.Equal(1, task.Attempts);
            Assert.EndsWith($"/{Environment.ProcessId}", task.Worker, StringComparison.Ordinal);
            Assert.Equal(32, task.TraceId!.Length);
            Assert.InRange(task.Ended - task.Created, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.InRange(task.Duration, TimeSpan.FromMicroseconds(1), TimeSpan.FromMinutes(1));
        });
    }

    [Fact]
    public async Task Done_PartlyByALateHolder_IsRememberedOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(3);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        var current = await world.ClaimOneAsync();

        await DoneAsync(world, current);
        await DoneAsync(world, late);

        Assert.Equal([(1, 2), (2, 1), (3, 1)], (await ListAsync(world)).Select(task => (task.Id, task.Attempts)).Order());
        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Done_KindThatKeepsNothing_IsForgottenAtOnce()
    {
        var definition = new TaskDefinition("note") { Database = TaskWorld.DatabaseName, KeepDone = TimeSpan.Zero };
        await using var world = await TaskWorld.CreateAsync(engine, definition);
        await world.EnqueueAsync(1);

        await DoneAsync(world, await world.ClaimOneAsync());

        Assert.Equal((0, 0), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskHistory")));
    }

    [Fact]
    public async Task Prune_PastTheirTime_ForgetsThoseOnly_HoweverMany()
    {
        const long Day = 24 * 3600 * 1000;
        await using var world = await TaskWorld.CreateAsync(engine);
        var now = await world.Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, token), Token);
        await InsertAsync(world, "note", now - (3 * Day) - 10_000, 2_500);
        await InsertAsync(world, "note", now - (2 * Day), 10);
        await InsertAsync(world, "gone", now - (300 * Day), 5);
        await InsertAsync(world, "gone", now - (366 * Day), 5);
        var pruner = world.Services.GetServices<IHostedService>().OfType<HistoryPruner>().Single();

        Assert.Equal(2_505, await pruner.PruneAsync(TaskWorld.DatabaseName, Token));

        Assert.Equal((10, 5), (await world.CountAsync("x_TaskHistory", "Name = 'note'"), await world.CountAsync("x_TaskHistory", "Name = 'gone'")));
    }

    [Fact]
    public async Task List_SinceAMoment_GivesTheLatestFirst()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await InsertAsync(world, "note", 1_000_000, 5);

        var found = await History(world).ListAsync("note", DateTimeOffset.FromUnixTimeMilliseconds(1_000_002), 2, Token);

        Assert.Equal([5, 4], found!.Select(task => task.Id));
        Assert.Equal([5, 4, 3], (await History(world).ListAsync("note", DateTimeOffset.FromUnixTimeMilliseconds(1_000_002), 9, Token))!.Select(task => task.Id));
        Assert.Null(await History(world).ListAsync("unheard of", null, 2, Token));
    }

    private static TaskHistory History(TaskWorld world) => world.Services.GetRequiredService<TaskHistory>();

    private static async Task<IReadOnlyList<DoneTask>> ListAsync(TaskWorld world) => (await History(world).ListAsync("note", null, 100, Token))!;

    private static Task<int> DoneAsync(TaskWorld world, ClaimBatch batch) =>
        world.Store.SettleAsync(batch, [.. batch.Tasks.Select(task => new Settlement.Remove(task))], Token);

    private static Task<int> InsertAsync(TaskWorld world, string name, long firstMs, int count) => world.Database.WriteAsync(
        (session, token) => session.InsertManyAsync(
            "x_TaskHistory",
            ["Name", "EndedMs", "TaskID", "Attempts", "CreatedMs", "DurationUs", "Worker"],
            Enumerable.Range(0, count).Select(IReadOnlyList<object?> (number) => [name, firstMs + number, number + 1, 1, 0, 5, "node/1"]),
            token),
        Token);
}

public sealed class SqliteTaskHistoryTests() : TaskHistoryContract(Engine.Sqlite);

public sealed class MySqlTaskHistoryTests() : TaskHistoryContract(Engine.MySql);
