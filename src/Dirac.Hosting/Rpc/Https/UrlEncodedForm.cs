using System.Buffers.Text;
using System.Text;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Reads the body of a form, <c>name=value&amp;…</c>, in one pass. Pure.</summary>
/// <remarks>The web server's own reader looks at a value again with every piece that arrives, which takes minutes for one of 100 MB.</remarks>
internal static class UrlEncodedForm
{
    /// <summary>How many fields a form may have.</summary>
    public const int MostFields = 32;

    /// <summary>The longest name of a field, bytes as sent.</summary>
    public const int LongestName = 64;

    /// <summary>Reads a form; of a name that comes twice the first value counts.</summary>
    /// <exception cref="InvalidDataException">There are too many fields, or a name is too long.</exception>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            if (++count > MostFields) throw new InvalidDataException($"The form has more than {MostFields} fields.");
            var field = body[range];
            var equals = field.IndexOf((byte)'=');
            var name = equals < 0 ? field : field[..equals];
            if (name.Length > LongestName) throw new InvalidDataException("A field's name is too long.");
            fields.TryAdd(Decode(name), equals < 0 ? "" : Decode(field[(equals + 1)..]));
        }

        return fields;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0) return Encoding.UTF8.GetString(text);
        var plain = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at];
            if (next == (byte)'%' && at + 2 < text.Length && Utf8Parser.TryParse(text.Slice(at + 1, 2), out byte value, out var read, 'x') && read == 2)
            {
                plain[length++] = value;
                at += 2;
            }
            else
            {
                plain[length++] = next == (byte)'+' ? (byte)' ' : next;
            }
        }

        return Encoding.UTF8.GetString(plain.AsSpan(0, length));
    }
}
