using System.Buffers;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>A frame's payload, whose sender chose the format without saying so.</summary>
public static class Payload
{
    private static readonly SearchValues<byte> Tags = SearchValues.Create("iIfbsunltdz"u8);

    /// <summary>Reads a payload in either format.</summary>
    /// <param name="payload">The whole payload; it is copied.</param>
    /// <param name="encoding">Which format it was in.</param>
    /// <param name="options">Limits, and the classes whose objects are allowed; null for the defaults.</param>
    /// <returns>The value. What follows a value in DEncode is left alone.</returns>
    /// <exception cref="WireFormatException">It is in neither format; the exception is that of the format it resembles.</exception>
    public static WireValue Decode(ReadOnlySpan<byte> payload, out WireEncoding encoding, WireReadOptions? options = null)
    {
        encoding = WireEncoding.JEncode;
        if (payload.IsEmpty || !Tags.Contains(payload[0])) return JEncode.Decode(payload, options);
        try
        {
            var value = DEncode.Decode(payload, out _, options);
            encoding = WireEncoding.DEncode;
            return value;
        }
        // JSON's words begin like tags: true, false, Infinity.
        catch (WireFormatException) when (payload[0] is (byte)'t' or (byte)'f' or (byte)'I')
        {
            return JEncode.Decode(payload, options);
        }
    }

    /// <summary>Writes a value in a format.</summary>
    /// <param name="value">The value.</param>
    /// <param name="encoding">Which format.</param>
    /// <param name="output">Takes the bytes; after an exception, some of them.</param>
    /// <exception cref="WireEncodingException">The format cannot express the value.</exception>
    public static void Encode(WireValue value, WireEncoding encoding, IBufferWriter<byte> output)
    {
        if (encoding == WireEncoding.DEncode) DEncode.Encode(value, output);
        else JEncode.Encode(value, output);
    }
}
