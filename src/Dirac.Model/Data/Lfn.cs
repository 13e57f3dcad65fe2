using System.Diagnostics.CodeAnalysis;
using Dirac.Model.Errors;

namespace Dirac.Model.Data;

/// <summary>A logical file name: an absolute path in the file catalogue, whose first directory is the VO's.</summary>
public readonly record struct Lfn
{
    /// <summary>The longest path the databases hold, in characters.</summary>
    public const int MaxLength = 255;

    private const string Prefix = "LFN:";

    private Lfn(string path) => Path = path;

    /// <summary>The path, beginning with <c>/</c> and without the prefix <c>LFN:</c>.</summary>
    public string Path { get; }

    /// <summary>Whether a text claims to be a logical file name by its prefix, in any case of letters.</summary>
    /// <param name="text">An entry of a sandbox or data list.</param>
    public static bool HasPrefix(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a logical file name, with or without its prefix.</summary>
    /// <param name="text">For example <c>LFN:/vo/user/a/ann/data.txt</c>.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/> saying what is wrong with the name.</exception>
    public static Lfn Parse(string text) =>
        TryParse(text, out var lfn, out var problem) ? lfn : throw new DiracException(ErrorCode.BadRequest, problem);

    /// <summary>Reads a logical file name, with or without its prefix.</summary>
    /// <param name="text">For example <c>LFN:/vo/user/a/ann/data.txt</c>.</param>
    /// <param name="lfn">The name, when it is one.</param>
    /// <param name="problem">Otherwise one sentence that says what is wrong.</param>
    public static bool TryParse(string text, out Lfn lfn, [NotNullWhen(false)] out string? problem)
    {
        var path = HasPrefix(text) ? text[Prefix.Length..] : text;
        problem = ProblemOf(path);
        lfn = problem is null ? new Lfn(path) : default;
        return problem is null;
    }

    /// <summary>Whether the file lies in the directory of a VO.</summary>
    /// <param name="vo">Name of the VO.</param>
    public bool IsOf(string vo) => Path.StartsWith($"/{vo}/", StringComparison.Ordinal);

    /// <summary>The name with its prefix <c>LFN:</c>.</summary>
    public override string ToString() => Prefix + Path;

    private static string? ProblemOf(string path)
    {
        if (path.Length > MaxLength) return $"A logical file name has {path.Length} characters; at most {MaxLength} are allowed.";
        if (!path.StartsWith('/')) return $"The logical file name '{path}' must begin with '/'.";
        if (path.Contains("//", StringComparison.Ordinal)) return $"The logical file name '{path}' contains '//'.";
        if (path.EndsWith('/')) return $"The logical file name '{path}' names a directory, not a file.";
        if (path.Any(char.IsControl)) return "A logical file name contains a control character.";

        return path.Split('/').Any(part => part is "." or "..") ? $"The logical file name '{path}' contains '.' or '..' as a directory." : null;
    }
}
