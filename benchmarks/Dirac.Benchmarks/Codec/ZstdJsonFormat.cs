using System.Buffers;
using ZstdSharp;

namespace Dirac.Benchmarks.Codec;

/// <summary>Plain JSON, then Zstandard at its usual level.</summary>
internal sealed class ZstdJsonFormat : IFileFormat
{
    private const int Level = 3;

    private readonly JsonFormat _json = new();
    private readonly ArrayBufferWriter<byte> _plain = new();

    public string Name => "json_zstd";

    public void Encode(Dictionary<string, FileMetadata> content, IBufferWriter<byte> output)
    {
        _plain.ResetWrittenCount();
        _json.Encode(content, _plain);
        using var compressor = new Compressor(Level);
        output.Advance(compressor.Wrap(_plain.WrittenSpan, output.GetSpan(Compressor.GetCompressBound(_plain.WrittenCount))));
    }

    public Dictionary<string, FileMetadata> Decode(ReadOnlyMemory<byte> message)
    {
        using var decompressor = new Decompressor();
        return _json.Decode(decompressor.Unwrap(message.Span).ToArray());
    }
}
