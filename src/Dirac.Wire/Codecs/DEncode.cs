using System.Buffers;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>DIRAC's prefix-coded format: what old peers send, and what some database columns hold.</summary>
/// <remarks>Thread-safe. It has no objects of classes, and does not tell bytes from text.</remarks>
public static class DEncode
{
    /// <summary>Reads one value; what follows it is left alone.</summary>
    /// <param name="message">The value's bytes; they are copied.</param>
    /// <param name="consumed">How many bytes the value took.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <returns>The value.</returns>
    /// <exception cref="WireFormatException">The bytes are no value, or exceed a limit.</exception>
    public static WireValue Decode(ReadOnlySpan<byte> message, out int consumed, WireReadOptions? options = null)
    {
        options ??= WireReadOptions.Default;
        return DEncodeReader.Read(OwnedCopy.Of(message, options), options, out consumed);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="output">Takes the bytes; after an exception, some of them.</param>
    /// <exception cref="WireEncodingException">The value holds an object of a class, or a text with a lone surrogate that stands for no byte.</exception>
    public static void Encode(WireValue value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        DEncodeWriter.Write(value, output);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="WireEncodingException">The value holds an object of a class, or a text with a lone surrogate that stands for no byte.</exception>
    public static byte[] Encode(WireValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        DEncodeWriter.Write(value, output);
        return output.WrittenSpan.ToArray();
    }
}
