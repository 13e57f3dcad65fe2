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

/// <summary>A sandbox that is to belong to a job.</summary>
/// <param name="Pfn">The sandbox's name.</param>
/// <param name="Type">Input or Output.</param>
public sealed record SandboxAssignment(
    [property: JsonPropertyName("pfn")] string Pfn,
    [property: JsonPropertyName("type")] string Type);

/// <summary>The sandboxes of many jobs.</summary>
/// <param name="Success">Job → Input and Output → names without SE.</param>
/// <param name="Failed">Jobs that do not exist or are not the caller's, and why.</param>
public sealed record JobSandboxesReply(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<long, IReadOnlyDictionary<string, IReadOnlyList<string>>> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<long, FailedItem> Failed);

/// <summary>Space where sandboxes are kept.</summary>
/// <param name="Total">Bytes of the file system.</param>
/// <param name="Free">Bytes that may still be used.</param>
public sealed record SandboxSpace(
    [property: JsonPropertyName("total")] long Total,
    [property: JsonPropertyName("free")] long Free);
