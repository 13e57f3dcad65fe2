using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Keys that dicts of one depth have had twice in a row, with the bytes that announce each, so that the next dict's keys are only compared.</summary>
internal sealed class RecordShape
{
    private readonly byte[][] _announced;

    private RecordShape(WireKeys keys, byte[][] announced)
    {
        Keys = keys;
        _announced = announced;
    }

    public WireKeys Keys { get; }

    /// <summary>The shape of some keys, or null if they are not all texts of which <paramref name="announce"/> knows the bytes.</summary>
    public static RecordShape? Of(WireKeys keys, Func<byte[], byte[]?> announce)
    {
        var kept = keys.Kept();
        var announced = new byte[kept.Count][];
        for (var i = 0; i < announced.Length; i++)
        {
            if ((kept[i].Node as TextNode)?.Utf8 is not { } utf8 || announce(utf8) is not { } bytes) return null;
            announced[i] = bytes;
        }

        return new RecordShape(kept, announced);
    }

    /// <summary>How many bytes the key at a position takes at the start of <paramref name="rest"/>; 0 if another key stands there.</summary>
    public int LengthOfKey(int index, ReadOnlySpan<byte> rest) => rest.StartsWith(_announced[index]) ? _announced[index].Length : 0;
}
