using System.Buffers;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Collects the parts of open containers and lays out those of closed ones in arrays that many containers share.</summary>
internal sealed class TreeBuilder(WireReadOptions options, Func<byte[], byte[]?> announce) : IDisposable
{
    private const int SmallestSlab = 16;
    private const int LargestSlab = 8192;
    private const int MostKeysOfARecord = 256;

    private readonly List<Level> _levels = [];
    private WireValue[] _values = ArrayPool<WireValue>.Shared.Rent(64);
    private WireValue[] _keys = ArrayPool<WireValue>.Shared.Rent(16);
    private WireValue[] _slab = [];
    private int _slabUsed;
    private int _left = options.MaxValues;

    /// <summary>How many values wait for their container to be closed.</summary>
    public int ValueCount { get; private set; }

    /// <summary>How many keys wait for theirs.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Adds a value; false when there are too many.</summary>
    public bool TryAdd(WireValue value)
    {
        if (ValueCount == _values.Length) Grow(ref _values);
        _values[ValueCount++] = value;
        return --_left >= 0;
    }

    /// <summary>Adds a key; false when there are too many.</summary>
    public bool TryAddKey(WireValue key)
    {
        if (KeyCount == _keys.Length) Grow(ref _keys);
        _keys[KeyCount++] = key;
        return --_left >= 0;
    }

    /// <summary>Adds the first keys of a shape from which a dict departs after them.</summary>
    public void AddKeys(RecordShape shape, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (KeyCount == _keys.Length) Grow(ref _keys);
            _keys[KeyCount++] = shape.Keys[i];
        }
    }

    /// <summary>The keys to expect of a dict in that many containers, if any.</summary>
    public RecordShape? ShapeAt(int level) => level < _levels.Count ? _levels[level].Shape : null;

    /// <summary>Closes a list or tuple of all values from <paramref name="start"/> on.</summary>
    public WireValue EndSequence(WireKind kind, int start)
    {
        var items = Lay(start, ValueCount - start, out var depth);
        return new WireValue(new SequenceNode(kind, items, depth + 1));
    }

    /// <summary>Closes a dict of a known shape.</summary>
    public WireValue EndRecord(RecordShape shape, int start)
    {
        var values = Lay(start, ValueCount - start, out var depth);
        return new WireValue(new DictNode(shape.Keys, values, depth + 1));
    }

    /// <summary>Closes a dict of all keys and values from the given ones on.</summary>
    public WireValue EndDict(int level, int firstKey, int start)
    {
        var count = KeyCount - firstKey;
        var keys = WireKeys.Distinct(_keys.AsSpan(firstKey, count), _values.AsSpan(start, count));
        var depth = 0;
        foreach (var key in keys.Span) depth = Math.Max(depth, key.Depth);
        KeyCount = firstKey;
        if (keys.Count <= MostKeysOfARecord) keys = Learn(level, keys);
        var values = Lay(start, keys.Count, out var valueDepth);
        return new WireValue(new DictNode(keys, values, Math.Max(depth, valueDepth) + 1));
    }

    public void Dispose()
    {
        ArrayPool<WireValue>.Shared.Return(_values, clearArray: true);
        ArrayPool<WireValue>.Shared.Return(_keys, clearArray: true);
    }

    private WireKeys Learn(int level, WireKeys keys)
    {
        while (_levels.Count <= level) _levels.Add(new Level());
        var known = _levels[level];
        if (known.Last is not { } last || !last.Span.SequenceEqual(keys.Span))
        {
            known.Last = keys;
            known.Tried = false;
            return keys;
        }

        if (!known.Tried)
        {
            known.Tried = true;
            if (RecordShape.Of(last, announce) is { } shape)
            {
                known.Shape = shape;
                known.Last = shape.Keys;
            }
        }

        return known.Last;
    }

    private ValueSlice Lay(int start, int count, out int depth)
    {
        depth = 0;
        var items = _values.AsSpan(start, count);
        foreach (ref readonly var item in items) depth = Math.Max(depth, item.Depth);
        ValueCount = start;
        if (count > _slab.Length - _slabUsed)
        {
            if (count > LargestSlab / 4) return new ValueSlice(items.ToArray(), 0, count);
            _slab = new WireValue[Math.Max(count, Math.Clamp(_slab.Length * 2, SmallestSlab, LargestSlab))];
            _slabUsed = 0;
        }

        items.CopyTo(_slab.AsSpan(_slabUsed));
        _slabUsed += count;
        return new ValueSlice(_slab, _slabUsed - count, count);
    }

    private static void Grow(ref WireValue[] array)
    {
        var larger = ArrayPool<WireValue>.Shared.Rent(array.Length * 2);
        array.CopyTo(larger, 0);
        ArrayPool<WireValue>.Shared.Return(array, clearArray: true);
        array = larger;
    }

    /// <summary>What dicts in that many containers looked like.</summary>
    private sealed class Level
    {
        public WireKeys? Last { get; set; }

        public RecordShape? Shape { get; set; }

        /// <summary>Whether <see cref="Last"/> has been made a shape already, or cannot be one.</summary>
        public bool Tried { get; set; }
    }
}
