using System.Collections.Immutable;

namespace Dirac.Workload.TaskQueues;

/// <summary>What makes two waiting jobs equal for matching: owner, group, CPU segment and the exact value sets.</summary>
/// <remarks>An absent list is the empty set. Equality is by content.</remarks>
internal sealed class TaskQueueKey : IEquatable<TaskQueueKey>
{
    /// <summary>The fields that have a value table, by DIRAC's names.</summary>
    public static readonly ImmutableArray<string> Fields = ["Sites", "GridCEs", "BannedSites", "Platforms", "JobTypes", "Tags"];

    // By the position in Fields: the matcher asks for these all the time.
    private readonly ImmutableSortedSet<string>[] _values;
    private readonly string _text;

    public TaskQueueKey(string owner, string ownerGroup, string vo, long cpuTime, IEnumerable<KeyValuePair<string, IEnumerable<string>>> values)
    {
        Owner = owner;
        OwnerGroup = ownerGroup;
        VO = vo;
        CpuTime = cpuTime;
        _values = [.. Fields.Select(_ => ImmutableSortedSet<string>.Empty)];
        foreach (var (field, set) in values) _values[Position(field)] = set.ToImmutableSortedSet(StringComparer.Ordinal);
        _text = string.Join('\n', [owner, ownerGroup, $"{cpuTime}", .. Fields.Select(field => $"{field}={string.Join('\t', Values(field))}")]);
    }

    public string Owner { get; }

    public string OwnerGroup { get; }

    /// <summary>Follows from the group, so it is not part of the identity.</summary>
    public string VO { get; }

    public long CpuTime { get; }

    public ImmutableSortedSet<string> Values(string field) => _values[Position(field)];

    /// <summary>The same with other values in one field.</summary>
    public TaskQueueKey With(string field, IEnumerable<string> values) =>
        new(Owner, OwnerGroup, VO, CpuTime, Fields.Select(name => KeyValuePair.Create(name, name == field ? values : Values(name))));

    /// <summary>The same with another CPU time.</summary>
    public TaskQueueKey WithCpuTime(long cpuTime) => new(Owner, OwnerGroup, VO, cpuTime, All());

    /// <summary>The same in another group.</summary>
    public TaskQueueKey WithGroup(string group) => new(Owner, group, VO, CpuTime, All());

    public bool Equals(TaskQueueKey? other) => other is not null && other._text == _text;

    public override bool Equals(object? obj) => Equals(obj as TaskQueueKey);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    private static int Position(string field)
    {
        for (var position = 0; position < Fields.Length; position++)
        {
            if (Fields[position] == field) return position;
        }

        throw new ArgumentException($"Task queues have no field {field}.", nameof(field));
    }

    private IEnumerable<KeyValuePair<string, IEnumerable<string>>> All() => Fields.Select(field => KeyValuePair.Create(field, Values(field).AsEnumerable()));
}
