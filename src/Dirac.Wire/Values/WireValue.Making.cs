using System.Numerics;
using System.Text;

namespace Dirac.Wire.Values;

/// <content>How values are made.</content>
public readonly partial struct WireValue
{
    private static readonly BufferNode NoBytes = new(WireKind.Bytes, []);

    /// <summary>None.</summary>
    public static WireValue Null => default;

    /// <summary>A truth value.</summary>
    /// <param name="value">True or false.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(bool value) => new(ScalarNode.Truth, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(long value) => new(ScalarNode.Whole, value);

    /// <summary>A whole number of any size.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new WireValue(new BigNode(value));

    /// <summary>A double. All NaN are one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(double value) => new(ScalarNode.Real, BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));

    /// <summary>A text.</summary>
    /// <param name="value">The text; lone surrogates U+DC80 to U+DCFF are bytes for DEncode, which cannot send others.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new WireValue(new TextNode(value));
    }

    /// <summary>A day and time, of which microseconds are sent and the rest is dropped; JEncode sends seconds.</summary>
    /// <param name="value">UTC, or without a zone.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The time is a local one.</exception>
    public static WireValue Of(DateTime value) => value.Kind == DateTimeKind.Local
        ? throw new ArgumentException("A local time means nothing to a peer; give UTC.", nameof(value))
        : new WireValue(ScalarNode.DateTime, WholeMicroseconds(value.Ticks));

    /// <summary>A day.</summary>
    /// <param name="value">The day.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(DateOnly value) => new(ScalarNode.Date, value.DayNumber);

    /// <summary>A time of day, of which microseconds are sent and the rest is dropped; JEncode cannot send it.</summary>
    /// <param name="value">The time.</param>
    /// <returns>The value.</returns>
    public static WireValue Of(TimeOnly value) => new(ScalarNode.Time, WholeMicroseconds(value.Ticks));

    /// <summary>Bytes.</summary>
    /// <param name="value">They are copied.</param>
    /// <returns>The value.</returns>
    public static WireValue OfBytes(ReadOnlySpan<byte> value) =>
        value.IsEmpty ? new(NoBytes) : new(new BufferNode(WireKind.Bytes, value.ToArray()), value.Length);

    /// <summary>A text by its bytes, which need not be UTF-8.</summary>
    /// <param name="value">They are copied.</param>
    /// <returns>The value.</returns>
    public static WireValue OfUtf8(ReadOnlySpan<byte> value) => new(new BufferNode(WireKind.Text, value.ToArray()), value.Length);

    /// <summary>A list.</summary>
    /// <param name="items">The items; they are copied.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">It would be deeper than <see cref="MaxDepth"/>.</exception>
    public static WireValue List(params ReadOnlySpan<WireValue> items) => Sequence(WireKind.List, items);

    /// <summary>A tuple; JEncode sends it as a list.</summary>
    /// <param name="items">The items; they are copied.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">It would be deeper than <see cref="MaxDepth"/>.</exception>
    public static WireValue Tuple(params ReadOnlySpan<WireValue> items) => Sequence(WireKind.Tuple, items);

    /// <summary>A dict of keys that other dicts share.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">A value for each; they are copied.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than keys, or it would be deeper than <see cref="MaxDepth"/>.</exception>
    public static WireValue Dict(WireKeys keys, params ReadOnlySpan<WireValue> values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Count == values.Length
            ? new WireValue(DictOf(keys, values))
            : throw new ArgumentException($"There are {keys.Count} keys and {values.Length} values.", nameof(values));
    }

    /// <summary>A dict.</summary>
    /// <param name="pairs">Distinct keys with their values, in order.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">A key comes twice or cannot be one, or it would be deeper than <see cref="MaxDepth"/>.</exception>
    public static WireValue Dict(params ReadOnlySpan<(WireValue Key, WireValue Value)> pairs)
    {
        var keys = new WireValue[pairs.Length];
        var values = new WireValue[pairs.Length];
        for (var i = 0; i < pairs.Length; i++) (keys[i], values[i]) = pairs[i];
        return new WireValue(DictOf(WireKeys.Of(keys.AsSpan()), values));
    }

    /// <summary>An object of a named class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attributes">Its attributes; those that are None are left out.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">An attribute comes twice or has a name that JEncode needs itself.</exception>
    public static WireValue Tagged(WireClass type, params ReadOnlySpan<(string Name, WireValue Value)> attributes)
    {
        var names = new List<WireValue>();
        var values = new List<WireValue>();
        foreach (var (name, value) in attributes)
        {
            if (name is "__dCls" or "__dMod") throw new ArgumentException($"'{name}' names no attribute.", nameof(attributes));
            if (value.IsNull) continue;
            names.Add(KeptText(name));
            values.Add(value);
        }

        return new WireValue(new TaggedNode(type, DictOf(WireKeys.Of(names.ToArray().AsSpan()), values.ToArray())));
    }

    /// <summary>A truth value.</summary>
    /// <param name="value">True or false.</param>
    public static implicit operator WireValue(bool value) => Of(value);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator WireValue(long value) => Of(value);

    /// <summary>A double.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator WireValue(double value) => Of(value);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator WireValue(string value) => Of(value);

    /// <summary>A text together with its UTF-8, for what is sent or asked for many times.</summary>
    internal static WireValue KeptText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WireValue(new TextNode(text, IsWellFormed(text) ? Encoding.UTF8.GetBytes(text) : null));
    }

    private static WireValue Sequence(WireKind kind, ReadOnlySpan<WireValue> items) =>
        new(new SequenceNode(kind, new ValueSlice(items.ToArray(), 0, items.Length), DepthAbove(items)));

    private static DictNode DictOf(WireKeys keys, ReadOnlySpan<WireValue> values) =>
        new(keys, new ValueSlice(values.ToArray(), 0, values.Length), Math.Max(DepthAbove(keys.Span), DepthAbove(values)));

    private static int DepthAbove(ReadOnlySpan<WireValue> items)
    {
        var depth = 0;
        foreach (var item in items) depth = Math.Max(depth, item.Depth);
        return depth < MaxDepth ? depth + 1 : throw new ArgumentException($"There are more than {MaxDepth} containers in each other.", nameof(items));
    }

    private static long WholeMicroseconds(long ticks) => ticks - (ticks % TimeSpan.TicksPerMicrosecond);
}
