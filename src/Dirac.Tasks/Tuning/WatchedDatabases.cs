using System.Collections.Frozen;
using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Tuning;

/// <summary>The databases that hold tasks, as claims, renewals and records use them, and what connections they may use. Safe for concurrent use.</summary>
internal sealed class WatchedDatabases
{
    private readonly FrozenDictionary<string, WatchedDatabase> _byName;

    public WatchedDatabases(IDatabases databases, TaskRegistry registry, IOptions<TaskOptions> options, TimeProvider time)
    {
        IDatabase[] all = [.. registry.Databases.Select(databases.Get)];
        Budget = ConnectionBudget.Of(all, options.Value.Connections);
        var share = Budget.Calls is null ? null : new SemaphoreSlim(Budget.Own);
        _byName = all.ToFrozenDictionary(database => database.Name, database => new WatchedDatabase(database, share, time));
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<WatchedDatabase> All => _byName.Values;

    /// <summary>How many connections they and the handlers may use.</summary>
    public ConnectionBudget Budget { get; }

    public WatchedDatabase Get(string name) => _byName[name];
}
