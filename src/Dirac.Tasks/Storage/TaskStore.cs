using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.Storage;

/// <summary>The tasks of one database, as its workers see them. Safe for concurrent use.</summary>
internal sealed class TaskStore(IDatabase database, IReadOnlyDictionary<string, TaskDefinition> definitions, TaskEnds ends, ClaimRules rules, TimeProvider time)
    : IBatchKeeper
{
    // More candidates than this make the transaction long without making the batches better.
    private const int MostCandidates = 1_000;

    // Many tasks that wait for one lock are put aside in few transactions.
    private const int FewestThatMayNeed = 100;

    private readonly PausedKinds _paused = new(database, time);
    private readonly ConcurrentDictionary<TaskSize, long> _turns = new();
    private readonly SettlementQueue _settling = new(new SettlementRecorder(database, ends).RecordAsync);

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
        var steps = ClaimOrder.Of(_turns.AddOrUpdate(size, 1, (_, turn) => turn + 1), rules.Patience);
        var most = MostOf(size, slots);
        return await database.WriteAsync(
            async (session, token) =>
            {
                var found = await SelectDueAsync(session, size, steps, most, token);
                var due = DueTasks.Sort(found.Where(row => paused.Contains(row.Name) || !IsCarried(row)), definitions, paused);
                await BuryAsync(session, due, token);
                await ParkAsync(session, due.Paused, token);
                var ledger = await rules.Holds.OpenAsync(session, due.Ready, definitions, token);
                var plan = ClaimPlan.Make(due.Ready, definitions, ledger, slots);
                var batches = await TakeAsync(session, plan.Batches, owner, token);
                await rules.Holds.RecordAsync(session, ledger, batches, plan.Blocked, token);
                var next = found.Count == 0 ? await TaskSql.NextDueAsync(session, size, token) : null;
                return new Claim(batches, FoundAny: !due.IsEmpty, next is { } ms ? TimeSpan.FromMilliseconds(Math.Max(ms, 0)) : null);
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
        settlements.Count == 0 ? Task.FromResult(0) : _settling.AddAsync(new SettledCall(batch, settlements)).WaitAsync(cancellationToken);

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

    private int MostOf(TaskSize size, int slots)
    {
        var kinds = definitions.Values.Where(definition => definition.Size == size).ToList();
        var most = slots * kinds.Max(definition => definition.BatchSize);
        return Math.Clamp(kinds.Exists(definition => definition.MayNeed) ? Math.Max(most, FewestThatMayNeed) : most, 1, MostCandidates);
    }

    private static async Task<List<TaskRow>> SelectDueAsync(
        IDbSession session, TaskSize size, IReadOnlyList<ClaimStep> steps, int most, CancellationToken cancellationToken)
    {
        var due = new List<TaskRow>();
        var seen = new HashSet<long>();
        foreach (var step in steps)
        {
            if (due.Count < most)
                due.AddRange((await TaskSql.SelectDueAsync(session, size, step, most - due.Count, cancellationToken)).Where(row => seen.Add(row.TaskID)));
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

    private async Task BuryAsync(IDbSession session, DueTasks due, CancellationToken cancellationToken)
    {
        foreach (var task in due.Unknown)
            await ends.BuryAsync(session, task, task.Epoch, DeathReason.Unknown, task.Errors, cancellationToken);
        foreach (var task in due.Exhausted)
        {
            var errors = TaskError.Append(task.Errors, new TaskError(task.Attempt, time.GetUtcNow(), $"Its worker {task.Owner} vanished.") { TraceId = AttemptRun.TraceOf(task) });
            await ends.BuryAsync(session, task, task.Epoch, DeathReason.Failed, errors, cancellationToken);
        }
        foreach (var task in due.Unknown.Concat(due.Exhausted))
            session.AfterCommit(() => TaskMeter.Died(task.Name));
    }
}

/// <summary>The result of one look at the queue.</summary>
/// <param name="Batches">What was taken.</param>
/// <param name="FoundAny">Whether anything was due: then there may be more.</param>
/// <param name="NextDue">How long until the next task is due; null when none waits.</param>
internal sealed record Claim(IReadOnlyList<ClaimBatch> Batches, bool FoundAny, TimeSpan? NextDue);
