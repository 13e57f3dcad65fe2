using System.Buffers;
using System.IO.Compression;
using System.Text;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>How JobDB stores descriptions: short ones as they are, others as base64 of zlib of UTF-8. Pure and thread-safe.</summary>
public static class JobJdlCodec
{
    /// <summary>The longest text that is stored as it is, in characters: below it packing saves a quarter and costs more than all the rest of storing.</summary>
    public const int MaxPlainLength = 1024;

    /// <summary>The largest text that is unpacked, in bytes; a few packed bytes must not fill the memory.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Makes a description ready for the database.</summary>
    /// <param name="jdl">JDL text.</param>
    public static string Compress(string jdl)
    {
        if (jdl.Length <= MaxPlainLength && jdl.StartsWith('[')) return jdl;

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(Encoding.UTF8.GetBytes(jdl));
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <summary>Unpacks a description from the database; text that begins with <c>[</c> is taken as it is.</summary>
    /// <param name="stored">The column's content.</param>
    /// <exception cref="DiracException">
    /// <see cref="ErrorCode.BadJobDescription"/> when the text is neither,
    /// <see cref="ErrorCode.TooLarge"/> when it unpacks to more than <see cref="MaxBytes"/>.
    /// </exception>
    public static string Decompress(string stored)
    {
        if (stored.Length == 0 || stored.AsSpan().TrimStart().StartsWith("[")) return stored;

        try
        {
            using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(stored)), CompressionMode.Decompress);
            return Encoding.UTF8.GetString(ReadAll(zlib));
        }
        catch (Exception failure) when (failure is FormatException or InvalidDataException)
        {
            throw new DiracException(
                ErrorCode.BadJobDescription,
                "The stored job description is damaged: it is neither JDL text nor packed JDL.",
                "Submit the job again from its original description.",
                failure);
        }
    }

    private static ReadOnlySpan<byte> ReadAll(Stream source)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = source.Read(text.GetSpan(4096))) > 0)
        {
            text.Advance(read);
            if (text.WrittenCount > MaxBytes)
            {
                throw new DiracException(ErrorCode.TooLarge, $"A stored job description unpacks to more than {MaxBytes >> 20} MiB.");
            }
        }

        return text.WrittenSpan;
    }
}
