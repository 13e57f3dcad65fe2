using Dirac.Persistence;
using Dirac.Tasks.History;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Triggers;

namespace Dirac.Tasks.Administration;

/// <summary>What tasks there are, in all databases. Safe for concurrent use; who may see it is the caller's business.</summary>
public sealed class TaskOverview
{
    private const int MostHolders = 10;

    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;
    private readonly KnownTriggers _triggers;

    internal TaskOverview(IDatabases databases, TaskRegistry registry, KnownTriggers triggers)
    {
        _databases = databases;
        _registry = registry;
        _triggers = triggers;
    }

    /// <summary>Every kind of task that is declared here or has tasks.</summary>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The kinds, by name.</returns>
    public async Task<IReadOnlyList<TaskKind>> KindsAsync(CancellationToken cancellationToken)
    {
        var kinds = new List<TaskKind>();
        foreach (var database in _registry.Databases)
            kinds.AddRange(await KindsAsync(database, cancellationToken));
        return [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)];
    }

    /// <summary>One kind, with some of its tasks.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="most">So many running, so many waiting and so many done ones.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The kind, or null when there is none of this name.</returns>
    public async Task<TaskSamples?> FindAsync(string name, int most, CancellationToken cancellationToken)
    {
        if ((await KindsAsync(cancellationToken)).FirstOrDefault(kind => kind.Name == name) is not { } found)
            return null;

        return await _databases.Get(found.Database).ReadAsync(
            async (session, token) => new TaskSamples(
                found,
                [.. (await OverviewSql.SelectRunningAsync(session, name, most, token)).Select(row => row.ToTask())],
                await WaitingAsync(session, name, most, token),
                [.. (await HistorySql.SelectAsync(session, name, 0, most, token)).Select(row => row.ToTask())]),
            cancellationToken);
    }

    /// <summary>The schedules.</summary>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The schedules, by name.</returns>
    public async Task<IReadOnlyList<TaskSchedule>> SchedulesAsync(CancellationToken cancellationToken)
    {
        var makers = _triggers.Now().ToDictionary(trigger => trigger.Name, trigger => trigger.Definition(_registry).Name);
        var schedules = new List<TaskSchedule>();
        foreach (var database in _registry.Databases)
        {
            var rows = await _databases.Get(database).ReadAsync(OverviewSql.SelectTriggersAsync, cancellationToken);
            schedules.AddRange(rows.Select(row => row.ToSchedule(database, makers.GetValueOrDefault(row.Name))));
        }
        return [.. schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<StandingTask>> WaitingAsync(IDbSession session, string name, int most, CancellationToken cancellationToken)
    {
        var rows = await OverviewSql.SelectWaitingAsync(session, name, most, cancellationToken);
        var waits = (await OverviewSql.SelectWaitsAsync(session, [.. rows.Select(row => row.TaskID)], cancellationToken)).GroupBy(wait => wait.TaskID).ToDictionary(
            task => task.Key, task => WaitedForRow.ToWait([.. task], MostHolders));
        return [.. rows.Select(row => row.ToTask() with { WaitsFor = waits.GetValueOrDefault(row.TaskID) })];
    }

    private async Task<IEnumerable<TaskKind>> KindsAsync(string database, CancellationToken cancellationToken)
    {
        var declared = _registry.In(database);
        var (depths, dead, pauses) = await _databases.Get(database).ReadAsync(
            async (session, token) => (
                (await OverviewSql.DepthAsync(session, token)).ToDictionary(depth => depth.Name),
                (await OverviewSql.CountDeadAsync(session, token)).ToDictionary(count => count.Name, count => count.Dead),
                (await PauseSql.SelectAsync(session, token)).ToDictionary(row => row.Name, row => row.ToPause())),
            cancellationToken);
        return declared.Keys.Union(depths.Keys).Union(dead.Keys).Union(pauses.Keys).Select(name => new TaskKind(
            name,
            database,
            declared.GetValueOrDefault(name),
            depths.GetValueOrDefault(name) ?? new TaskDepth { Name = name },
            dead.GetValueOrDefault(name),
            pauses.GetValueOrDefault(name)));
    }
}
