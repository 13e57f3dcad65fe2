using Dirac.Persistence;
using Dirac.Tasks.Metrics;

namespace Dirac.Tasks.Storage;

/// <summary>The tasks of one database, as its workers see them. Safe for concurrent use.</summary>
internal sealed class TaskStore(IDatabase database, IReadOnlyDictionary<string, TaskDefinition> definitions, TaskEnds ends, TimeProvider time)
{
    // More candidates than this make the transaction long without making the batches better.
    private const int MostCandidates = 1_000;

    private static readonly TaskPriority[] Priorities = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    private readonly PausedKinds _paused = new(database, time);

    private readonly SettlementQueue _settling = new(calls => SettleAsync(database, ends, calls));

    public string Name => database.Name;

    /// <summary>Takes due tasks of a size class for at most <paramref name="slots"/> handler calls.</summary>
    /// <param name="size">The size class.</param>
    /// <param name="slots">How many handlers are free.</param>
    /// <param name="owner">Who claims, for people who look at the table.</param>
    /// <param name="cancellationToken">Stops the claim.</param>
    /// <returns>The batches, and when to look again if nothing rings before.</returns>
    public async Task<Claim> ClaimAsync(TaskSize size, int slots, string owner, CancellationToken cancellationToken)
    {
        var paused = await _paused.NamesAsync(cancellationToken);
        var widest = definitions.Values.Where(definition => definition.Size == size).Max(definition => definition.BatchSize);
        var most = Math.Clamp(slots * widest, 1, MostCandidates);
        return await database.WriteAsync(
            async (session, token) =>
            {
                var due = await SelectDueAsync(session, size, most, token);
                var plan = ClaimPlan.Make(due, definitions, paused, slots);
                await BuryAsync(session, plan, token);
                await ParkAsync(session, plan.Paused, token);
                var batches = await TakeAsync(session, plan.Batches, owner, token);
                var next = due.Count == 0 ? await TaskSql.NextDueAsync(session, size, token) : 0;
                return new Claim(batches, FoundAny: due.Count > 0, next is { } ms ? TimeSpan.FromMilliseconds(Math.Max(ms, 0)) : null);
            },
            cancellationToken);
    }

    /// <summary>Prolongs the lease of a batch.</summary>
    /// <returns>How many of its tasks were lost to somebody else.</returns>
    public Task<int> RenewAsync(ClaimBatch batch, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                long[] ids = [.. batch.Tasks.Select(task => task.TaskID)];
                var held = await TaskSql.RenewAsync(session, ids, batch.Epoch, batch.Definition.Lease, token);
                return held == ids.Length ? 0 : await TaskSql.CountLostAsync(session, ids, batch.Epoch, token);
            },
            cancellationToken);

    /// <summary>
    /// Records what became of claimed tasks, together with those of other calls that end meanwhile. Those no longer held are left to their new holder.
    /// </summary>
    /// <returns>How many were still held. Where calls of one kind were recorded together, those that were not are counted to the last of them.</returns>
    public Task<int> SettleAsync(ClaimBatch batch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        _settling.AddAsync(new SettledCall(batch, settlements)).WaitAsync(cancellationToken);

    /// <summary>Brings back tasks that were put among the dead for want of a program that knows them, if this one does.</summary>
    /// <returns>How many came back.</returns>
    public Task<int> ReviveKnownAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var known = await DeadTaskSql.SelectUnknownAsync(session, definitions.Keys, token);
                return known.Count == 0 ? 0 : await DeadTaskSql.ReviveAsync(session, known, token);
            },
            cancellationToken);

    /// <summary>Lets tasks go on that a resume, ended half way, has left parked.</summary>
    public Task UnparkAsync(CancellationToken cancellationToken) => Unparking.RunAsync(database, cancellationToken);

    private static Task<IReadOnlyList<int>> SettleAsync(IDatabase database, TaskEnds ends, IReadOnlyList<SettledCall> calls) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var held = new int[calls.Count];
                foreach (var alike in calls.Index().GroupBy(call => (call.Item.Batch.Definition, call.Item.Batch.Epoch)))
                {
                    var left = await SettleAsync(session, ends, alike.Key.Epoch, [.. alike.SelectMany(call => call.Item.Settlements)], token);
                    foreach (var (index, call) in alike)
                    {
                        held[index] = Math.Min(left, call.Settlements.Count);
                        left -= held[index];
                    }
                }
                return (IReadOnlyList<int>)held;
            },
            CancellationToken.None);

    private static async Task<int> SettleAsync(
        IDbSession session, TaskEnds ends, long epoch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var held = await ends.DoneAsync(session, [.. settlements.OfType<Settlement.Remove>().Select(done => done.Task)], epoch, cancellationToken);
        foreach (var settlement in settlements)
        {
            held += settlement switch
            {
                Settlement.Release release => await TaskSql.ReleaseAsync(session, release.ToRow(epoch), cancellationToken),
                Settlement.Bury bury => await ends.BuryAsync(session, bury.Task, epoch, bury.Reason, bury.Errors, cancellationToken),
                _ => 0,
            };
        }
        return held;
    }

    private static async Task<List<TaskRow>> SelectDueAsync(IDbSession session, TaskSize size, int most, CancellationToken cancellationToken)
    {
        var due = new List<TaskRow>();
        foreach (var priority in Priorities)
        {
            if (due.Count < most)
                due.AddRange(await TaskSql.SelectDueAsync(session, size, priority, most - due.Count, cancellationToken));
        }
        return due;
    }

    private static async Task<IReadOnlyList<ClaimBatch>> TakeAsync(
        IDbSession session, IReadOnlyList<ClaimBatch> batches, string owner, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
            return [];

        var epoch = batches.Max(batch => batch.Tasks.Max(task => task.Epoch)) + 1;
        foreach (var lease in batches.GroupBy(batch => batch.Definition.Lease))
        {
            long[] ids = [.. lease.SelectMany(batch => batch.Tasks).Select(task => task.TaskID)];
            await TaskSql.ClaimAsync(session, ids, owner, epoch, lease.Key, cancellationToken);
        }
        return [.. batches.Select(batch => batch with { Epoch = epoch })];
    }

    private async Task ParkAsync(IDbSession session, IReadOnlyList<TaskRow> tasks, CancellationToken cancellationToken)
    {
        if (tasks.Count > 0 && await PauseSql.ParkAsync(session, tasks, cancellationToken) > 0)
            _paused.Forget();
    }

    private async Task BuryAsync(IDbSession session, ClaimPlan plan, CancellationToken cancellationToken)
    {
        foreach (var task in plan.Unknown)
            await ends.BuryAsync(session, task, task.Epoch, DeathReason.Unknown, task.Errors, cancellationToken);
        foreach (var task in plan.Exhausted)
        {
            var errors = TaskError.Append(task.Errors, new TaskError(task.Attempt, time.GetUtcNow(), $"Its worker {task.Owner} vanished."));
            await ends.BuryAsync(session, task, task.Epoch, DeathReason.Failed, errors, cancellationToken);
        }
        foreach (var task in plan.Unknown.Concat(plan.Exhausted))
            session.AfterCommit(() => TaskMeter.Died(task.Name));
    }
}

/// <summary>The result of one look at the queue.</summary>
/// <param name="Batches">What was taken.</param>
/// <param name="FoundAny">Whether anything was due: then there may be more.</param>
/// <param name="NextDue">How long until the next task is due; null when none waits.</param>
internal sealed record Claim(IReadOnlyList<ClaimBatch> Batches, bool FoundAny, TimeSpan? NextDue);
