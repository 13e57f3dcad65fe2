using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dirac.Architecture.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = ["artifacts", "bin", "obj", ".git", "node_modules"];

    private static readonly string[] BinaryEndings = [".png", ".ico", ".gz", ".zip", ".bz2", ".zst", ".woff2", ".pdf", ".jpg", ".dll"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Projects { get; } = FilesEndingWith(".csproj");

    public static IReadOnlyList<string> CSharpFiles { get; } = FilesEndingWith(".cs");

    public static IReadOnlyList<string> TextFiles { get; } =
        [.. AllFiles(Root).Where(file => Path.GetFileName(file) != ".git" && !BinaryEndings.Contains(Path.GetExtension(file)))];

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    public static CompilationUnitSyntax Syntax(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetCompilationUnitRoot();

    private static List<string> FilesEndingWith(string ending) =>
        [.. AllFiles(Root).Where(file => file.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> AllFiles(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(inner => !NotSource.Contains(Path.GetFileName(inner))).SelectMany(AllFiles));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("Dirac.slnx was not found above the test's own folder.");
    }
}
