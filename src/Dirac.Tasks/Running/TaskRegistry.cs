using System.Collections.Frozen;

namespace Dirac.Tasks.Running;

/// <summary>All declared tasks, by name and by message. Immutable.</summary>
internal sealed class TaskRegistry
{
    private readonly FrozenDictionary<string, TaskRoute> _byName;
    private readonly FrozenDictionary<Type, TaskRoute> _byMessage;

    /// <exception cref="InvalidOperationException">A definition makes no sense, or a name or message is declared twice.</exception>
    public TaskRegistry(IEnumerable<TaskRoute> routes)
    {
        var all = routes.ToList();
        foreach (var route in all)
        {
            if (route.Definition.Problem(route.MessageType) is { } problem)
                throw new InvalidOperationException($"The task '{route.Definition.Name}' is declared wrongly: {problem}.");
        }
        RefuseDoubles(all.Select(route => $"name {route.Definition.Name}"));
        RefuseDoubles(all.Select(route => $"message {route.MessageType.Name}"));
        _byName = all.ToFrozenDictionary(route => route.Definition.Name);
        _byMessage = all.ToFrozenDictionary(route => route.MessageType);
    }

    /// <summary>The databases that hold tasks.</summary>
    public IEnumerable<string> Databases => _byName.Values.Select(route => route.Definition.Database).Distinct();

    /// <summary>The names of all kinds.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    public TaskRoute Find(string name) => _byName[name];

    /// <summary>The definition of a kind; null when none is declared.</summary>
    public TaskDefinition? Definition(string name) => _byName.GetValueOrDefault(name)?.Definition;

    /// <exception cref="InvalidOperationException">No task has this message.</exception>
    public TaskRoute<TMessage> Find<TMessage>() =>
        _byMessage.TryGetValue(typeof(TMessage), out var route)
            ? (TaskRoute<TMessage>)route
            : throw new InvalidOperationException($"No task has the message {typeof(TMessage).Name}; declare one with AddTask.");

    /// <summary>The definitions of the tasks kept in <paramref name="database"/>, by name.</summary>
    public IReadOnlyDictionary<string, TaskDefinition> In(string database) =>
        _byName.Values.Select(route => route.Definition)
            .Where(definition => definition.Database == database)
            .ToFrozenDictionary(definition => definition.Name);

    private static void RefuseDoubles(IEnumerable<string> declared)
    {
        if (declared.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two tasks are declared with the {twice.Key}.");
    }
}
