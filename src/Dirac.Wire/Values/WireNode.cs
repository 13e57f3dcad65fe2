using System.Numerics;

namespace Dirac.Wire.Values;

/// <summary>The part of a value that is on the heap. Scalars of one kind share one node, so that a value costs sixteen bytes.</summary>
internal abstract class WireNode(WireKind kind, int depth = 0)
{
    public WireKind Kind { get; } = kind;

    /// <summary>How many containers are nested in this one, itself included; 0 for what contains nothing.</summary>
    public int Depth { get; } = depth;
}

/// <summary>Says what the bits of a scalar mean.</summary>
internal sealed class ScalarNode(WireKind kind) : WireNode(kind)
{
    public static readonly ScalarNode Truth = new(WireKind.Truth);
    public static readonly ScalarNode Whole = new(WireKind.Whole);
    public static readonly ScalarNode Real = new(WireKind.Real);
    public static readonly ScalarNode DateTime = new(WireKind.DateTime);
    public static readonly ScalarNode Date = new(WireKind.Date);
    public static readonly ScalarNode Time = new(WireKind.Time);
}

/// <summary>A whole number beyond 64 bits.</summary>
internal sealed class BigNode(BigInteger number) : WireNode(WireKind.Whole)
{
    public BigInteger Number { get; } = number;
}

/// <summary>A text that a program made, or that no UTF-8 can express.</summary>
internal sealed class TextNode(string text, byte[]? utf8 = null) : WireNode(WireKind.Text)
{
    public string Text { get; } = text;

    /// <summary>The text in UTF-8, when it is worth keeping; never for ill-formed text.</summary>
    public byte[]? Utf8 { get; } = utf8;
}

/// <summary>Bytes of which a value's bits name a part: offset in the upper half, length in the lower.</summary>
internal sealed class BufferNode(WireKind kind, byte[] bytes) : WireNode(kind)
{
    public byte[] Bytes { get; } = bytes;
}

/// <summary>A list or tuple.</summary>
internal sealed class SequenceNode(WireKind kind, ValueSlice items, int depth) : WireNode(kind, depth)
{
    public ValueSlice Items { get; } = items;
}

/// <summary>A dict.</summary>
internal sealed class DictNode(WireKeys keys, ValueSlice values, int depth) : WireNode(WireKind.Dict, depth)
{
    public WireKeys Keys { get; } = keys;

    public ValueSlice Values { get; } = values;
}

/// <summary>An object of a named class.</summary>
internal sealed class TaggedNode(WireClass type, DictNode attributes) : WireNode(WireKind.Tagged, attributes.Depth)
{
    public WireClass Class { get; } = type;

    public DictNode Attributes { get; } = attributes;
}

/// <summary>A part of an array that several containers of one message share.</summary>
internal readonly struct ValueSlice(WireValue[] array, int start, int count)
{
    public ReadOnlySpan<WireValue> Span => new(array, start, count);

    public ReadOnlyMemory<WireValue> Memory => new(array, start, count);
}
