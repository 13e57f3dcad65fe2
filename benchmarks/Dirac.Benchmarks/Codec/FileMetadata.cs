using System.Text.Json.Serialization;

namespace Dirac.Benchmarks.Codec;

/// <summary>What a file catalogue says about a file.</summary>
internal sealed record FileMetadata
{
    [JsonPropertyName("FileID")]
    public required long FileId { get; init; }

    public required long Size { get; init; }

    [JsonPropertyName("UID")]
    public required int Uid { get; init; }

    [JsonPropertyName("GID")]
    public required int Gid { get; init; }

    public required string Status { get; init; }

    public required string Checksum { get; init; }

    public required string ChecksumType { get; init; }

    [JsonPropertyName("GUID")]
    public required string Guid { get; init; }

    public required DateTime CreationDate { get; init; }

    public required DateTime ModificationDate { get; init; }

    public required int Mode { get; init; }
}
