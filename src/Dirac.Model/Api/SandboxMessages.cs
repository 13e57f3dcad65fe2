using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Asks where to upload a sandbox of known content.</summary>
/// <param name="ChecksumAlgorithm">Always sha256.</param>
/// <param name="Checksum">64 lower-case hexadecimal digits.</param>
/// <param name="Size">Bytes, at least 1.</param>
/// <param name="Format">tar.bz2 or tar.zst.</param>
public sealed record SandboxUploadRequest(
    [property: JsonPropertyName("checksum_algorithm")] string ChecksumAlgorithm,
    [property: JsonPropertyName("checksum")] string Checksum,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("format")] string Format);

/// <summary>Where to upload; <see cref="Url"/> is null when the content is already there.</summary>
/// <param name="Pfn">The sandbox's name, <c>SB:SE|/S3/bucket/vo/group/user/sha256:hex.format</c>.</param>
/// <param name="Url">Multipart POST target.</param>
/// <param name="Fields">Form fields to send before the <c>file</c> part.</param>
public sealed record SandboxUploadReply(
    [property: JsonPropertyName("pfn")] string Pfn,
    [property: JsonPropertyName("url")] string? Url = null,
    [property: JsonPropertyName("fields")] IReadOnlyDictionary<string, string>? Fields = null);

/// <summary>Where to download a sandbox.</summary>
/// <param name="Url">GET target.</param>
/// <param name="ExpiresIn">Seconds for which the address is good.</param>
public sealed record SandboxDownloadReply(
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);
