using Dirac.Persistence;
using Dirac.Tasks.Locking;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Tasks.Tests.Locking;

/// <summary>What locks and limits promise in the tables of every engine.</summary>
public abstract class HoldContract(Engine engine)
{
    private const string Waiting = "Size = -50 AND Owner IS NULL AND Attempt = 0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_OneMutex_IsHeldByOneAndPassedOnInOrder()
    {
        await using var world = await CreateAsync(_ => [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(3);

        var first = await ClaimAsync(world, slots: 5);
        Assert.Single(first);
        Assert.Equal(2, await world.CountAsync("x_Tasks", Waiting));
        Assert.Empty(await ClaimAsync(world, slots: 5));

        var order = new List<int> { Number(first[0]) };
        for (var batch = first[0]; order.Count < 3; order.Add(Number(batch)))
        {
            await world.Store.SettleAsync(batch, [new Settlement.Remove(batch.Tasks[0])], Token);
            batch = Assert.Single(await ClaimAsync(world, slots: 5));
            Assert.Single(batch.Tasks);
        }
        Assert.Equal([0, 1, 2], order);
    }

    [Fact]
    public async Task Claim_DifferentKeys_ComeInOneBatch()
    {
        await using var world = await CreateAsync(note => [TaskLock.Mutex("Site", note.Text), TaskLock.Shared("Grid")]);
        await world.EnqueueAsync([.. Texts("A", "B", "A", "C")]);

        var batch = Assert.Single(await ClaimAsync(world, slots: 5));

        Assert.Equal([0, 1, 3], batch.Tasks.Select(Number));
        Assert.Equal(6, await world.CountAsync("x_TaskHolds"));
    }

    [Fact]
    public async Task Claim_ReadersAndAWriter_ReadersShareAndNoLaterOnePassesTheWriter()
    {
        await using var world = await CreateAsync(note => [note.Text == "w" ? TaskLock.Mutex("Catalog") : TaskLock.Shared("Catalog")]);
        await world.EnqueueAsync([.. Texts("r", "r", "w", "r")]);

        var readers = Assert.Single(await ClaimAsync(world, slots: 5));
        Assert.Equal([0, 1], readers.Tasks.Select(Number));

        await world.Store.SettleAsync(readers, [.. readers.Tasks.Select(task => new Settlement.Remove(task))], Token);
        var writer = Assert.Single(await ClaimAsync(world, slots: 5));
        Assert.Equal([2], writer.Tasks.Select(Number));

        await world.Store.SettleAsync(writer, [new Settlement.Remove(writer.Tasks[0])], Token);
        Assert.Equal([3], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
    }

    [Fact]
    public async Task Claim_ConcurrencyLimit_HoldsForAllTogether_AndRetriesFreeTheirPlace()
    {
        await using var world = await CreateAsync(null, _ => [TaskLimit.Concurrency("Transfers", 2)]);
        await world.EnqueueAsync(4);

        var batch = Assert.Single(await ClaimAsync(world, slots: 5));
        Assert.Equal([0, 1], batch.Tasks.Select(Number));
        Assert.Empty(await ClaimAsync(world, slots: 5));

        await world.Store.SettleAsync(batch, [new Settlement.Release(batch.Tasks[0], TimeSpan.FromHours(1), Counts: true, null)], Token);
        Assert.Equal([2], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
        Assert.Equal(2, await world.CountAsync("x_TaskHolds"));
    }

    [Fact]
    public async Task Claim_Rate_GivesTheRestTheirTurns()
    {
        await using var world = await CreateAsync(null, _ => [TaskLimit.Rate("Mails", 2, TimeSpan.FromHours(1))]);
        await world.EnqueueAsync(4);

        var claim = await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);
        var batch = Assert.Single(claim.Batches);
        Assert.Equal([0, 1], batch.Tasks.Select(Number));
        await world.Store.SettleAsync(batch, [.. batch.Tasks.Select(task => new Settlement.Remove(task))], Token);

        var later = await world.Store.ClaimAsync(TaskSize.Small, 5, "me", Token);
        Assert.Empty(later.Batches);
        Assert.InRange(later.NextDue!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.Equal(1, await world.CountAsync("x_Tasks", $"Size = 0 AND Attempt = 0 AND DueMs - CreatedMs BETWEEN {59 * 60_000} AND {61 * 60_000}"));
    }

    [Fact]
    public async Task Claim_AfterTheHoldersLease_FencesItOff()
    {
        await using var world = await CreateAsync(_ => [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(1);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        await world.EnqueueAsync(new NewTask<Note>(new Note(1)) { Priority = TaskPriority.Realtime });

        var current = await world.ClaimOneAsync();

        Assert.Equal(1, Number(current));
        Assert.Equal(1, await world.Store.RenewAsync(late, Token));
        Assert.Equal(0, await world.Store.SettleAsync(late, [new Settlement.Remove(late.Tasks[0])], Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => CompleteAsync(world, late));
        Assert.Equal(0, await world.Store.RenewAsync(current, Token));
        Assert.Empty(await ClaimAsync(world, slots: 5));
        Assert.Equal(1, await world.CountAsync("x_TaskHolds"));
    }

    [Fact]
    public async Task Renew_InTime_ProlongsTheHold()
    {
        await using var world = await CreateAsync(_ => [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(1);
        var batch = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        Assert.Equal(0, await world.Store.RenewAsync(batch, Token));
        await world.EnqueueAsync(new NewTask<Note>(new Note(1)) { Priority = TaskPriority.Realtime });

        Assert.Empty(await ClaimAsync(world, slots: 5));
    }

    [Fact]
    public async Task Complete_InTheHandlersTransaction_WakesTheNext()
    {
        await using var world = await CreateAsync(_ => [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(2);
        var first = await world.ClaimOneAsync();
        await ClaimAsync(world, slots: 1);

        await CompleteAsync(world, first);

        Assert.Equal(1, Number(await world.ClaimOneAsync()));
        Assert.Equal(0, await world.CountAsync("x_TaskWaits"));
    }

    [Fact]
    public async Task Claim_WokenForOneThingAndRefusedAnother_PassesTheFirstOn()
    {
        // The first wants A and B, and is woken for A while another has B.
        await using var world = await CreateAsync(note => note.Text.Select(letter => TaskLock.Mutex("Site", letter.ToString())));
        await world.EnqueueAsync([.. Texts("A", "B", "AB", "A")]);
        var holders = Assert.Single(await ClaimAsync(world, slots: 5));
        Assert.Equal([0, 1], holders.Tasks.Select(Number));

        await world.Store.SettleAsync(holders, [new Settlement.Remove(holders.Tasks[0])], Token);
        Assert.Empty(await ClaimAsync(world, slots: 5));
        var next = Assert.Single(await ClaimAsync(world, slots: 5));
        Assert.Equal([3], next.Tasks.Select(Number));

        await world.Store.SettleAsync(next, [new Settlement.Remove(next.Tasks[0])], Token);
        await world.Store.SettleAsync(holders, [new Settlement.Remove(holders.Tasks[1])], Token);
        Assert.Equal([2], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
    }

    [Fact]
    public async Task Claim_ThousandTasksOnOneMutex_DoNotKeepOthersWaiting()
    {
        await using var world = await CreateAsync(note => note.Text == "free" ? [] : [TaskLock.Mutex("Site", "A")], batchSize: 1);
        await world.EnqueueAsync(1_000);
        await world.EnqueueAsync(new NewTask<Note>(new Note(5_000, "free")));
        var holder = await world.ClaimOneAsync();

        var claims = 1;
        IReadOnlyList<ClaimBatch> free;
        while ((free = await ClaimAsync(world, slots: 1)).Count == 0)
            Assert.InRange(++claims, 1, 12);

        Assert.Equal(5_000, Number(free[0]));
        Assert.Equal(999, await world.CountAsync("x_Tasks", Waiting));
        await world.Store.SettleAsync(holder, [new Settlement.Remove(holder.Tasks[0])], Token);
        Assert.Equal(998, await world.CountAsync("x_Tasks", Waiting));
        Assert.Equal(1, Number(await world.ClaimOneAsync()));
    }

    [Fact]
    public async Task Keeper_HolderGoneWithoutATrace_WakesTheNextAndClearsUp()
    {
        await using var world = await CreateAsync(_ => [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(2);
        var gone = await world.ClaimOneAsync();
        await ClaimAsync(world, slots: 1);
        await world.ExecuteAsync($"DELETE FROM {{x_Tasks}} WHERE TaskID = {gone.Tasks[0].TaskID}");
        Assert.Empty(await ClaimAsync(world, slots: 1));

        await LookAsync(world);

        Assert.Equal(1, Number(await world.ClaimOneAsync()));
        Assert.Equal((1, 0), (await world.CountAsync("x_TaskHolds"), await world.CountAsync("x_TaskWaits")));
    }

    [Fact]
    public async Task Keeper_LimitChangedInTheConfiguration_LetsThoseThatWaitTryAnew()
    {
        var wanted = new Wanted();
        await using var world = await CreateAsync(
            null, note => [note.Text == "mail" ? TaskLimit.Rate("Mails", 1, TimeSpan.FromDays(1)) : TaskLimit.Concurrency("Transfers/CERN", 0)], wanted: wanted);
        await world.EnqueueAsync([.. Texts("mail", "mail", "mail", "file", "file")]);
        Assert.Equal([0], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
        await LookAsync(world);
        Assert.Empty(await ClaimAsync(world, slots: 5));

        wanted.Values["Mails"] = "100 per 1s";
        wanted.Values["Transfers/Default"] = "1";
        await LookAsync(world);

        Assert.Equal([1, 2, 3], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));

        wanted.Values["Transfers/CERN"] = "2";
        await LookAsync(world);
        Assert.Equal([4], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
    }

    [Fact]
    public async Task Claim_OverrideThatMakesNoSense_LeavesTheCodesLimit()
    {
        var wanted = new Wanted { Values = { ["Transfers"] = "many" } };
        await using var world = await CreateAsync(null, _ => [TaskLimit.Concurrency("Transfers", 1)], wanted: wanted);
        await world.EnqueueAsync(2);

        Assert.Equal([0], Assert.Single(await ClaimAsync(world, slots: 5)).Tasks.Select(Number));
    }

    [Fact]
    public async Task Run_LocksThatCannotBeComputed_FailTheAttemptOfThatTaskOnly()
    {
        await using var world = await CreateAsync(note => note.Number == 1 ? throw new FormatException("no such site") : [TaskLock.Mutex("Site", "A")]);
        await world.EnqueueAsync(3);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1);
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NULL");

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 1 AND Errors LIKE '%no such site%'"));
    }

    [Fact]
    public async Task Run_ManyTasksOnFewMutexes_AllAreDoneOneByOne()
    {
        await using var world = await CreateAsync(note => [TaskLock.Mutex("Site", (note.Number % 3).ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        var (running, clashes) = (new int[3], 0);
        world.Script.Handle = async (batch, _, _) =>
        {
            foreach (var task in batch)
                clashes += Interlocked.Increment(ref running[task.Message.Number % 3]) > 1 ? 1 : 0;
            await Task.Yield();
            foreach (var task in batch)
                Interlocked.Decrement(ref running[task.Message.Number % 3]);
            return await NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.StartAsync();

        await world.EnqueueAsync(60);
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal((0, 0, 0), (clashes, await world.CountAsync("x_TaskHolds"), await world.CountAsync("x_TaskWaits")));
    }

    private static IEnumerable<NewTask<Note>> Texts(params string[] texts) => texts.Select((text, number) => new NewTask<Note>(new Note(number, text)));

    private static int Number(ClaimBatch batch) => Number(batch.Tasks[0]);

    private static int Number(TaskRow row) => System.Text.Json.JsonSerializer.Deserialize(row.Body, TestJson.Default.Note)!.Number;

    private static async Task<IReadOnlyList<ClaimBatch>> ClaimAsync(TaskWorld world, int slots) =>
        (await world.Store.ClaimAsync(TaskSize.Small, slots, "me", Token)).Batches;

    private static Task CompleteAsync(TaskWorld world, ClaimBatch batch) => world.Database.WriteAsync(
        (session, token) => new TaskContext(batch.Definition, world.Ends, Token).CompleteAsync(session, [new ClaimedTask<Note>(batch.Tasks[0], batch.Epoch, new Note(1))], token), Token);

    private static Task LookAsync(TaskWorld world) =>
        world.Services.GetServices<IHostedService>().OfType<WaitKeeper>().Single().LookAsync(world.Database, Token);

    private Task<TaskWorld> CreateAsync(
        Func<Note, IEnumerable<TaskLock>>? locks, Func<Note, IEnumerable<TaskLimit>>? limits = null, int batchSize = 10, Wanted? wanted = null) =>
        TaskWorld.CreateAsync(
            engine,
            new TaskDefinition<Note>("note")
            {
                Database = TaskWorld.DatabaseName, BatchSize = batchSize, Lease = TimeSpan.FromSeconds(30), Retry = new RetryPolicy(TimeSpan.FromHours(1), TimeSpan.FromHours(1)), Locks = locks, Limits = limits,
            },
            configure: services => services.AddSingleton<ITaskLimitOverrides>(wanted ?? new Wanted()));

    private sealed class Wanted : ITaskLimitOverrides
    {
        public Dictionary<string, string> Values { get; } = [];

        public string? Find(string limit) => Values.GetValueOrDefault(limit);
    }
}

public sealed class SqliteHoldTests() : HoldContract(Engine.Sqlite);

public sealed class MySqlHoldTests() : HoldContract(Engine.MySql);
