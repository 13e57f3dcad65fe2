using Dirac.Persistence;
using Dirac.Tasks.Transports;

namespace Dirac.Tasks.Storage;

/// <summary>The tasks of one database and size class, as those see them who hand them to a broker and get them from it. Safe for concurrent use.</summary>
internal sealed class HandOverStore(IDatabase database, TaskSize size, IReadOnlyDictionary<string, TaskDefinition> definitions, TimeSpan handOverTime, TimeProvider time)
{
    private const int MostAtOnce = 1_000;
    private static readonly string Worker = $"{Environment.MachineName}/{Environment.ProcessId}";

    private readonly PausedKinds _paused = new(database, time);
    private readonly DatabaseClock _clock = new(database, time);

    public string Database => database.Name;

    public TaskSize Size => size;

    public IReadOnlyDictionary<string, TaskDefinition> Definitions => definitions;

    public ValueTask<long> NowMsAsync(CancellationToken cancellationToken) => _clock.NowMsAsync(cancellationToken);

    /// <summary>For how long the tasks of a message have been on their way.</summary>
    public TimeSpan OnTheWay(CarriedBatch message, long nowMs) => TimeSpan.FromMilliseconds(nowMs - message.UntilMs) + handOverTime;

    public async ValueTask<bool> IsPausedAsync(string kind, CancellationToken cancellationToken) => (await _paused.NamesAsync(cancellationToken)).Contains(kind);

    /// <summary>Marks due tasks as handed over, the most urgent first.</summary>
    /// <param name="space">How many messages each lane still takes.</param>
    /// <param name="owner">The broker and its incarnation.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task<HandOver> HandOverAsync(IReadOnlyDictionary<TransportLane, int> space, string owner, CancellationToken cancellationToken)
    {
        var paused = await _paused.NamesAsync(cancellationToken);
        return await database.WriteAsync(
            async (session, token) =>
            {
                var plans = new List<HandOverPlan>();
                foreach (var lane in TransportLane.Of(database.Name, size).Where(lane => space[lane] > 0))
                {
                    var due = await TaskSql.SelectDueAsync(session, size, new ClaimStep(lane.Priority, TimeSpan.Zero), MostAtOnce, token);
                    plans.Add(HandOverPlan.Make(lane, due, definitions, paused, space[lane]));
                }
                var batches = await MarkAsync(session, [.. plans.SelectMany(plan => plan.Batches)], owner, token);
                return new HandOver(batches, plans.Any(plan => plan.Others), await NextAsync(session, plans, token));
            },
            cancellationToken);
    }

    /// <summary>Prolongs the lease of a batch that came by a broker.</summary>
    /// <returns>How many of its tasks were lost to somebody else.</returns>
    public Task<int> RenewAsync(ClaimBatch batch, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                long[] ids = [.. batch.Tasks.Select(task => task.TaskID)];
                var held = await HandOverSql.RenewAsync(session, ids, Worker, batch.Epoch, batch.Definition.Lease, token);
                return held == ids.Length ? 0 : await TaskSql.CountLostAsync(session, ids, batch.Epoch, token);
            },
            cancellationToken);

    /// <summary>Claims the tasks of a message, as far as they are still under its epoch.</summary>
    /// <returns>Those taken, under their new epoch; null when none is left.</returns>
    public Task<ClaimBatch?> TakeAsync(ClaimBatch batch, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                long[] ids = [.. batch.Tasks.Select(task => task.TaskID)];
                var taken = (await HandOverSql.SelectHeldAsync(session, ids, batch.Epoch, token)).ToHashSet();
                if (taken.Count == 0 || await HandOverSql.TakeAsync(session, [.. taken], Worker, batch.Epoch, batch.Definition.Lease, token) == 0)
                    return null;
                var held = (await HandOverSql.SelectHeldAsync(session, [.. taken], batch.Epoch + 1, token)).ToHashSet();
                return batch with { Tasks = [.. batch.Tasks.Where(task => held.Contains(task.TaskID))], Epoch = batch.Epoch + 1 };
            },
            cancellationToken);

    /// <summary>Has tasks that are on their way go by the table.</summary>
    /// <param name="batches">What is on its way.</param>
    /// <param name="begun">Whether their work may have been begun: then that was an attempt.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    /// <returns>How many were still on their way.</returns>
    public Task<int> ReturnAsync(IEnumerable<CarriedBatch> batches, bool begun, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var returned = 0;
                foreach (var epoch in batches.GroupBy(batch => batch.Epoch))
                    returned += await HandOverSql.ReturnAsync(session, [.. epoch.SelectMany(batch => batch.Tasks).Select(task => task.Id)], epoch.Key, begun ? 1 : 0, token);
                return returned;
            },
            cancellationToken);

    /// <summary>Makes tasks due that the broker has lost.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RecallAsync(LostHandOvers lost, CancellationToken cancellationToken)
    {
        var recalled = 0;
        int last;
        do
        {
            last = await database.WriteAsync(
                async (session, token) =>
                {
                    var ids = await HandOverSql.SelectHandedOverAsync(session, size, lost, handOverTime, MostAtOnce, token);
                    return ids.Count == 0 ? 0 : await HandOverSql.RecallAsync(session, ids, token);
                },
                cancellationToken);
            recalled += last;
        }
        while (last == MostAtOnce);
        return recalled;
    }

    private async Task<TimeSpan?> NextAsync(IDbSession session, List<HandOverPlan> plans, CancellationToken cancellationToken)
    {
        // The kind may be paused no more, and whoever let it go on has rung already.
        if (plans.Exists(plan => plan.Paused))
            return PausedKinds.Lasts;
        if (plans.Exists(plan => plan.Found > 0))
            return null;
        return await TaskSql.NextDueAsync(session, size, cancellationToken) is { } ms ? TimeSpan.FromMilliseconds(Math.Max(ms, 0)) : null;
    }

    private async Task<IReadOnlyList<LaneBatch>> MarkAsync(IDbSession session, IReadOnlyList<LaneBatch> batches, string owner, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
            return [];

        var rows = batches.SelectMany(batch => batch.Rows).ToList();
        var epoch = rows.Max(row => row.Epoch) + 1;
        var until = await HandOverSql.NowMsAsync(session, cancellationToken) + (long)handOverTime.TotalMilliseconds;
        await HandOverSql.HandOverAsync(session, [.. rows.Select(row => row.TaskID)], owner, epoch, handOverTime, cancellationToken);
        return [.. batches.Select(batch => batch with { Message = CarriedBatch.Of(batch, owner, epoch, until) })];
    }
}

/// <summary>What was marked as handed over in one transaction.</summary>
/// <param name="Batches">One message each, with it.</param>
/// <param name="FoundOthers">Whether tasks were due that go by the table.</param>
/// <param name="NextDue">How long until there may be something to do; null when nobody can tell: none waits, or what was found others see to.</param>
internal sealed record HandOver(IReadOnlyList<LaneBatch> Batches, bool FoundOthers, TimeSpan? NextDue);
