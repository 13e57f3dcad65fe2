using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tests.History;

/// <summary>A worker that does what <see cref="TaskRunner"/> does, one transaction at a time, so that anything may come between two of them. Some go on although they
/// were told that they have lost their tasks.</summary>
internal sealed class SimulatedWorker : SimulatedProcess
{
    private const int ManySlots = 20;

    private readonly List<HeldBatch> _held = [];
    private readonly SimulatedGroups _groups;
    private TaskStore _store;

    public SimulatedWorker(string name, RunSetting setting)
        : base(name, setting)
    {
        _groups = new SimulatedGroups(setting);
        _store = NewStore();
    }

    private TaskRegistry Registry => World.Registry;

    public override Task StepAsync() => Random.Next(40) switch
    {
        0 => CrashAsync(),
        < 12 => ClaimAsync(Random.Next(1, 4)),
        < 20 when _held.Count > 0 => RenewAsync(_held[Random.Next(_held.Count)]),
        _ when _held.Count > 0 => WorkAsync(_held[Random.Next(_held.Count)]),
        _ => ClaimAsync(Random.Next(1, 4)),
    };

    /// <summary>Forgets what it held; claims and does what there is.</summary>
    public async Task EndWellAsync()
    {
        _held.Clear();
        await ClaimAsync(ManySlots);
        foreach (var held in _held.ToList())
            await CompleteAsync(held, [.. held.Batch.Tasks], plan: null);
        _held.Clear();
    }

    private TaskStore NewStore() => World.Store(Database, Time);

    private Task CrashAsync()
    {
        _held.Clear();
        _store = NewStore();
        return Task.CompletedTask;
    }

    private async Task ClaimAsync(int slots)
    {
        var reply = await TryAsync(() => _store.ClaimAsync(TaskSize.Small, slots, Name, Token));
        if (!reply.IsCommitted)
            return;
        await Log.LookAsync(reply.Value!.Batches.SelectMany(batch => batch.Tasks).Select(row => row.TaskID).ToHashSet());
        foreach (var batch in reply.Value.Batches)
        {
            foreach (var row in batch.Tasks)
                Log.Add(new HistoryEvent.Claimed(Log.At, Log.TrueAt, Name, row.TaskID, batch.Epoch, row.Attempt, Ms(batch)));
            if (reply.IsKnown)
                _held.Add(new HeldBatch(batch) { RenewedMs = Log.TrueAt });
        }
    }

    private async Task RenewAsync(HeldBatch held)
    {
        var begun = Log.TrueAt;
        var reply = await TryAsync(() => _store.RenewAsync(held.Batch, Token));
        if (reply.IsCommitted)
            Log.Add(new HistoryEvent.Renewed(Log.At, Log.TrueAt, Name, new Listed<long>(held.Ids), held.Batch.Epoch, Ms(held.Batch), reply.Value));
        var isLost = reply.IsKnown ? reply.Value > 0 : begun - held.RenewedMs >= Ms(held.Batch);
        if (reply.IsKnown)
            held.RenewedMs = begun;
        // Not every handler heeds its cancellation.
        if (isLost && Random.Next(2) == 0)
            _held.Remove(held);
    }

    private Task WorkAsync(HeldBatch held)
    {
        var left = held.Batch.Tasks.Where(row => !held.Completed.Contains(row.TaskID)).ToList();
        return Random.Next(3) == 0
            ? SettleAsync(held, left)
            : CompleteAsync(held, [.. left.Take(Random.Next(1, left.Count + 1))], Random.Next(5) == 0 ? _groups.Plan(Time.GetUtcNow()) : null);
    }

    /// <summary>Ends tasks well; the handler of the first may make a group for which its own group waits.</summary>
    private async Task CompleteAsync(HeldBatch held, List<TaskRow> rows, GroupPlan? plan)
    {
        var (definition, epoch) = (held.Batch.Definition, held.Batch.Epoch);
        var route = Registry.Find(definition.Name);
        var context = World.Context(definition);
        long[] ids = [.. rows.Select(row => row.TaskID)];
        try
        {
            var reply = await TryAsync(() => Database.WriteAsync(
                async (session, token) =>
                {
                    await session.InsertManyAsync("x_Effects", ["TaskID", "Epoch"], ids.Select(IReadOnlyList<object?> (id) => [id, epoch]), token);
                    var members = plan is null ? [] : await _groups.MakeAsync(session, plan, route.Read(rows[0], epoch), token);
                    await context.CompleteAsync(session, rows.Select(row => route.Read(row, epoch)), token);
                    return members;
                },
                Token));
            if (reply.IsCommitted && plan is not null)
                _groups.Note(plan, reply.Value!, within: ids[0]);
            if (reply.IsCommitted)
                Log.Add(new HistoryEvent.Completed(Log.At, Log.TrueAt, Name, epoch, new Listed<long>(ids), IsCommitted: true));
            if (reply.IsKnown)
                held.Completed.UnionWith(ids);
            if (held.Completed.Count == held.Batch.Tasks.Count)
                _held.Remove(held);
        }
        catch (LeaseLostException)
        {
            Log.Add(new HistoryEvent.Completed(Log.At, Log.TrueAt, Name, epoch, new Listed<long>(ids), IsCommitted: false));
            if (Random.Next(2) == 0)
                _held.Remove(held);
        }
    }

    private async Task SettleAsync(HeldBatch held, IReadOnlyList<TaskRow> rows)
    {
        var settlements = rows.Select(row => Choose(held.Batch.Definition, row)).ToList();
        var reply = await TryAsync(() => _store.SettleAsync(held.Batch, settlements, Token));
        if (reply.IsCommitted)
            Log.Add(new HistoryEvent.Settled(Log.At, Log.TrueAt, Name, held.Batch.Epoch, new Listed<SettledTask>([.. settlements.Select(Told)]), reply.Value));
        await Log.LookAsync();
        // Now and then an outcome is told again, late.
        if (Random.Next(8) > 0)
            _held.Remove(held);
    }

    private Settlement Choose(TaskDefinition definition, TaskRow row)
    {
        var delay = TimeSpan.FromSeconds(Random.Next(0, 3) * 10);
        return Random.Next(10) switch
        {
            < 3 => new Settlement.Remove(row),
            < 5 => new Settlement.Release(row, delay, Counts: false, row.Errors),
            5 => new Settlement.Bury(row, DeathReason.Unreadable, row.Errors),
            _ when row.Attempt + 1 >= definition.MaxAttempts => new Settlement.Bury(row, DeathReason.Failed, row.Errors),
            _ => new Settlement.Release(row, delay, Counts: true, row.Errors),
        };
    }

    private static SettledTask Told(Settlement settlement) => settlement switch
    {
        Settlement.Release release => new SettledTask(release.Task.TaskID, release.Counts ? SettledAs.Failed : SettledAs.Later, (long)release.Delay.TotalMilliseconds),
        Settlement.Bury bury => new SettledTask(bury.Task.TaskID, SettledAs.Dead),
        _ => new SettledTask(settlement.Task.TaskID, SettledAs.Done),
    };

    private static long Ms(ClaimBatch batch) => (long)batch.Definition.Lease.TotalMilliseconds;

    /// <summary>A batch that this worker believes to hold, or goes on with nevertheless.</summary>
    private sealed class HeldBatch(ClaimBatch batch)
    {
        public ClaimBatch Batch => batch;

        public IReadOnlyList<long> Ids => [.. batch.Tasks.Select(row => row.TaskID)];

        public HashSet<long> Completed { get; } = [];

        public long RenewedMs { get; set; }
    }
}
