using System.Globalization;
using Dirac.Persistence;
using Dirac.Tasks.Storage;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Locking;

/// <summary>
/// Several workers with stalls at random moments. Each task reads its site's counter while it holds the site's lock and writes one more when it completes:
/// the counters are right in the end only if no two held a lock together and every late effect was fenced off.
/// </summary>
public abstract class HoldStressContract(Engine engine)
{
    private const int Workers = 4;
    private const int Sites = 3;
    private const int Count = 150;
    private const int MostAtOnce = 2;

    private int _stalls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Locks_SeveralWorkersThatStall_EveryEffectOnceAndNeverTwoHolders()
    {
        var seed = TestSeed.Next();
        await using var world = await TaskWorld.CreateAsync(engine, new TaskDefinition<Note>("note")
        {
            Database = TaskWorld.DatabaseName,
            BatchSize = 2,
            MaxAttempts = 1_000,
            Lease = TimeSpan.FromMinutes(10),
            Locks = note => [TaskLock.Mutex("Site", Site(note.Number))],
            Limits = _ => [TaskLimit.Concurrency("Sites", MostAtOnce)],
        });
        await world.ExecuteAsync("CREATE TABLE {Counters} (Site INT NOT NULL PRIMARY KEY, Done INT NOT NULL)");
        for (var site = 0; site < Sites; site++)
            await world.ExecuteAsync($"INSERT INTO {{Counters}} (Site, Done) VALUES ({site}, 0)");
        await world.EnqueueAsync(Count);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(world, new Random(seed + worker)), Token)));

        Assert.Equal(Enumerable.Repeat(Count / Sites, Sites), await CountersAsync(world));
        Assert.Equal((0, 0), (await world.CountAsync("x_TaskHolds"), await world.CountAsync("x_TaskWaits")));
        Assert.True(_stalls > 5, $"Only {_stalls} workers stalled: the test shows nothing.");
    }

    private async Task WorkAsync(TaskWorld world, Random random)
    {
        var store = world.Store;
        while (await world.CountAsync("x_Tasks") > 0)
        {
            foreach (var batch in (await store.ClaimAsync(TaskSize.Small, random.Next(1, 3), "me", Token)).Batches)
            {
                foreach (var task in batch.Tasks)
                    await RunAsync(world, store, batch with { Tasks = [task] }, random);
            }
            await Task.Yield();
        }
    }

    private async Task RunAsync(TaskWorld world, TaskStore store, ClaimBatch batch, Random random)
    {
        var task = batch.Tasks[0];
        var number = System.Text.Json.JsonSerializer.Deserialize(task.Body, TestJson.Default.Note)!.Number;
        var seen = (await CountersAsync(world))[number % Sites];
        var stalls = random.Next(4) == 0;
        if (!stalls)
            Assert.InRange(await HoldersAsync(world), 0, MostAtOnce);
        else
            await StallAsync(world, task.TaskID, batch.Epoch, random);

        switch (random.Next(10))
        {
            case 0 when !stalls:
                Assert.Equal(0, await store.RenewAsync(batch, Token));
                break;
            case 1:
                await store.SettleAsync(batch, [new Settlement.Release(task, TimeSpan.Zero, Counts: random.Next(2) == 0, null)], Token);
                return;
        }
        await TryCompleteAsync(world, batch, number % Sites, seen);
    }

    // As if the process stood still until its lease was over, while others went on.
    private async Task StallAsync(TaskWorld world, long id, long epoch, Random random)
    {
        Interlocked.Increment(ref _stalls);
        await world.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE {{x_Tasks}} SET DueMs = 0 WHERE TaskID = {id} AND Epoch = {epoch}"));
        for (var looks = random.Next(3); looks > 0; looks--)
            await world.CountAsync("x_Tasks");
    }

    private static async Task TryCompleteAsync(TaskWorld world, ClaimBatch batch, int site, int seen)
    {
        try
        {
            await world.Database.WriteAsync(
                async (session, token) =>
                {
                    var claimed = new ClaimedTask<Note>(batch.Tasks[0], batch.Epoch, new Note(0));
                    await new TaskContext(batch.Definition, world.Ends, Token).CompleteAsync(session, [claimed], token);
                    await session.ExecuteAsync("UPDATE {Counters} SET Done = @Done WHERE Site = @Site", new { Site = site, Done = seen + 1 }, token);
                },
                Token);
        }
        catch (LeaseLostException)
        {
            // What a worker that lost its task does: nothing.
            return;
        }
    }

    private static Task<long> HoldersAsync(TaskWorld world) => world.Database.ReadAsync(
        (session, token) => session.ScalarAsync<long>(
            $"SELECT COUNT(*) FROM {{x_TaskHolds}} h JOIN {{x_Tasks}} t ON t.TaskID = h.TaskID AND t.Epoch = h.Epoch WHERE h.Mode = 2 AND t.DueMs > {session.Dialect.UtcNowMs}", null, token),
        Token);

    private static Task<IReadOnlyList<int>> CountersAsync(TaskWorld world) =>
        world.Database.ReadAsync((session, token) => session.QueryAsync<int>("SELECT Done FROM {Counters} ORDER BY Site", null, token), Token);

    private static string Site(int number) => (number % Sites).ToString(CultureInfo.InvariantCulture);
}

public sealed class SqliteHoldStressTests() : HoldStressContract(Engine.Sqlite);

public sealed class MySqlHoldStressTests() : HoldStressContract(Engine.MySql);
