using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Storage;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Storage;

/// <summary>What the table of tasks promises on every engine.</summary>
public abstract class TaskStoreContract(Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enqueue_TransactionRolledBack_LeavesNothing()
    {
        await using var world = await CreateAsync();

        await Assert.ThrowsAsync<FormatException>(() => world.Database.WriteAsync(
            async (session, token) =>
            {
                await world.Queue.EnqueueAsync(session, [new NewTask<Note>(new Note(1))], token);
                throw new FormatException("as the test wants");
            },
            Token));

        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Enqueue_WrongDatabaseOrUndeclaredMessage_IsRefused()
    {
        await using var world = await CreateAsync();
        await using var other = await TestDatabases.CreateAsync(engine, services => services.AddSchema("OtherDB", typeof(ITaskQueue).Assembly, "Tasks"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => other.Get("OtherDB").WriteAsync(
            (session, token) => world.Queue.EnqueueAsync(session, [new NewTask<Note>(new Note(1))], token), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Database.WriteAsync(
            (session, token) => world.Queue.EnqueueAsync(session, [new NewTask<Reminder>(new Reminder("x"))], token), Token));
    }

    [Fact]
    public async Task Enqueue_SameKey_WaitsOnce_AndMayComeAgainWhileItRuns()
    {
        await using var world = await CreateAsync();
        var keyed = new NewTask<Note>(new Note(1)) { DedupKey = "job 7" };

        await world.EnqueueAsync(keyed, keyed);
        await world.EnqueueAsync(keyed);
        Assert.Equal(1, await world.CountAsync("x_Tasks"));

        await world.ClaimOneAsync();
        await world.EnqueueAsync(keyed, keyed);
        Assert.Equal(2, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Claim_TaskForLater_IsLeftAndItsTimeIsTold()
    {
        await using var world = await CreateAsync();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(await world.Database.ReadAsync(
            (session, token) => session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, token), Token));
        await world.EnqueueAsync(new NewTask<Note>(new Note(1)) { NotBefore = now.AddMinutes(10) });

        var claim = await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token);

        Assert.Empty(claim.Batches);
        Assert.InRange(claim.NextDue!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Claim_SeveralPriorities_TakesTheHighestFirst()
    {
        await using var world = await CreateAsync(TaskWorld.Note(batchSize: 1));
        await world.EnqueueAsync(
            new NewTask<Note>(new Note(3)) { Priority = TaskPriority.Background },
            new NewTask<Note>(new Note(2)),
            new NewTask<Note>(new Note(1)) { Priority = TaskPriority.Realtime });

        var claim = await world.Store.ClaimAsync(TaskSize.Small, 2, "me", Token);

        Assert.Equal(["""{"Number":1,"Text":""}""", """{"Number":2,"Text":""}"""], claim.Batches.Select(batch => batch.Tasks[0].Body));
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 0"));
    }

    [Fact]
    public async Task Claim_LowerPriorityDueForTooLong_GetsOneOfTenClaims()
    {
        await using var world = await CreateAsync(TaskWorld.Note(batchSize: 1));
        await world.EnqueueAsync([.. Enumerable.Range(0, 40).Select(number => new NewTask<Note>(new Note(number)) { Priority = TaskPriority.Realtime })]);
        await world.EnqueueAsync(20);
        var store = world.Store;

        Assert.Equal(0, await NormalOnesAsync());

        await world.ExecuteAsync("UPDATE {x_Tasks} SET DueMs = DueMs - 61000 WHERE Priority = 1");
        Assert.Equal(2, await NormalOnesAsync());

        async Task<int> NormalOnesAsync()
        {
            var normal = 0;
            for (var claim = 0; claim < 20; claim++)
                normal += (await store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches.Count(batch => batch.Tasks[0].Priority == TaskPriority.Normal);
            return normal;
        }
    }

    [Fact]
    public async Task Enqueue_KeyComputedFromTheMessage_WaitsOnce()
    {
        await using var world = await CreateAsync(new TaskDefinition<Note>("note") { Database = TaskWorld.DatabaseName, DedupKey = note => note.Text.Length > 0 ? note.Text : null });

        await world.EnqueueAsync(new(new Note(1, "a")), new(new Note(2, "a")), new(new Note(3)), new(new Note(4)), new(new Note(5, "a")) { DedupKey = "b" });

        Assert.Equal(4, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Claim_HeldTask_IsLeftUntilItsLeaseRunsOut()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(1);
        var first = await world.ClaimOneAsync();
        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches);

        await world.ExpireLeasesAsync();
        var second = await world.ClaimOneAsync();

        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal(1, second.Tasks[0].Attempt);
    }

    [Fact]
    public async Task Settle_ByAnEarlierHolder_ChangesNothing()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(1);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        var current = await world.ClaimOneAsync();
        var task = late.Tasks[0];

        Assert.Equal(0, await world.Store.SettleAsync(late, [new Settlement.Remove(task)], Token));
        Assert.Equal(0, await world.Store.SettleAsync(late, [new Settlement.Release(task, TimeSpan.Zero, Counts: true, null)], Token));
        Assert.Equal(0, await world.Store.SettleAsync(late, [new Settlement.Bury(task, DeathReason.Failed, null)], Token));
        Assert.Equal(1, await world.Store.RenewAsync(late, Token));
        Assert.Equal(0, await world.Store.RenewAsync(current, Token));
        Assert.Equal(1, await world.Store.SettleAsync(current, [new Settlement.Remove(current.Tasks[0])], Token));
        Assert.Equal((0, 0), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_DeadTasks")));
    }

    [Fact]
    public async Task Complete_InTheHandlersTransactionAfterLosingTheLease_RollsItBack()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(1);
        var late = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();
        await world.ClaimOneAsync();
        var context = new TaskContext(late.Definition, world.Ends, Token);

        await Assert.ThrowsAsync<LeaseLostException>(() => world.Database.WriteAsync(
            async (session, token) =>
            {
                await world.Queue.EnqueueAsync(session, [new NewTask<Note>(new Note(2))], token);
                await context.CompleteAsync(session, [Held(late)], token);
            },
            Token));

        Assert.Equal(1, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Renew_HeldTask_ProlongsItsLease()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(2);
        var batch = await world.ClaimOneAsync();
        await world.ExpireLeasesAsync();

        Assert.Equal(0, await world.Store.RenewAsync(batch, Token));

        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 1, "other", Token)).Batches);
    }

    [Fact]
    public async Task Renew_TaskCompletedMeanwhile_IsNotLost()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(2);
        var batch = await world.ClaimOneAsync();
        await world.Store.SettleAsync(batch, [new Settlement.Remove(batch.Tasks[0])], Token);

        Assert.Equal(0, await world.Store.RenewAsync(batch, Token));
    }

    [Fact]
    public async Task Claim_WorkersThatVanishAgainAndAgain_EndAmongTheDead()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(1);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await world.ClaimOneAsync();
            await world.ExpireLeasesAsync();
        }

        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches);

        var dead = Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token));
        Assert.Equal((DeathReason.Failed, 3), (dead.Reason, dead.Attempts));
        Assert.Contains("vanished", Assert.Single(dead.Errors).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_UnknownName_IsSetAsideAndComesBackToAProgramThatKnowsIt()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(1);
        await world.ExecuteAsync("UPDATE {x_Tasks} SET Name = 'from the future'");

        Assert.Empty((await world.Store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches);
        Assert.Equal(DeathReason.Unknown, Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token)).Reason);
        Assert.Equal(0, await world.Store.ReviveKnownAsync(Token));

        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Name = 'note'");
        Assert.Equal(1, await world.Store.ReviveKnownAsync(Token));
        await world.ClaimOneAsync();
    }

    [Fact]
    public async Task Claim_ManyAtOnce_NeverShareATaskAndLoseNone()
    {
        const int count = 600;
        await using var world = await CreateAsync();
        await world.EnqueueAsync(count);

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => ClaimAllAsync(world, $"worker {worker}")));

        var ids = claims.SelectMany(claim => claim).ToList();
        Assert.Equal(count, ids.Distinct().Count());
        Assert.Equal(count, ids.Count);
    }

    [Fact]
    public async Task Dead_RetriedOrDropped_ComeBackOrAreGone()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(2);
        var batch = await world.ClaimOneAsync();
        var errors = TaskError.Append(null, new TaskError(1, DateTimeOffset.UnixEpoch, "as the test wants"));
        await world.Store.SettleAsync(batch, [.. batch.Tasks.Select(task => new Settlement.Bury(task, DeathReason.Failed, errors))], Token);
        var dead = await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token);

        Assert.Equal(1, await world.Dead.RetryAsync(new DeadTaskFilter { Name = "note", Ids = [dead[0].Id] }, "ann", Token));
        Assert.Equal(1, await world.Dead.DropAsync(new DeadTaskFilter { Name = "note", Ids = [dead[1].Id] }, "ann", Token));

        Assert.Equal("as the test wants", Assert.Single(dead[0].Errors).Error);
        Assert.Equal(dead[0].Id, Assert.Single((await world.ClaimOneAsync()).Tasks).TaskID);
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    private Task<TaskWorld> CreateAsync(TaskDefinition? note = null) => TaskWorld.CreateAsync(engine, note);

    private static ClaimedTask<Note> Held(ClaimBatch batch) => new(batch.Tasks[0], batch.Epoch, new Note(1));

    private static async Task<List<long>> ClaimAllAsync(TaskWorld world, string worker)
    {
        var ids = new List<long>();
        while (await world.CountAsync("x_Tasks", "Owner IS NULL") > 0)
        {
            var claim = await world.Store.ClaimAsync(TaskSize.Small, 1, worker, Token);
            ids.AddRange(claim.Batches.SelectMany(batch => batch.Tasks).Select(task => task.TaskID));
        }
        return ids;
    }
}

public sealed class SqliteTaskStoreTests() : TaskStoreContract(Engine.Sqlite);

public sealed class MySqlTaskStoreTests() : TaskStoreContract(Engine.MySql);
