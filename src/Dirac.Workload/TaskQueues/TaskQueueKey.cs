using System.Collections.Immutable;

namespace Dirac.Workload.TaskQueues;

/// <summary>What makes two waiting jobs equal for matching: owner, group, CPU segment and the exact value sets.</summary>
/// <remarks>An absent list is the empty set. Equality is by content.</remarks>
internal sealed class TaskQueueKey : IEquatable<TaskQueueKey>
{
    /// <summary>The fields that have a value table, by DIRAC's names.</summary>
    public static readonly ImmutableArray<string> Fields = ["Sites", "GridCEs", "BannedSites", "Platforms", "JobTypes", "Tags"];

    private readonly ImmutableDictionary<string, ImmutableSortedSet<string>> _values;
    private readonly string _text;

    public TaskQueueKey(string owner, string ownerGroup, string vo, long cpuTime, IEnumerable<KeyValuePair<string, IEnumerable<string>>> values)
    {
        Owner = owner;
        OwnerGroup = ownerGroup;
        VO = vo;
        CpuTime = cpuTime;
        _values = values
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToImmutableSortedSet(StringComparer.Ordinal)))
            .Where(pair => !pair.Value.IsEmpty)
            .ToImmutableDictionary();
        _text = string.Join('\n', [owner, ownerGroup, $"{cpuTime}", .. Fields.Select(field => $"{field}={string.Join('\t', Values(field))}")]);
    }

    public string Owner { get; }

    public string OwnerGroup { get; }

    /// <summary>Follows from the group, so it is not part of the identity.</summary>
    public string VO { get; }

    public long CpuTime { get; }

    public ImmutableSortedSet<string> Values(string field) => _values.GetValueOrDefault(field, ImmutableSortedSet<string>.Empty);

    public bool Equals(TaskQueueKey? other) => other is not null && other._text == _text;

    public override bool Equals(object? obj) => Equals(obj as TaskQueueKey);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;
}
