namespace Dirac.Tasks.Tests.History;

/// <summary>Says which groups of tasks are followed too early, twice or never.</summary>
/// <param name="tasks">What is known of every task.</param>
internal sealed class GroupChecker(IReadOnlyDictionary<long, TaskFacts> tasks)
{
    private readonly Dictionary<long, Group> _groups = [];

    /// <summary>Which group a task makes wait; of those that follow a group within a group, too.</summary>
    private readonly Dictionary<long, long> _groupOf = [];

    /// <summary>A group was made.</summary>
    public void Take(HistoryEvent.Grouped grouped)
    {
        var group = new Group { Parent = grouped.Within is { } within && _groupOf.TryGetValue(within, out var parent) ? parent : null };
        _groups.Add(grouped.Group, group);
        foreach (var member in grouped.Members.All)
            Join(member, grouped.Group);
        if (group.Parent is { } waits)
            _groups[waits].OpenGroups++;
    }

    /// <summary>What is wrong about a group that is followed now, or null.</summary>
    public string? Take(HistoryEvent.Followed followed)
    {
        if (!_groups.TryGetValue(followed.Group, out var group))
            return $"nobody has made group {followed.Group}";
        var wrong = group.Follower is { } other ? $"task {other} followed already" : Open(group);
        group.Follower ??= followed.Task;
        if (group.Parent is { } parent)
        {
            _groups[parent].OpenGroups--;
            Join(followed.Task, parent);
        }
        return wrong;
    }

    /// <summary>Groups that nothing has followed.</summary>
    public IReadOnlyList<long> Unfollowed() => [.. _groups.Where(group => group.Value.Follower is null).Select(group => group.Key)];

    private string? Open(Group group)
    {
        var open = group.Members.Where(member => !tasks[member].HasEnded).ToList();
        return open.Count > 0 || group.OpenGroups > 0 ? $"[{string.Join(", ", open)}] and {group.OpenGroups} group(s) in it had not ended" : null;
    }

    private void Join(long task, long group)
    {
        _groups[group].Members.Add(task);
        _groupOf.Add(task, group);
    }

    private sealed class Group
    {
        public long? Parent { get; init; }

        public List<long> Members { get; } = [];

        public int OpenGroups { get; set; }

        public long? Follower { get; set; }
    }
}
