using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Trees;

/// <summary>Configuration text as it travels and is kept: a zlib stream of UTF-8. Pure.</summary>
internal static class CompressedCfg
{
    /// <summary>The most that is unpacked, bytes.</summary>
    public const int MaxUnpacked = Cfg.MaxLength;

    private const int ChecksumBytes = 4;
    private const int Piece = 64 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Packs <paramref name="text"/> as tightly as zlib can.</summary>
    public static byte[] Pack(string text) => Pack(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Pack(string)"/>
    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(text);
        return packed.ToArray();
    }

    /// <summary>Unpacks what a peer sent.</summary>
    /// <exception cref="DiracException">BadRequest: it is no whole zlib stream of UTF-8; TooLarge: there is more in it than a configuration may be.</exception>
    public static string Unpack(ReadOnlyMemory<byte> packed)
    {
        try
        {
            using var source = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            var content = Read(source);
            // The library takes a stream that was cut off for a whole one, so its checksum is looked for here.
            if (packed.Length < ChecksumBytes || BinaryPrimitives.ReadUInt32BigEndian(packed.Span[^ChecksumBytes..]) != Adler32.Of(content.WrittenSpan)) throw NotWhole();
            return Decode(content.WrittenSpan);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw NotWhole(broken);
        }
    }

    /// <summary>Reads text to its end, but no more than a configuration may have.</summary>
    /// <inheritdoc cref="Unpack" path="/exception"/>
    public static string ReadText(Stream source) => Decode(Read(source).WrittenSpan);

    private static ArrayBufferWriter<byte> Read(Stream source)
    {
        var content = new ArrayBufferWriter<byte>(Piece);
        while (source.Read(content.GetSpan(Piece)) is var read and > 0)
        {
            content.Advance(read);
            if (content.WrittenCount > MaxUnpacked)
                throw new DiracException(ErrorCode.TooLarge, $"Unpacked, the configuration has more than {MaxUnpacked} bytes.", "A configuration this large is a mistake; look at what was packed.");
        }

        return content;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException broken)
        {
            throw Bad("The configuration is not UTF-8.", broken);
        }
    }

    private static DiracException NotWhole(Exception? cause = null) => Bad("The data is not a whole zlib stream.", cause);

    private static DiracException Bad(string problem, Exception? cause) =>
        new(ErrorCode.BadRequest, problem, "Send the CFG text in UTF-8, packed with zlib.", cause);
}
