using System.Numerics;

namespace Dirac.Wire.Values;

/// <summary>The distinct keys of a dict, in order. Dicts of equal keys may share one, as the records of a large reply do.</summary>
/// <remarks>Immutable; any number of threads may read it.</remarks>
public sealed class WireKeys
{
    // Below this, comparing all is faster than hashing.
    private const int FewKeys = 8;

    private readonly WireValue[] _keys;

    // Position + 1 of a key, at the place of its hash or the next free one.
    private readonly int[]? _places;

    private WireKeys(WireValue[] keys, int[]? places)
    {
        _keys = keys;
        _places = places;
        ClassTag = IndexOfClassTag();
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Length;

    /// <summary>The key at a position.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public WireValue this[int index] => _keys[index];

    /// <summary>Where JEncode's mark of a class stands among the keys; -1 if nowhere.</summary>
    internal int ClassTag { get; }

    internal static ReadOnlySpan<byte> ClassTagName => "__dCls"u8;

    internal ReadOnlySpan<WireValue> Span => _keys;

    /// <summary>Keys that are texts.</summary>
    /// <param name="names">The texts.</param>
    /// <returns>The keys, to be used for any number of dicts.</returns>
    /// <exception cref="ArgumentException">One comes twice.</exception>
    public static WireKeys Of(params ReadOnlySpan<string> names)
    {
        var keys = new WireValue[names.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = WireValue.KeptText(names[i]);
        return Of(keys.AsSpan());
    }

    /// <summary>Keys of any kinds that Python can hash.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>The keys, to be used for any number of dicts.</returns>
    /// <exception cref="ArgumentException">One comes twice, or is or contains a list or dict.</exception>
    public static WireKeys Of(params ReadOnlySpan<WireValue> keys)
    {
        var copy = new WireValue[keys.Length];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = keys[i].IsHashable ? keys[i].Kept() : throw new ArgumentException($"A {keys[i].Kind} cannot be a key.", nameof(keys));
        }

        var places = Index(copy, [], out var distinct);
        return distinct == copy.Length ? new WireKeys(copy, places) : throw new ArgumentException("A key comes twice.", nameof(keys));
    }

    /// <summary>Where a key stands.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its position, or -1.</returns>
    public int IndexOf(WireValue key) => _places is null ? _keys.AsSpan().IndexOf(key) : Find(_keys, _places, key, out _);

    /// <summary>Of equal keys the last value wins and takes the place of the first, as in Python.</summary>
    /// <param name="keys">Hashable keys; distinct ones come first afterwards.</param>
    /// <param name="values">Their values, moved likewise.</param>
    internal static WireKeys Distinct(Span<WireValue> keys, Span<WireValue> values)
    {
        var places = Index(keys, values, out var distinct);
        return new WireKeys(keys[..distinct].ToArray(), places);
    }

    /// <summary>The same keys with their texts made once and for all.</summary>
    internal WireKeys Kept()
    {
        var keys = new WireValue[_keys.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = _keys[i].Kept();
        return new WireKeys(keys, _places);
    }

    private static int[]? Index(Span<WireValue> keys, Span<WireValue> values, out int distinct)
    {
        distinct = 0;
        var places = keys.Length > FewKeys ? new int[(int)BitOperations.RoundUpToPowerOf2((uint)keys.Length * 2)] : null;
        for (var i = 0; i < keys.Length; i++)
        {
            var place = 0;
            var same = places is null ? keys[..distinct].IndexOf(keys[i]) : Find(keys, places, keys[i], out place);
            if (same < 0)
            {
                same = distinct++;
                keys[same] = keys[i];
                if (places is not null) places[place] = distinct;
            }

            if (!values.IsEmpty) values[same] = values[i];
        }

        return places;
    }

    private static int Find(ReadOnlySpan<WireValue> keys, int[] places, WireValue key, out int place)
    {
        place = key.GetHashCode() & (places.Length - 1);
        while (places[place] is var next && next != 0)
        {
            if (keys[next - 1].Equals(key)) return next - 1;
            place = (place + 1) & (places.Length - 1);
        }

        return -1;
    }

    private int IndexOfClassTag()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i].IsText(ClassTagName)) return i;
        }

        return -1;
    }
}
