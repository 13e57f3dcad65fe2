using System.Buffers;
using System.Buffers.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Makes of a JSON object with the key <c>__dCls</c> what it stands for.</summary>
internal static class TaggedObjects
{
    private static readonly WireValue Content = WireValue.KeptText("obj");
    private static readonly WireValue Module = WireValue.KeptText("__dMod");

    /// <summary>Resolves an object.</summary>
    /// <param name="dict">Its members.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="options">Say which classes are allowed.</param>
    public static WireValue Resolve(DictNode dict, int at, WireReadOptions options)
    {
        var tag = dict.Values.Span[dict.Keys.ClassTag];
        if (tag.IsNull) return new WireValue(Without(dict, withoutClass: false));
        if (tag.Kind != WireKind.Text) throw new WireFormatException(at, "an object whose __dCls is a text");
        if (tag.IsText("dt"u8)) return DateTime(dict, at);
        if (tag.IsText("date"u8)) return Date(dict, at);
        if (tag.IsText("b64"u8)) return Bytes(dict, at);
        if (!new WireDict(dict).TryGetValue(Module, out var module) || module.Kind != WireKind.Text)
        {
            throw new WireFormatException(at, "an object of a class with its module in __dMod");
        }

        var type = new WireClass(module.AsText(), tag.AsText());
        return options.Classes.Contains(type)
            ? new WireValue(new TaggedNode(type, Without(dict, withoutClass: true)))
            : throw new WireFormatException(at, $"an object of an allowed class, not of {type}");
    }

    private static WireValue DateTime(DictNode dict, int at) =>
        TryGetContent(dict, out var text) && Moments.TryReadDateTime(text, out var moment)
            ? WireValue.Of(moment)
            : throw new WireFormatException(at, "a dt with obj as 'YYYY-MM-DD HH:MM:SS'");

    private static WireValue Date(DictNode dict, int at) =>
        TryGetContent(dict, out var text) && Moments.TryReadDate(text, out var date)
            ? WireValue.Of(date)
            : throw new WireFormatException(at, "a date with obj as 'YYYY-MM-DD'");

    private static WireValue Bytes(DictNode dict, int at)
    {
        if (TryGetContent(dict, out var text))
        {
            var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, bytes, out _, out var count) == OperationStatus.Done)
            {
                if (count != bytes.Length) Array.Resize(ref bytes, count);
                return new WireValue(new BufferNode(WireKind.Bytes, bytes), count);
            }
        }

        throw new WireFormatException(at, "a b64 with obj in base64, padded");
    }

    private static bool TryGetContent(DictNode dict, out ReadOnlySpan<byte> text)
    {
        var there = new WireDict(dict).TryGetValue(Content, out var content) && content.Node is BufferNode { Kind: WireKind.Text };
        text = there ? content.Slice : default;
        return there;
    }

    // The depth stays what it was: at most one too many, which only makes the limit stricter.
    private static DictNode Without(DictNode dict, bool withoutClass)
    {
        var keys = new List<WireValue>();
        var values = new List<WireValue>();
        foreach (var (key, value) in new WireDict(dict))
        {
            if (key.IsText(WireKeys.ClassTagName) || (withoutClass && (value.IsNull || key.Equals(Module)))) continue;
            keys.Add(key);
            values.Add(value);
        }

        var kept = WireKeys.Of(keys.ToArray().AsSpan());
        return new DictNode(kept, new ValueSlice(values.ToArray(), 0, values.Count), dict.Depth);
    }
}
