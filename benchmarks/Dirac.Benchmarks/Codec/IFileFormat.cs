using System.Buffers;

namespace Dirac.Benchmarks.Codec;

/// <summary>A format for files' metadata that DIRAC does not speak, for comparison.</summary>
internal interface IFileFormat
{
    /// <summary>What its figures begin with.</summary>
    string Name { get; }

    /// <summary>Writes all files.</summary>
    void Encode(Dictionary<string, FileMetadata> content, IBufferWriter<byte> output);

    /// <summary>Reads what was written.</summary>
    Dictionary<string, FileMetadata> Decode(ReadOnlyMemory<byte> message);
}
