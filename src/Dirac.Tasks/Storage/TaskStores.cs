using System.Collections.Concurrent;
using Dirac.Tasks.Running;
using Dirac.Tasks.Transports;
using Dirac.Tasks.Tuning;

namespace Dirac.Tasks.Storage;

/// <summary>The stores of this process, one for each database that holds tasks. Safe for concurrent use.</summary>
internal sealed class TaskStores(WatchedDatabases databases, TaskRegistry registry, TaskEnds ends, ClaimRules rules, Carriage carriage, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskStore> _stores = new(StringComparer.Ordinal);

    public TaskStore Get(string database) =>
        _stores.GetOrAdd(database, name => Make(name, registry.In(name)));

    private TaskStore Make(string database, IReadOnlyDictionary<string, TaskDefinition> definitions) =>
        new(databases.Get(database), definitions, ends, rules, time) { IsCarried = row => carriage.Carries(row, definitions) };
}
