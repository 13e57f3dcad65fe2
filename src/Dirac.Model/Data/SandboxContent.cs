using Dirac.Model.Errors;

namespace Dirac.Model.Data;

/// <summary>Whose a sandbox is and what is in it.</summary>
/// <param name="Bucket">Part of the store.</param>
/// <param name="Vo">The owner's VO.</param>
/// <param name="Group">The owner's group.</param>
/// <param name="User">The owner.</param>
/// <param name="Sha256">Checksum of the content: 64 lower-case hexadecimal digits.</param>
/// <param name="Format">Kind of archive: <c>tar.bz2</c> or <c>tar.zst</c>.</param>
public sealed record SandboxContent(string Bucket, string Vo, string Group, string User, string Sha256, string Format)
{
    /// <summary>The bucket our sandboxes are in.</summary>
    public const string DefaultBucket = "sandboxes";

    private const string Root = "S3";
    private const string Algorithm = "sha256:";
    private const int ChecksumLength = 64;

    /// <summary>The place of such a sandbox in its storage element.</summary>
    public string Pfn => $"/{Root}/{Bucket}/{Vo}/{Group}/{User}/{Algorithm}{Sha256}.{Format}";

    /// <summary>Whether a text is a checksum as it stands in names.</summary>
    /// <param name="text">A text.</param>
    public static bool IsSha256(string text) => text.Length == ChecksumLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether archives of this kind are accepted.</summary>
    /// <param name="format">For example <c>tar.zst</c>.</param>
    public static bool IsFormat(string format) => format is "tar.bz2" or "tar.zst";

    /// <summary>Reads the PFN of a sandbox.</summary>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/> saying what is wrong with it.</exception>
    internal static SandboxContent Parse(string pfn)
    {
        var parts = pfn.Split('/');
        if (parts is not ["", Root, var bucket, var vo, var group, var user, var file])
        {
            throw SandboxName.Bad("Its path is neither /S3/bucket/vo/group/user/file nor /SandBox/….");
        }

        var dot = file.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !file.StartsWith(Algorithm, StringComparison.Ordinal)) throw SandboxName.Bad("Its file is not sha256:CHECKSUM.FORMAT.");

        var (checksum, format) = (file[Algorithm.Length..dot], file[(dot + 1)..]);
        if (!IsSha256(checksum)) throw SandboxName.Bad("Its checksum is not 64 lower-case hexadecimal digits.");
        if (!IsFormat(format)) throw SandboxName.Bad($"Its format '{format}' is not tar.bz2 or tar.zst.");

        return new SandboxContent(bucket, vo, group, user, checksum, format);
    }
}
