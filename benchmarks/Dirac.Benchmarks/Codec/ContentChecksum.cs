using System.Runtime.InteropServices;
using Dirac.Wire.Values;

namespace Dirac.Benchmarks.Codec;

/// <summary>A sum of every name and value of decoded files, equal for all formats when nothing was lost.</summary>
internal struct ContentChecksum
{
    private const ulong Prime = 1_099_511_628_211;
    private ulong _sum = 14_695_981_039_346_656_037;

    public ContentChecksum()
    {
    }

    public static ulong Of(Dictionary<string, FileMetadata> content)
    {
        var sum = new ContentChecksum();
        foreach (var (name, file) in content)
        {
            sum.Add(name);
            sum.Add(file.FileId);
            sum.Add(file.Size);
            sum.Add(file.Uid);
            sum.Add(file.Gid);
            sum.Add(file.Status);
            sum.Add(file.Checksum);
            sum.Add(file.ChecksumType);
            sum.Add(file.Guid);
            sum.Add(file.CreationDate.Ticks);
            sum.Add(file.ModificationDate.Ticks);
            sum.Add(file.Mode);
        }

        return sum._sum;
    }

    /// <summary>The sum of a decoded tree, for which every text becomes a string.</summary>
    public static ulong Of(WireValue content)
    {
        var sum = new ContentChecksum();
        foreach (var (name, file) in content.AsDict())
        {
            sum.Add(name.AsText());
            var fields = file.AsDict();
            if (fields.Count != MetadataFields.All.Count) throw new InvalidOperationException("A field is missing.");
            for (var i = 0; i < fields.Count; i++)
            {
                if (fields.Keys[i].AsText() != MetadataFields.All[i]) throw new InvalidOperationException("A field has another name.");
                sum.Add(fields.Values.Span[i]);
            }
        }

        return sum._sum;
    }

    private void Add(WireValue value)
    {
        if (value.Kind == WireKind.Text) Add(value.AsText());
        else Add(value.Kind == WireKind.DateTime ? value.AsDateTime().Ticks : value.AsInt64());
    }

    private void Add(string text)
    {
        Add(text.Length);
        var letters = text.AsSpan();
        foreach (var four in MemoryMarshal.Cast<char, long>(letters)) Add(four);
        foreach (var letter in letters[(letters.Length / 4 * 4)..]) Add(letter);
    }

    private void Add(long number) => _sum = (_sum ^ (ulong)number) * Prime;
}
