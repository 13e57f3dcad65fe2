using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dirac.Architecture.Tests;

/// <summary>Lengths in lines of the files and methods of the tree.</summary>
internal static class CodeSizes
{
    public static IReadOnlyList<(string Name, int Lines)> Files { get; } =
        [.. Repository.CSharpFiles.Select(file => (Repository.Relative(file), File.ReadLines(file).Count())).OrderByDescending(file => file.Item2)];

    public static IReadOnlyList<(string Name, int Lines)> Methods { get; } =
        [.. Repository.CSharpFiles.SelectMany(MethodsOf).OrderByDescending(method => method.Lines)];

    /// <summary>The value below which <paramref name="percent"/> of the lengths lie.</summary>
    public static int Percentile(IReadOnlyList<(string Name, int Lines)> sizes, int percent) =>
        sizes.Count == 0 ? 0 : sizes[Math.Min(sizes.Count - 1, sizes.Count * (100 - percent) / 100)].Lines;

    private static IEnumerable<(string Name, int Lines)> MethodsOf(string file) =>
        from member in Repository.Syntax(file).DescendantNodes()
        let name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
            LocalFunctionStatementSyntax function => function.Identifier.Text,
            _ => null,
        }
        where name is not null
        select ($"{Repository.Relative(file)}: {name}", LinesOf(member));

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
