using System.Diagnostics.CodeAnalysis;

namespace Dirac.Wire.Values;

/// <summary>A dict: the view that <see cref="WireValue.AsDict"/> gives.</summary>
/// <remarks>Immutable; any number of threads may read it. Keys are distinct and keep the order of their arrival.</remarks>
public readonly struct WireDict
{
    private readonly DictNode _node;

    internal WireDict(DictNode node) => _node = node;

    /// <summary>How many keys there are.</summary>
    public int Count => _node.Keys.Count;

    /// <summary>The keys in order.</summary>
    public WireKeys Keys => _node.Keys;

    /// <summary>The values in the order of their keys.</summary>
    public ReadOnlyMemory<WireValue> Values => _node.Values.Memory;

    /// <summary>The value of a text key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public WireValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no '{key}'.");

    /// <summary>Looks a text key up, in time independent of the dict's size.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; null when there is none.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGetValue(string key, out WireValue value) => TryGetValue(WireValue.Of(key), out value);

    /// <summary>Looks a key of any kind up, in time independent of the dict's size.</summary>
    /// <param name="key">The key; 1, 1.0 and true are three keys.</param>
    /// <param name="value">Its value; null when there is none.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGetValue(WireValue key, out WireValue value)
    {
        var index = _node.Keys.IndexOf(key);
        value = index >= 0 ? _node.Values.Span[index] : default;
        return index >= 0;
    }

    /// <summary>Pairs of key and value, in order.</summary>
    /// <returns>An enumerator for <c>foreach</c>.</returns>
    public Enumerator GetEnumerator() => new(_node);

    /// <summary>Goes through a dict's pairs.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "The pattern of foreach without an allocation.")]
    public struct Enumerator
    {
        private readonly DictNode _node;
        private int _at = -1;

        internal Enumerator(DictNode node) => _node = node;

        /// <summary>The pair at hand.</summary>
        public readonly KeyValuePair<WireValue, WireValue> Current => new(_node.Keys[_at], _node.Values.Span[_at]);

        /// <summary>Goes to the next pair.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_at < _node.Keys.Count;
    }
}
