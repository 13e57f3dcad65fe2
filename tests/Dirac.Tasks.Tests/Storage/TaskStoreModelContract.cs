using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Storage;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Storage;

/// <summary>Random operations on the table and on a simple model of it must agree after each step.</summary>
public abstract class TaskStoreModelContract(Engine engine)
{
    private const int Steps = 300;
    private const int MaxAttempts = 3;

    private readonly Dictionary<long, ModelTask> _model = [];
    private readonly List<ClaimBatch> _claims = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_RandomOperations_AgreeWithTheModel()
    {
        var random = new Random(TestSeed.Next());
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 4, maxAttempts: MaxAttempts));
        for (var step = 0; step < Steps; step++)
        {
            var operation = random.Next(6);
            await (operation switch
            {
                0 => EnqueueAsync(world, random.Next(1, 6)),
                1 or 2 => ClaimAsync(world, random.Next(1, 4)),
                3 => ExpireAsync(world, random),
                _ => SettleAsync(world, random),
            });
            await CompareAsync(world, $"step {step}, operation {operation}");
        }
        Assert.Contains(_model.Values, task => task.IsDead);
        Assert.Contains(_model.Values, task => task.IsGone);
    }

    private async Task EnqueueAsync(TaskWorld world, int count)
    {
        await world.EnqueueAsync(count);
        foreach (var row in await RowsAsync(world))
            _model.TryAdd(row.TaskID, new ModelTask());
    }

    private async Task ClaimAsync(TaskWorld world, int slots)
    {
        var claim = await world.Store.ClaimAsync(TaskSize.Small, slots, "me", Token);
        foreach (var task in _model.Values.Where(task => task is { IsHeld: true, IsExpired: true, Attempt: >= MaxAttempts }))
            task.MayHaveDied = true;
        foreach (var batch in claim.Batches)
        {
            _claims.Add(batch);
            foreach (var row in batch.Tasks)
            {
                var task = _model[row.TaskID];
                Assert.True(task.IsClaimable, $"Task {row.TaskID} was claimed although it was not free.");
                Assert.True(batch.Epoch > task.Epoch, $"Task {row.TaskID} got epoch {batch.Epoch} after {task.Epoch}.");
                (task.IsHeld, task.IsExpired, task.Epoch) = (true, false, batch.Epoch);
                task.Attempt++;
            }
        }
    }

    private async Task ExpireAsync(TaskWorld world, Random random)
    {
        if (random.Next(2) == 0)
            return;
        await world.ExpireLeasesAsync();
        foreach (var task in _model.Values.Where(task => task.IsHeld))
            task.IsExpired = true;
    }

    // Claims stay in the list, so that outcomes also come late and twice.
    private async Task SettleAsync(TaskWorld world, Random random)
    {
        if (_claims.Count == 0)
            return;
        var batch = _claims[random.Next(_claims.Count)];
        var settlements = batch.Tasks.Select(row => Choose(row, random)).ToList();
        var expected = settlements.Count(settlement => Apply(settlement, batch.Epoch));

        Assert.Equal(expected, await world.Store.SettleAsync(batch, settlements, Token));
    }

    private static Settlement Choose(TaskRow row, Random random) => random.Next(4) switch
    {
        0 => new Settlement.Release(row, TimeSpan.Zero, Counts: true, null),
        1 => new Settlement.Release(row, TimeSpan.Zero, Counts: false, null),
        2 => new Settlement.Bury(row, DeathReason.Failed, null),
        _ => new Settlement.Remove(row),
    };

    private bool Apply(Settlement settlement, long epoch)
    {
        var task = _model[settlement.Task.TaskID];
        if (!task.IsHeld || task.Epoch != epoch)
            return false;
        (task.IsHeld, task.IsExpired) = (false, false);
        switch (settlement)
        {
            case Settlement.Release release:
                task.Attempt = settlement.Task.Attempt + (release.Counts ? 1 : 0);
                task.Epoch++;
                break;
            case Settlement.Bury:
                task.IsDead = true;
                break;
            default:
                task.IsGone = true;
                break;
        }
        return true;
    }

    private async Task CompareAsync(TaskWorld world, string when)
    {
        var rows = (await RowsAsync(world)).ToDictionary(row => row.TaskID);
        var dead = (await world.Dead.ListAsync(new DeadTaskFilter(), 1_000, Token)).Select(task => task.Id).ToHashSet();
        foreach (var (id, task) in _model)
        {
            // A claim buries used-up tasks it comes across; how far it looks is its own business.
            if ((task.MayHaveDied || task is { IsHeld: false, Attempt: >= MaxAttempts }) && dead.Contains(id))
                (task.IsDead, task.IsHeld) = (true, false);
            Assert.True(dead.Contains(id) == task.IsDead, $"Task {id} after {when}: dead in the table is {dead.Contains(id)}.");
            Assert.True(rows.ContainsKey(id) == (!task.IsDead && !task.IsGone), $"Task {id} after {when}: in the table is {rows.ContainsKey(id)}.");
            if (rows.TryGetValue(id, out var row))
                Assert.Equal((task.IsHeld, task.Attempt, task.Epoch), (row.Owner is not null, row.Attempt, row.Epoch));
        }
        Assert.Equal(rows.Count + dead.Count, _model.Values.Count(task => !task.IsGone));
    }

    private static Task<IReadOnlyList<TaskRow>> RowsAsync(TaskWorld world) =>
        world.Database.ReadAsync((session, token) => session.QueryAsync<TaskRow>("SELECT * FROM {x_Tasks}", null, token), Token);

    private sealed class ModelTask
    {
        public bool IsHeld { get; set; }

        public bool IsExpired { get; set; }

        public bool IsDead { get; set; }

        public bool IsGone { get; set; }

        public bool MayHaveDied { get; set; }

        public int Attempt { get; set; }

        public long Epoch { get; set; }

        public bool IsClaimable => !IsDead && !IsGone && (!IsHeld || IsExpired) && Attempt < MaxAttempts;
    }
}

public sealed class SqliteTaskStoreModelTests() : TaskStoreModelContract(Engine.Sqlite);

public sealed class MySqlTaskStoreModelTests() : TaskStoreModelContract(Engine.MySql);
