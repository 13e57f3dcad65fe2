using System.Text.Json;
using Dirac.Persistence;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Locking;

/// <summary>
/// Takes locks and limits in the transaction of a claim, frees them in that of a task's end, and wakes who waits for them. Safe for concurrent use; whoever
/// calls owns the transaction.
/// </summary>
/// <remarks>Claims take them, not handlers: who calls a handler without a claim, as a person who tries one by hand, passes all locks and limits.</remarks>
internal sealed class HoldBook(LimitValues limits, IDoorbell doorbell)
{
    /// <summary>Looks up what the candidates of a claim need, and locks it until the transaction ends.</summary>
    public async Task<HoldLedger> OpenAsync(
        IDbSession session, IReadOnlyList<TaskRow> candidates, IReadOnlyDictionary<string, TaskDefinition> definitions, CancellationToken cancellationToken)
    {
        var needy = candidates.Where(row => definitions[row.Name].MayNeed).ToList();
        foreach (var row in needy)
            Note(row, definitions[row.Name]);
        var needs = needy.SelectMany(row => row.Needs).ToList();
        if (needs.Count == 0)
            return HoldLedger.Empty;

        var now = await HoldSql.NowAsync(session, cancellationToken);
        await HoldSql.LockAsync(session, needs, now, cancellationToken);
        var resources = needs.Select(need => need.Resource).Distinct().ToDictionary(name => name, _ => new ResourceState(now));
        await SetRatesAsync(session, needs, resources, cancellationToken);
        foreach (var hold in await HoldSql.SelectAsync(session, resources.Keys, cancellationToken))
        {
            if (await CountsAsync(session, hold, now, cancellationToken))
                resources[hold.Resource].AddHolder(hold.TaskID, (HoldMode)hold.Mode);
        }
        foreach (var wait in await WaitSql.SelectFirstAsync(session, resources.Keys, cancellationToken))
            resources[wait.Resource].AddWaiter(wait.ToWaiter());
        var waits = await WaitSql.SelectOfAsync(session, needy.Select(row => row.TaskID), cancellationToken);
        return new HoldLedger(resources, waits.ToDictionary(wait => wait.TaskID, wait => new OwnWait(wait.Resource, wait.SinceMs)));
    }

    /// <summary>Writes down what a claim came to.</summary>
    /// <param name="session">The claim's transaction.</param>
    /// <param name="ledger">What <see cref="OpenAsync"/> gave.</param>
    /// <param name="taken">The tasks taken, under their new epoch.</param>
    /// <param name="blocked">The tasks that wait from now on.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    public async Task RecordAsync(
        IDbSession session, HoldLedger ledger, IReadOnlyList<ClaimBatch> taken, IReadOnlyList<Refusal> blocked, CancellationToken cancellationToken)
    {
        if (ledger.Resources.Count == 0)
            return;

        await HoldSql.InsertAsync(session, taken.SelectMany(Holds), cancellationToken);
        long[] waited = [.. taken.SelectMany(batch => batch.Tasks).Select(task => task.TaskID).Where(ledger.Waits.ContainsKey)];
        if (waited.Length > 0)
            await WaitSql.DeleteAsync(session, waited, cancellationToken);
        if (blocked.Count > 0)
            await WaitSql.InsertAsync(session, blocked, cancellationToken);
        foreach (var (resource, rate) in ledger.Resources.Where(resource => resource.Value.HasChanged))
            await HoldSql.SaveRateAsync(session, resource, rate, cancellationToken);
        await PassOnAsync(session, ledger, blocked, cancellationToken);
        session.AfterCommit(() => TaskMeter.Blocked(blocked));
    }

    /// <summary>Frees what tasks held that ended or went back to the queue, and wakes who can have it now.</summary>
    public async Task FreeAsync(IDbSession session, IReadOnlyList<TaskRow> tasks, long epoch, CancellationToken cancellationToken)
    {
        // A task that another worker had may hold what that one took for it.
        long[] ids = [.. tasks.Where(task => task.Needs.Count > 0 || task.Owner is not null).Select(task => task.TaskID)];
        if (ids.Length == 0 || await HoldSql.ResourcesOfAsync(session, ids, epoch, cancellationToken) is not { Count: > 0 } resources)
            return;

        var locked = await HoldSql.LockKnownAsync(session, resources, cancellationToken);
        await HoldSql.DeleteAsync(session, ids, epoch, cancellationToken);
        await WakeAsync(session, locked, cancellationToken);
    }

    /// <summary>Wakes those who wait for resources and can have them.</summary>
    public async Task WakeAsync(IDbSession session, IReadOnlyList<string> resources, CancellationToken cancellationToken) =>
        await WakeAsync(session, await HoldSql.LockKnownAsync(session, resources, cancellationToken), cancellationToken);

    /// <summary>Lets those who wait for a limit of another value try anew.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReleaseAsync(IDbSession session, string resource, int most, CancellationToken cancellationToken)
    {
        await HoldSql.LockKnownAsync(session, [resource], cancellationToken);
        var released = await WaitSql.ReleaseAsync(session, resource, limits.Configured(TaskNeed.LimitName(resource)!), most, cancellationToken);
        Ring(session, released);
        return released.Count;
    }

    private async Task WakeAsync(IDbSession session, IReadOnlyList<ResourceRow> locked, CancellationToken cancellationToken)
    {
        if (locked.Count == 0 || await WaitSql.SelectFirstAsync(session, locked.Select(row => row.Resource), cancellationToken) is not { Count: > 0 } waits)
            return;

        var now = await HoldSql.NowAsync(session, cancellationToken);
        var holds = (await HoldSql.SelectAsync(session, locked.Select(row => row.Resource), cancellationToken)).Where(hold => hold.LeaseEndMs > now).ToLookup(hold => hold.Resource);
        var byResource = waits.ToLookup(wait => wait.Resource);
        var woken = new HashSet<long>();
        foreach (var row in locked)
        {
            var state = new ResourceState(now);
            foreach (var hold in holds[row.Resource])
                state.AddHolder(hold.TaskID, (HoldMode)hold.Mode);
            foreach (var wait in byResource[row.Resource])
                state.AddWaiter(wait.ToWaiter());
            woken.UnionWith(state.Wakeable(row.Resource, row.Capacity).Select(place => place.TaskID));
        }
        if (woken.Count == 0)
            return;
        await WaitSql.WakeAsync(session, [.. woken], cancellationToken);
        Ring(session, waits.Where(wait => woken.Contains(wait.TaskID)));
    }

    private static async Task SetRatesAsync(IDbSession session, IEnumerable<TaskNeed> needs, Dictionary<string, ResourceState> resources, CancellationToken cancellationToken)
    {
        var rates = needs.Where(need => need.Mode == HoldMode.Pass).DistinctBy(need => need.Resource).ToDictionary(need => need.Resource);
        if (rates.Count == 0)
            return;

        foreach (var row in await HoldSql.LockKnownAsync(session, rates.Keys, cancellationToken))
        {
            resources[row.Resource].SetRate(rates[row.Resource].IntervalUs, row);
            if (resources[row.Resource].HasChanged && row.LastTurnMs > 0)
                await WaitSql.OutdateAsync(session, row.Resource, cancellationToken);
        }
    }

    // A task that was woken for one thing and must wait for another leaves the first to the next.
    private async Task PassOnAsync(IDbSession session, HoldLedger ledger, IReadOnlyList<Refusal> blocked, CancellationToken cancellationToken)
    {
        string[] left =
        [
            .. blocked.Select(refusal => (refusal.Need, Before: ledger.Waits.GetValueOrDefault(refusal.Task.TaskID)))
                .Where(change => change.Before is { } before && before.Resource != change.Need.Resource).Select(change => change.Before!.Resource).Distinct(),
        ];
        if (left.Length > 0)
            await WakeAsync(session, left, cancellationToken);
    }

    // Whose lease is over holds nothing: the task is taken away from it, so that it can neither prolong the lease nor record an outcome.
    private static async Task<bool> CountsAsync(IDbSession session, HoldRow hold, long now, CancellationToken cancellationToken)
    {
        if (hold.LeaseEndMs > now)
            return true;
        if (hold.LeaseEndMs is not null && !await HoldSql.TryFenceAsync(session, hold, cancellationToken))
            return true;

        await HoldSql.DeleteAsync(session, [hold.TaskID], hold.Epoch, cancellationToken);
        return false;
    }

    private static IEnumerable<HoldRow> Holds(ClaimBatch batch) =>
        from task in batch.Tasks
        from need in task.Needs
        where need.Mode != HoldMode.Pass
        select new HoldRow { Resource = need.Resource, TaskID = task.TaskID, Epoch = batch.Epoch, Mode = (int)need.Mode };

    private void Note(TaskRow row, TaskDefinition definition)
    {
        try
        {
            row.Needs = limits.Needs(definition.Demands(row.Body));
        }
        catch (JsonException)
        {
            // Whoever runs it finds that its message cannot be read.
            row.Needs = [];
        }
        catch (Exception exception)
        {
            row.Fault = exception;
        }
    }

    private void Ring(IDbSession session, IEnumerable<WaitRow> woken)
    {
        foreach (var size in woken.Select(wait => (TaskSize)wait.Size).Distinct())
            session.AfterCommit(() => doorbell.Ring(session.Database, size));
    }
}
