using System.Collections.Concurrent;
using Dirac.Tasks.Running;
using Dirac.Tasks.Tuning;

namespace Dirac.Tasks.Storage;

/// <summary>The stores of this process, one for each database that holds tasks. Safe for concurrent use.</summary>
internal sealed class TaskStores(WatchedDatabases databases, TaskRegistry registry, TaskEnds ends, ClaimRules rules, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskStore> _stores = new(StringComparer.Ordinal);

    public TaskStore Get(string database) =>
        _stores.GetOrAdd(database, name => new TaskStore(databases.Get(name), registry.In(name), ends, rules, time));
}
