using Dirac.Persistence;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.Storage;

/// <summary>The tasks of one database, as its workers see them. Safe for concurrent use.</summary>
internal sealed class TaskStore(IDatabase database, IReadOnlyDictionary<string, TaskDefinition> definitions, TimeProvider time) : IBatchKeeper
{
    // More candidates than this make the transaction long without making the batches better.
    private const int MostCandidates = 1_000;

    private static readonly TaskPriority[] Priorities = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    private readonly PausedKinds _paused = new(database, time);

    public string Name => database.Name;

    /// <summary>Which tasks claims leave alone, as a broker is to carry them. Default: none.</summary>
    public Func<TaskRow, bool> IsCarried { get; init; } = _ => false;

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
                var found = await SelectDueAsync(session, size, most, token);
                var due = found.FindAll(row => paused.Contains(row.Name) || !IsCarried(row));
                var plan = ClaimPlan.Make(due, definitions, paused, slots);
                await BuryAsync(session, plan, token);
                await ParkAsync(session, plan.Paused, token);
                var batches = await TakeAsync(session, plan.Batches, owner, token);
                var next = found.Count == 0 ? await TaskSql.NextDueAsync(session, size, token) : null;
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

    /// <summary>Records what became of claimed tasks. Those no longer held are left to their new holder.</summary>
    /// <returns>How many were still held.</returns>
    public Task<int> SettleAsync(ClaimBatch batch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        settlements.Count == 0 ? Task.FromResult(0) : SettleAsync([new BatchEnd(batch, settlements)], cancellationToken);

    /// <summary>As the other overload, for the ends of several batches in one transaction.</summary>
    /// <returns>How many were still held.</returns>
    public Task<int> SettleAsync(IReadOnlyList<BatchEnd> ends, CancellationToken cancellationToken) =>
        ends.Sum(end => end.Settlements.Count) == 0 ? Task.FromResult(0) : database.WriteAsync((session, token) => SettleAsync(session, ends, token), cancellationToken);

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

    private static async Task<int> SettleAsync(IDbSession session, IReadOnlyList<BatchEnd> ends, CancellationToken cancellationToken)
    {
        var held = 0;
        foreach (var claim in ends.GroupBy(end => end.Batch.Epoch))
        {
            var settlements = claim.SelectMany(end => end.Settlements).ToList();
            long[] done = [.. settlements.OfType<Settlement.Remove>().Select(settlement => settlement.Task.TaskID)];
            if (done.Length > 0)
                held += await TaskSql.DeleteAsync(session, done, claim.Key, cancellationToken);
            foreach (var settlement in settlements)
            {
                held += settlement switch
                {
                    Settlement.Release release => await TaskSql.ReleaseAsync(session, release.ToRow(claim.Key), cancellationToken),
                    Settlement.Bury bury => await TaskSql.BuryAsync(session, bury.Task.TaskID, claim.Key, bury.Reason, bury.Errors, cancellationToken),
                    _ => 0,
                };
            }
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
            await TaskSql.BuryAsync(session, task.TaskID, task.Epoch, DeathReason.Unknown, task.Errors, cancellationToken);
        foreach (var task in plan.Exhausted)
        {
            var errors = TaskError.Append(task.Errors, new TaskError(task.Attempt, time.GetUtcNow(), $"Its worker {task.Owner} vanished."));
            await TaskSql.BuryAsync(session, task.TaskID, task.Epoch, DeathReason.Failed, errors, cancellationToken);
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

/// <summary>A batch whose handler has ended.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Settlements">What is to be recorded.</param>
internal sealed record BatchEnd(ClaimBatch Batch, IReadOnlyList<Settlement> Settlements);
