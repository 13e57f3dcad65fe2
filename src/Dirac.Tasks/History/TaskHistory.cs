using Dirac.Persistence;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.History;

/// <summary>The tasks that were done. Safe for concurrent use; who may see them is the caller's business.</summary>
public sealed class TaskHistory
{
    private const int MostListed = 1_000;

    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;

    internal TaskHistory(IDatabases databases, TaskRegistry registry)
    {
        _databases = databases;
        _registry = registry;
    }

    /// <summary>The done tasks of a kind that are remembered, those that ended last first.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="since">Only those that ended then or later; null: all.</param>
    /// <param name="most">At most so many: 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The tasks; null when this program declares no such kind.</returns>
    public async Task<IReadOnlyList<DoneTask>?> ListAsync(string name, DateTimeOffset? since, int most, CancellationToken cancellationToken)
    {
        if (_registry.Definition(name) is not { } definition)
            return null;

        var rows = await _databases.Get(definition.Database).ReadAsync(
            (session, token) => HistorySql.SelectAsync(session, name, since?.ToUnixTimeMilliseconds() ?? 0, Math.Clamp(most, 1, MostListed), token),
            cancellationToken);
        return [.. rows.Select(row => row.ToTask())];
    }
}
