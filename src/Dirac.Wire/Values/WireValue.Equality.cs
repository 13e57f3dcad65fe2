using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Dirac.Wire.Values;

/// <content>Equality is of what is sent: 1, 1.0 and true differ, and so do 0.0 and -0.0, a list and a tuple, a text and its bytes.</content>
public readonly partial struct WireValue
{
    /// <summary>Whether two values are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(WireValue left, WireValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(WireValue left, WireValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(WireValue other)
    {
        if (ReferenceEquals(_node, other._node) && _bits == other._bits) return true;
        if (Kind != other.Kind) return false;
        return _node switch
        {
            SequenceNode sequence => Same(sequence.Items.Span, ((SequenceNode)other._node!).Items.Span),
            DictNode dict => Same(dict, (DictNode)other._node!),
            TaggedNode tagged => tagged.Class == ((TaggedNode)other._node!).Class && Same(tagged.Attributes, ((TaggedNode)other._node!).Attributes),
            _ => EqualsScalar(other),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WireValue other && Equals(other);

    /// <summary>A hash that foreign keys cannot be chosen to collide in.</summary>
    /// <returns>The hash; it differs from process to process.</returns>
    public override int GetHashCode() => _node switch
    {
        null => 0,
        BufferNode => HashOf(Slice),
        TextNode text => HashOf(text),
        SequenceNode sequence => HashOf(sequence.Items.Span),
        DictNode dict => HashOf(dict.Values.Span),
        TaggedNode tagged => HashOf(tagged.Attributes.Values.Span),
        BigNode big => big.Number.GetHashCode(),
        _ => HashOf(_node.Kind, _bits),
    };

    /// <summary>The value for a log or test: not what is sent, and long texts are cut.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Kind switch
    {
        WireKind.Null => "null",
        WireKind.Truth => AsTruth() ? "true" : "false",
        WireKind.Whole => AsBigInteger().ToString(CultureInfo.InvariantCulture),
        WireKind.Real => AsDouble().ToString("R", CultureInfo.InvariantCulture),
        WireKind.Text => Short(AsText()),
        WireKind.Bytes => string.Create(CultureInfo.InvariantCulture, $"{Slice.Length} bytes"),
        WireKind.DateTime => AsDateTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        WireKind.Date => AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        WireKind.Time => AsTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        WireKind.Tagged => string.Create(CultureInfo.InvariantCulture, $"{AsObject().Class} of {AsObject().Attributes.Count} attributes"),
        WireKind.Dict => string.Create(CultureInfo.InvariantCulture, $"Dict of {AsDict().Count} keys"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Kind} of {AsList().Length} items"),
    };

    private static string Short(string text) => text.Length <= 100 ? $"\"{text}\"" : $"\"{text.AsSpan(0, 100)}…\"";

    private static bool Same(DictNode one, DictNode two) =>
        (ReferenceEquals(one.Keys, two.Keys) || Same(one.Keys.Span, two.Keys.Span)) && Same(one.Values.Span, two.Values.Span);

    // Not the library's comparison, whose frames are many times larger.
    private static bool Same(ReadOnlySpan<WireValue> one, ReadOnlySpan<WireValue> two)
    {
        if (one.Length != two.Length) return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (!one[i].Equals(two[i])) return false;
        }

        return true;
    }

    private bool EqualsScalar(WireValue other) => (_node, other._node) switch
    {
        (BufferNode, BufferNode) => Slice.SequenceEqual(other.Slice),
        (TextNode text, _) => other.IsText(text),
        (BufferNode, TextNode text) => IsText(text),
        (BigNode one, BigNode two) => one.Number == two.Number,
        _ => false,
    };

    private bool IsText(TextNode text) => _node is TextNode other
        ? other.Text == text.Text
        : text.Utf8 is { } utf8 ? Slice.SequenceEqual(utf8) : EscapedUtf8.GetString(Slice) == text.Text;

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }

    private static int HashOf(TextNode text)
    {
        if (text.Utf8 is { } utf8) return HashOf(utf8);
        var rented = ArrayPool<byte>.Shared.Rent((text.Text.Length * 3) + 1);
        EscapedUtf8.TryGetBytes(text.Text, rented, out var written);
        var hash = HashOf(rented.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    // The runtime's hash of strings is keyed at random for each process.
    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : (hash * 31) + bytes[^1];
    }

    private static int HashOf(WireKind kind, long bits)
    {
        ReadOnlySpan<long> content = [bits, (long)kind];
        return HashOf(MemoryMarshal.AsBytes(content));
    }

    private static int HashOf(ReadOnlySpan<WireValue> items)
    {
        var hash = default(HashCode);
        foreach (var item in items) hash.Add(item.GetHashCode());
        return hash.ToHashCode();
    }
}
