using System.IO.Enumeration;
using Dirac.Model.Errors;

namespace Dirac.Client.Sandboxes;

/// <summary>The files that names and patterns of a sandbox list stand for.</summary>
/// <param name="Files">File by its name in the sandbox.</param>
/// <param name="Missing">Names and patterns for which there is nothing.</param>
/// <param name="TotalBytes">Size of all files together.</param>
public sealed record SandboxFiles(IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Missing, long TotalBytes)
{
    /// <summary>Looks for files.</summary>
    /// <param name="baseDirectory">Where relative names start.</param>
    /// <param name="patterns">Names of files and directories; the last part may hold <c>*</c> and <c>?</c>.</param>
    /// <returns>
    /// As DIRAC packs them: a file goes by its last name part wherever it lies, a directory by its last part with everything below it. Symbolic links
    /// to files are followed, those to directories are left out.
    /// </returns>
    /// <exception cref="DiracException">Two different files would have one name (BadRequest).</exception>
    public static SandboxFiles Find(string baseDirectory, IEnumerable<string> patterns)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var pattern in patterns)
        {
            var matches = Match(Path.GetFullPath(Path.Combine(baseDirectory, pattern))).ToList();
            if (matches.Count == 0) missing.Add(pattern);
            foreach (var match in matches) AddAll(files, match);
        }

        return new SandboxFiles(files, missing, files.Values.Sum(file => new FileInfo(file).Length));
    }

    private static IEnumerable<string> Match(string path)
    {
        path = path.TrimEnd('/');
        if (Path.Exists(path)) return [path];
        var (directory, name) = (Path.GetDirectoryName(path), Path.GetFileName(path));
        if (name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(directory)) return [];
        return Directory.EnumerateFileSystemEntries(directory)
            .Where(entry => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(entry), ignoreCase: false))
            .Where(Path.Exists)
            .Order(StringComparer.Ordinal);
    }

    private static void AddAll(SortedDictionary<string, string> files, string path)
    {
        if (!Directory.Exists(path))
        {
            Add(files, Path.GetFileName(path), path);
            return;
        }

        var parent = Path.GetDirectoryName(path) ?? path;
        var plain = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.EnumerateFiles(path, "*", plain)) Add(files, Path.GetRelativePath(parent, file), file);
    }

    private static void Add(SortedDictionary<string, string> files, string name, string file)
    {
        if (files.TryAdd(name, file) || files[name] == file) return;
        throw new DiracException(
            ErrorCode.BadRequest,
            $"Both {files[name]} and {file} would be called '{name}' in the sandbox.",
            "A sandbox keeps only the last part of a name: rename one, or pass the directory that holds them.");
    }
}
