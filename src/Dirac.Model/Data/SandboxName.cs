using Dirac.Model.Errors;

namespace Dirac.Model.Data;

/// <summary>The name of a sandbox in a store: <c>SB:SE|PFN</c>.</summary>
/// <remarks>
/// Two forms of PFN are known: ours and DiracX's, <c>/S3/bucket/vo/group/user/sha256:hex.format</c>, which says whose it is,
/// and DIRAC's older <c>/SandBox/…</c>, of which only the text is kept (<see cref="Content"/> is null).
/// </remarks>
public sealed record SandboxName
{
    /// <summary>The storage element DIRAC's sandboxes are in by default.</summary>
    public const string DefaultSE = "ProductionSandboxSE";

    /// <summary>The longest PFN the database holds, in characters.</summary>
    public const int MaxPfnLength = 512;

    private const string Prefix = "SB:";
    private const string OldRoot = "/SandBox/";

    private SandboxName(string se, string pfn, SandboxContent? content) => (SE, Pfn, Content) = (se, pfn, content);

    /// <summary>The storage element; empty when only a PFN was given.</summary>
    public string SE { get; }

    /// <summary>The place in the storage element.</summary>
    public string Pfn { get; }

    /// <summary>Owner and content; null for DIRAC's older names.</summary>
    public SandboxContent? Content { get; }

    /// <summary>Whether a sandbox entry claims to be a stored sandbox.</summary>
    /// <param name="text">An entry of a job's sandbox list.</param>
    public static bool HasPrefix(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The name of a sandbox of known owner and content.</summary>
    /// <param name="se">Storage element.</param>
    /// <param name="content">Owner and content.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/>: a part cannot stand in a name.</exception>
    public static SandboxName For(string se, SandboxContent content) => Parse($"{Prefix}{se}|{content.Pfn}");

    /// <summary>Reads a full name or a bare PFN.</summary>
    /// <param name="text">For example <c>SB:ProductionSandboxSE|/S3/sandboxes/vo/vo_user/ann/sha256:….tar.zst</c>.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/> saying what is wrong with the name.</exception>
    public static SandboxName Parse(string text)
    {
        var (se, pfn) = ("", text);
        if (HasPrefix(text))
        {
            var bar = text.IndexOf('|', StringComparison.Ordinal);
            if (bar <= Prefix.Length) throw Bad("It names no storage element.");

            (se, pfn) = (text[Prefix.Length..bar], text[(bar + 1)..]);
            if (se.Length > 64 || !se.All(IsPlain)) throw Bad("Its storage element is not a plain name.");
        }

        CheckPfn(pfn);
        return new SandboxName(se, pfn, pfn.StartsWith(OldRoot, StringComparison.Ordinal) ? null : SandboxContent.Parse(pfn));
    }

    /// <summary>The full name, or the bare PFN when there is no storage element.</summary>
    public override string ToString() => SE.Length == 0 ? Pfn : $"{Prefix}{SE}|{Pfn}";

    internal static bool IsPlain(char letter) => letter is not ('/' or '\\' or '|' or '%') && letter is > ' ' and < '\x7f';

    internal static DiracException Bad(string reason) => new(
        ErrorCode.BadRequest,
        $"This is not the name of a sandbox. {reason}",
        "Names read SB:SE|/S3/bucket/vo/group/user/sha256:CHECKSUM.tar.zst.");

    private static void CheckPfn(string pfn)
    {
        if (pfn.Length > MaxPfnLength) throw Bad($"Its path has more than {MaxPfnLength} characters.");
        if (!pfn.StartsWith('/')) throw Bad("Its path does not begin with '/'.");

        foreach (var part in pfn.Split('/').Skip(1))
        {
            if (part is "" or "." or ".." || !part.All(IsPlain)) throw Bad("Its path has an empty, relative or unprintable part.");
        }
    }
}
