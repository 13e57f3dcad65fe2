using System.Collections;
using System.Collections.Frozen;

namespace Dirac.Security.Identities;

/// <summary>An immutable set of DIRAC property names. Names are compared without regard to case; equality is by content.</summary>
public sealed class PropertySet : IReadOnlyCollection<string>, IEquatable<PropertySet>
{
    private readonly FrozenSet<string> _names;

    /// <summary>Makes a set of <paramref name="names"/>; doubles are dropped.</summary>
    public PropertySet(IEnumerable<string> names) => _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The set without properties.</summary>
    public static PropertySet Empty { get; } = new([]);

    /// <summary>How many properties there are.</summary>
    public int Count => _names.Count;

    /// <summary>Whether <paramref name="property"/> is in the set.</summary>
    public bool Has(string property) => _names.Contains(property);

    /// <summary>Whether at least one of <paramref name="properties"/> is in the set.</summary>
    public bool HasAny(IEnumerable<string> properties) => properties.Any(_names.Contains);

    /// <inheritdoc/>
    public bool Equals(PropertySet? other) => other is not null && _names.SetEquals(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertySet);

    /// <inheritdoc/>
    public override int GetHashCode() => _names.Aggregate(0, static (hash, name) => hash ^ StringComparer.OrdinalIgnoreCase.GetHashCode(name));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _names.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names, sorted, separated by comma and blank.</summary>
    public override string ToString() => string.Join(", ", _names.Order(StringComparer.OrdinalIgnoreCase));
}
