using System.Buffers;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>DIRAC's JSON with tags for dates, bytes and objects of classes: what current peers send.</summary>
/// <remarks>
/// Thread-safe. What comes back is not always what was sent: a tuple is a list, a key is a text, a datetime has lost its fraction of a second.
/// </remarks>
public static class JEncode
{
    /// <summary>Reads a message.</summary>
    /// <param name="message">The whole message; it is copied.</param>
    /// <param name="options">Limits, and the classes whose objects are allowed; null for the defaults.</param>
    /// <returns>The value.</returns>
    /// <exception cref="WireFormatException">The bytes are no message, exceed a limit, or hold an object of a class that is not allowed.</exception>
    public static WireValue Decode(ReadOnlySpan<byte> message, WireReadOptions? options = null)
    {
        options ??= WireReadOptions.Default;
        return JEncodeReader.Read(OwnedCopy.Of(message, options), options);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="output">Takes the bytes; after an exception, some of them.</param>
    /// <exception cref="WireEncodingException">The value holds a time of day, a key that is no scalar, or a dict with the key <c>__dCls</c>.</exception>
    public static void Encode(WireValue value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        JEncodeWriter.Write(value, output);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="WireEncodingException">The value holds a time of day, a key that is no scalar, or a dict with the key <c>__dCls</c>.</exception>
    public static byte[] Encode(WireValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        JEncodeWriter.Write(value, output);
        return output.WrittenSpan.ToArray();
    }
}
