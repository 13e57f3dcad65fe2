using Dirac.Tasks.Administration;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Tasks.Tests.Model;

/// <summary>Does operations on the store and on the model and compares what came of them after each.</summary>
internal sealed class ModelRun
{
    private const string Owner = "me";
    private const int Keys = 3;

    private static readonly string[] Kinds = [SimulatedWorld.Deeds, SimulatedWorld.Chores];

    private readonly SimulatedWorld _world;
    private readonly TaskModel _model;
    private readonly TaskStore _store;
    private readonly TaskPauses _pauses;
    private readonly DeadTasks _dead;
    private readonly List<ClaimBatch> _claims = [];
    private long _number;
    private long _last;

    private ModelRun(SimulatedWorld world)
    {
        _world = world;
        _model = new TaskModel(world.Registry.In(SimulatedWorld.DatabaseName));
        _store = world.Store(world.Truth, new ProcessTime(world.Clock));
        _pauses = new TaskPauses(world.Truth, world.Registry, new InProcessDoorbell(), NullLogger<TaskPauses>.Instance);
        _dead = new DeadTasks(world.Truth, world.Registry, world.Ends, new InProcessDoorbell(), NullLogger<DeadTasks>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private long Now => _world.Clock.DatabaseMs;

    /// <summary>Does a run.</summary>
    /// <returns>Where store and model first disagree, or null.</returns>
    public static async Task<string?> DoAsync(SimulatedWorld world, IReadOnlyList<ModelOperation> operations)
    {
        await world.RestartAsync();
        var run = new ModelRun(world);
        foreach (var operation in operations)
        {
            var difference = await run.DoAsync(operation, new Random(operation.How)) ?? await run.CompareAsync();
            if (difference is not null)
                return $"{operation}: {difference}";
        }
        return null;
    }

    private Task<string?> DoAsync(ModelOperation operation, Random random)
    {
        var kind = Kinds[operation.Which % Kinds.Length];
        return operation.Kind switch
        {
            ModelOperationKind.Enqueue => kind == SimulatedWorld.Deeds ? EnqueueAsync(kind, number => new Deed(number), random) : EnqueueAsync(kind, number => new Chore(number), random),
            ModelOperationKind.EnqueueInVain => EnqueueInVainAsync(),
            ModelOperationKind.Claim => ClaimAsync(random.Next(1, 4)),
            ModelOperationKind.Pause => AgreeAsync(_model.Pause(kind), _pauses.PauseAsync(kind, Owner, "as the run wants", Token)),
            ModelOperationKind.Resume => AgreeAsync(_model.Resume(kind), _pauses.ResumeAsync(kind, Owner, Token)),
            ModelOperationKind.Retry => AgreeAsync(_model.Retry(kind, Now), _dead.RetryAsync(new DeadTaskFilter { Name = kind }, Owner, Token)),
            ModelOperationKind.Drop => AgreeAsync(_model.Drop(kind), _dead.DropAsync(new DeadTaskFilter { Name = kind }, Owner, Token)),
            ModelOperationKind.Wait => WaitAsync(() => _world.AdvanceAsync(TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(60_000) : random.Next(3_000)))),
            ModelOperationKind.SetClock => WaitAsync(() => _world.SetDatabaseClockAsync(random.Next(-100, 101) * 1_000L)),
            _ when _claims.Count == 0 => Task.FromResult<string?>(null),
            ModelOperationKind.Renew => RenewAsync(operation.Which % _claims.Count),
            ModelOperationKind.Settle => SettleAsync(operation.Which % _claims.Count, random),
            _ => CompleteAsync(operation.Which % _claims.Count, commits: operation.Kind == ModelOperationKind.Complete),
        };
    }

    private async Task<string?> EnqueueAsync<TMessage>(string kind, Func<long, TMessage> message, Random random)
    {
        var key = random.Next(2) == 0 ? $"key {random.Next(Keys)}" : null;
        var start = random.Next(3) == 0 ? Now + random.Next(30_000) : Now;
        var priority = random.Next(3);
        var tasks = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new NewTask<TMessage>(message(++_number))
        {
            DedupKey = key, NotBefore = start == Now ? null : DateTimeOffset.FromUnixTimeMilliseconds(start), Priority = (TaskPriority)priority,
        }).ToList();

        await _world.Truth.WriteAsync((session, token) => _world.Queue.EnqueueAsync(session, tasks, token), Token);
        var made = await _world.RowsAsync<long>($"SELECT TaskID FROM {{x_Tasks}} WHERE TaskID > {_last} ORDER BY TaskID");
        var expected = key is null ? tasks.Count : _model.Takes(kind, key) ? 1 : 0;
        foreach (var id in made)
            _model.Add(new ModelTask { Id = _last = id, Kind = kind, Priority = priority, CreatedMs = Now, Key = key, DueMs = start });
        return made.Count == expected ? null : $"{made.Count} tasks were made, not {expected}";
    }

    private async Task<string?> EnqueueInVainAsync()
    {
        await Assert.ThrowsAsync<FormatException>(() => _world.Truth.WriteAsync(
            async (session, token) =>
            {
                await _world.Queue.EnqueueAsync(session, [new NewTask<Deed>(new Deed(++_number)) { DedupKey = "key 0" }], token);
                throw new FormatException("As the run wants.");
            },
            Token));
        return null;
    }

    private async Task<string?> ClaimAsync(int slots)
    {
        var expected = _model.Claim(slots, Owner, Now, _world.Clock.TrueMs);
        var claim = await _store.ClaimAsync(TaskSize.Small, slots, Owner, Token);
        _claims.AddRange(claim.Batches);
        return Differ(expected.Select(Text), claim.Batches.Select(batch => Text(new ModelClaim(batch.Definition.Name, batch.Epoch, [.. batch.Tasks.Select(row => row.TaskID)]))));

        static string Text(ModelClaim batch) => $"{batch.Kind} {string.Join(' ', batch.Tasks)} under {batch.Epoch}";
    }

    private Task<string?> RenewAsync(int which) => AgreeAsync(_model.Renew(_model.Claims[which], Now), _store.RenewAsync(_claims[which], Token));

    // Claims stay in the list, so that outcomes also come late and twice.
    private Task<string?> SettleAsync(int which, Random random)
    {
        var (batch, held) = (_claims[which], _model.Held(_model.Claims[which]).ToDictionary(task => task.Id));
        var settlements = batch.Tasks.Select(row => Choose(batch.Definition, row, random)).ToList();
        foreach (var settlement in settlements)
        {
            if (!held.TryGetValue(settlement.Task.TaskID, out var task))
                continue;
            switch (settlement)
            {
                case Settlement.Release release: TaskModel.Release(task, release.Task.Attempt + (release.Counts ? 1 : 0), Now + (long)release.Delay.TotalMilliseconds); break;
                case Settlement.Bury bury: TaskModel.Bury(task, bury.Reason.ToString()); break;
                default: _model.Remove(task); break;
            }
        }
        return AgreeAsync(held.Count, _store.SettleAsync(batch, settlements, Token));
    }

    private static Settlement Choose(TaskDefinition definition, TaskRow row, Random random)
    {
        var delay = TimeSpan.FromSeconds(random.Next(3) * 10);
        return random.Next(8) switch
        {
            < 2 => new Settlement.Remove(row),
            < 4 => new Settlement.Release(row, delay, Counts: false, row.Errors),
            4 => new Settlement.Bury(row, DeathReason.Unreadable, row.Errors),
            _ when row.Attempt + 1 >= definition.MaxAttempts => new Settlement.Bury(row, DeathReason.Failed, row.Errors),
            _ => new Settlement.Release(row, delay, Counts: true, row.Errors),
        };
    }

    private async Task<string?> CompleteAsync(int which, bool commits)
    {
        var (batch, held) = (_claims[which], _model.Held(_model.Claims[which]));
        var route = _world.Registry.Find(batch.Definition.Name);
        var error = await Record.ExceptionAsync(() => _world.Truth.WriteAsync(
            async (session, token) =>
            {
                await _world.Context(batch.Definition).CompleteAsync(session, batch.Tasks.Select(row => route.Read(row, batch.Epoch)), token);
                if (!commits)
                    throw new FormatException("As the run wants.");
            },
            Token));
        var mayComplete = held.Count == batch.Tasks.Count;
        foreach (var task in held.Where(_ => mayComplete && commits))
            _model.Remove(task);
        var expected = mayComplete ? commits ? null : nameof(FormatException) : nameof(LeaseLostException);
        return error?.GetType().Name == expected ? null : $"it ended with {error?.GetType().Name ?? "success"}, not {expected ?? "success"}";
    }

    private static async Task<string?> WaitAsync(Func<Task> wait)
    {
        await wait();
        return null;
    }

    private static async Task<string?> AgreeAsync<T>(T expected, Task<T> call)
    {
        var answer = await call;
        return Equals(expected, answer) ? null : $"the answer was {answer}, not {expected}";
    }

    private static Task<string?> AgreeAsync(bool expected, Task<bool?> call) => AgreeAsync<bool?>(expected, call);

    private static Task<string?> AgreeAsync(int expected, Task<long> call) => AgreeAsync<long>(expected, call);

    private async Task<string?> CompareAsync() =>
        Differ(_model.Queue, (await _world.RowsAsync<QueueRow>("SELECT TaskID, Name, Priority, Size, PendingKey, DueMs, Attempt, Epoch, Owner, CreatedMs FROM {x_Tasks} ORDER BY TaskID")).Select(row => row.ToTask().ToString()))
        ?? Differ(_model.Dead, (await _world.RowsAsync<QueueRow>("SELECT TaskID, Name, Priority, Size, Attempt, CreatedMs, Reason FROM {x_DeadTasks} ORDER BY TaskID")).Select(row => row.ToTask().ToString()))
        ?? Differ(_model.Paused, (await _world.RowsAsync<string>("SELECT Name FROM {x_TaskPauses} ORDER BY Name")));

    private static string? Differ(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (should, does) = (expected.ToList(), actual.ToList());
        return should.SequenceEqual(does) ? null : $"\n  only in the model: {string.Join("; ", should.Except(does))}\n  only in the store: {string.Join("; ", does.Except(should))}";
    }
}
