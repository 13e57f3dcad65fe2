using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dirac.Wire.Values;

/// <summary>A value of DIRAC's legacy protocols: a scalar, or a tree of them. The default is None.</summary>
/// <remarks>
/// Immutable; any number of threads may read it. Decoded texts and bytes are parts of one copy of their message, so a value kept for long keeps that
/// copy: take what is needed out of it (<see cref="AsText"/>). No tree is deeper than <see cref="MaxDepth"/>, so going down one needs no care.
/// </remarks>
public readonly partial struct WireValue : IEquatable<WireValue>
{
    /// <summary>How many containers can be nested in each other. Python peers read and write no more.</summary>
    public const int MaxDepth = 1000;

    private readonly WireNode? _node;
    private readonly long _bits;

    internal WireValue(WireNode node, long bits = 0)
    {
        _node = node;
        _bits = bits;
    }

    /// <summary>What the value is, and so which of the properties below it has.</summary>
    public WireKind Kind => _node is null ? WireKind.Null : _node.Kind;

    /// <summary>Whether this is None.</summary>
    public bool IsNull => _node is null;

    /// <summary>Whether a <see cref="WireKind.Whole"/> fits into 64 bits.</summary>
    public bool IsInt64 => ReferenceEquals(_node, ScalarNode.Whole);

    internal int Depth => _node is null ? 0 : _node.Depth;

    internal WireNode? Node => _node;

    internal long Bits => _bits;

    /// <summary>Whether Python lets this be a key: not a list or dict, nor a tuple that contains one.</summary>
    internal bool IsHashable
    {
        get
        {
            if (Kind is WireKind.List or WireKind.Dict or WireKind.Tagged) return false;
            if (Kind != WireKind.Tuple) return true;
            foreach (var item in AsList().Span)
            {
                if (!item.IsHashable) return false;
            }

            return true;
        }
    }

    /// <summary>The value of a <see cref="WireKind.Truth"/>.</summary>
    /// <returns>True or false.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsTruth() => ReferenceEquals(_node, ScalarNode.Truth) ? _bits != 0 : throw NotA(WireKind.Truth);

    /// <summary>The value of a <see cref="WireKind.Whole"/> within 64 bits.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    /// <exception cref="OverflowException">The number is beyond 64 bits; see <see cref="IsInt64"/>.</exception>
    public long AsInt64() => IsInt64 ? _bits : (long)AsBigInteger();

    /// <summary>The value of a <see cref="WireKind.Whole"/>.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public BigInteger AsBigInteger() => IsInt64 ? _bits : _node is BigNode big ? big.Number : throw NotA(WireKind.Whole);

    /// <summary>The value of a <see cref="WireKind.Real"/>.</summary>
    /// <returns>The number; may be infinite or NaN.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public double AsDouble() => ReferenceEquals(_node, ScalarNode.Real) ? BitConverter.Int64BitsToDouble(_bits) : throw NotA(WireKind.Real);

    /// <summary>The value of a <see cref="WireKind.Text"/>. Bytes that are no UTF-8 are lone surrogates U+DC80 to U+DCFF, as Python peers see them.</summary>
    /// <returns>The text; a new string for each call unless it is kept, as keys of records are.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsText() => _node switch
    {
        TextNode text => text.Text,
        BufferNode { Kind: WireKind.Text } => EscapedUtf8.GetString(Slice),
        _ => throw NotA(WireKind.Text),
    };

    /// <summary>The bytes of a <see cref="WireKind.Bytes"/> or <see cref="WireKind.Text"/>: DEncode does not tell one from the other.</summary>
    /// <returns>The bytes as they were sent.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind, or a text with a lone surrogate that stands for no byte.</exception>
    public ReadOnlySpan<byte> AsBytes() => _node switch
    {
        BufferNode => Slice,
        TextNode text => text.Utf8 ?? EscapedUtf8.GetBytes(text.Text)
            ?? throw new InvalidOperationException("The text holds a lone surrogate that stands for no byte."),
        _ => throw NotA(WireKind.Bytes),
    };

    /// <summary>Whether it is a <see cref="WireKind.List"/> or a <see cref="WireKind.Tuple"/>, which peers use alike.</summary>
    public bool IsSequence => Kind is WireKind.List or WireKind.Tuple;

    /// <summary>The items of a <see cref="WireKind.List"/> or <see cref="WireKind.Tuple"/>.</summary>
    /// <returns>The items in order.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ReadOnlyMemory<WireValue> AsList() => _node is SequenceNode sequence ? sequence.Items.Memory : throw NotA(WireKind.List);

    /// <summary>The content of a <see cref="WireKind.Dict"/>.</summary>
    /// <returns>A view of it.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public WireDict AsDict() => _node is DictNode dict ? new WireDict(dict) : throw NotA(WireKind.Dict);

    /// <summary>The content of a <see cref="WireKind.Tagged"/>.</summary>
    /// <returns>A view of it.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public WireObject AsObject() => _node is TaggedNode tagged ? new WireObject(tagged) : throw NotA(WireKind.Tagged);

    /// <summary>The value of a <see cref="WireKind.DateTime"/>.</summary>
    /// <returns>UTC by convention among peers, with an unspecified kind since nothing says so; whole microseconds.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateTime AsDateTime() => ReferenceEquals(_node, ScalarNode.DateTime) ? new DateTime(_bits) : throw NotA(WireKind.DateTime);

    /// <summary>The value of a <see cref="WireKind.Date"/>.</summary>
    /// <returns>The day.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateOnly AsDate() => ReferenceEquals(_node, ScalarNode.Date) ? DateOnly.FromDayNumber((int)_bits) : throw NotA(WireKind.Date);

    /// <summary>The value of a <see cref="WireKind.Time"/>.</summary>
    /// <returns>The time of day in whole microseconds.</returns>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public TimeOnly AsTime() => ReferenceEquals(_node, ScalarNode.Time) ? new TimeOnly(_bits) : throw NotA(WireKind.Time);

    /// <summary>The bytes of a value on a <see cref="BufferNode"/>.</summary>
    internal ReadOnlySpan<byte> Slice => Unsafe.As<BufferNode>(_node!).Bytes.AsSpan((int)(_bits >> 32), (int)_bits);

    internal bool IsText(ReadOnlySpan<byte> utf8) => _node switch
    {
        BufferNode { Kind: WireKind.Text } => Slice.SequenceEqual(utf8),
        TextNode text => text.Utf8 is not null && utf8.SequenceEqual(text.Utf8),
        _ => false,
    };

    /// <summary>The same value; a text is a string from now on and is not made again for each question.</summary>
    internal WireValue Kept() => Kind == WireKind.Text && _node is not TextNode { Utf8: not null } ? KeptText(AsText()) : this;

    private InvalidOperationException NotA(WireKind kind) => new($"The value is a {Kind}, not a {kind}.");
}
