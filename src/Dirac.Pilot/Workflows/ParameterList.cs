namespace Dirac.Pilot.Workflows;

/// <summary>The parameters of a workflow, step or module while their values are worked out.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ParameterList(IEnumerable<WorkflowParameter> parameters)
{
    // compat: DIRAC looks at a value this often before it gives up a circle.
    private const int MaxRounds = 13;

    private readonly List<WorkflowParameter> _items = [.. parameters];

    /// <summary>The parameters with their present values.</summary>
    internal IReadOnlyList<WorkflowParameter> Items => _items;

    /// <summary>Finds a parameter by its name.</summary>
    internal WorkflowParameter? Find(string name) => _items.Find(item => item.Name == name);

    /// <summary>Adds a parameter unless there is one of its name.</summary>
    internal void Offer(WorkflowParameter parameter)
    {
        if (Find(parameter.Name) is null) _items.Add(parameter);
    }

    /// <summary>Gives a parameter another value, if there is one of that name.</summary>
    internal void SetIfPresent(string name, string value)
    {
        var at = _items.FindIndex(item => item.Name == name);
        if (at >= 0) _items[at] = _items[at] with { Value = value };
    }

    /// <summary>Replaces <c>@{NAME}</c> in all values: by a parameter from here, else from one of the lists around that is not linked.</summary>
    /// <param name="around">Lists to look in after this one, the nearest first.</param>
    internal void Resolve(params ReadOnlySpan<ParameterList> around)
    {
        for (var i = 0; i < _items.Count; i++) ResolveOne(i, around);
    }

    private void ResolveOne(int at, ReadOnlySpan<ParameterList> around)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var changed = false;
            foreach (var name in Variables.Find(_items[at].Value))
            {
                // compat: a parameter found here that is linked hides those around, and stays to be resolved when the step runs.
                if ((Find(name) ?? FindAround(name, around)) is not { LinkedTo: null } other) continue;
                _items[at] = _items[at] with { Value = Variables.Substitute(_items[at].Value, name, other.Value) };
                changed = true;
            }

            if (!changed) return;
        }
    }

    private static WorkflowParameter? FindAround(string name, ReadOnlySpan<ParameterList> around)
    {
        foreach (var list in around)
        {
            if (list.Find(name) is { LinkedTo: null } found) return found;
        }

        return null;
    }
}
