namespace Dirac.Benchmarks.Codec;

/// <summary>The names of <see cref="FileMetadata"/>'s fields on the wire, in order.</summary>
internal static class MetadataFields
{
    public const string FileId = "FileID";
    public const string Size = "Size";
    public const string Uid = "UID";
    public const string Gid = "GID";
    public const string Status = "Status";
    public const string Checksum = "Checksum";
    public const string ChecksumType = "ChecksumType";
    public const string Guid = "GUID";
    public const string CreationDate = "CreationDate";
    public const string ModificationDate = "ModificationDate";
    public const string Mode = "Mode";

    public static IReadOnlyList<string> All { get; } =
        [FileId, Size, Uid, Gid, Status, Checksum, ChecksumType, Guid, CreationDate, ModificationDate, Mode];
}
