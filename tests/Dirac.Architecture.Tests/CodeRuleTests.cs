using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dirac.Architecture.Tests;

/// <summary>Rules of the house that no analyzer watches.</summary>
public sealed class CodeRuleTests
{
    // In two halves, so that this file does not break its own rule.
    private static readonly string[] Private =
    [
        "/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "bash_jobs", "//api.nu" + "get.org", "//pypi" + ".org",
    ];

    [Fact]
    public void Interfaces_AsyncMethods_TakeACancellationToken() => AssertNone(
        from file in Sources()
        from type in Repository.Syntax(file).DescendantNodes().OfType<InterfaceDeclarationSyntax>()
        from method in type.Members.OfType<MethodDeclarationSyntax>()
        where IsAwaitable(method.ReturnType) && method.ParameterList.Parameters.LastOrDefault()?.Type?.ToString() != "CancellationToken"
        select $"{Repository.Relative(file)}: {type.Identifier.Text}.{method.Identifier.Text} takes no CancellationToken as its last parameter.");

    // The code that binds arguments refuses what it cannot read as such a value without a word: QueryValues says what is wrong with it.
    [Fact]
    public void Handlers_OfRoutes_TakeNoValuesThatMayBeNull() => AssertNone(
        from file in Sources()
        from method in Repository.Syntax(file).DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.ReturnType.ToString() is "Task<IResult>" or "IResult" && method.ParameterList.Parameters.FirstOrDefault()?.Type?.ToString() == "HttpContext"
        from parameter in method.ParameterList.Parameters
        where parameter.Type is NullableTypeSyntax { ElementType: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.Text: "YesNo" or "Guid" or "DateTimeOffset" } } type
            && type.ElementType.ToString() != "string"
        select $"{Repository.Relative(file)}, line {LineOf(parameter)}: {method.Identifier.Text} takes {parameter}.");

    [Fact]
    public void Catches_All_DoSomething() => AssertNone(
        from file in Repository.CSharpFiles
        from clause in Repository.Syntax(file).DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Block.Statements.Count == 0
        select $"{Repository.Relative(file)}, line {LineOf(clause)}: the catch is empty.");

    [Fact]
    public void Types_PerFile_AreOneWithSmallCompanions() => AssertNone(
        from file in Sources()
        let types = Repository.Syntax(file).DescendantNodes(node => node is not TypeDeclarationSyntax).OfType<ClassDeclarationSyntax>().ToList()
        where types.Count(type => LineOf(type.CloseBraceToken) - LineOf(type) > 60) > 1
        select $"{Repository.Relative(file)} holds several large classes.");

    [Fact]
    public void Names_OfTypes_SayWhatTheyAre() => AssertNone(
        from file in Sources()
        from type in Repository.Syntax(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where new[] { "Helper", "Helpers", "Utils", "Util", "Manager", "Common", "Base" }.Any(
            word => type.Identifier.Text.EndsWith(word, StringComparison.Ordinal))
        select $"{Repository.Relative(file)}: {type.Identifier.Text}.");

    [Fact]
    public void Texts_All_NameNoPrivatePlace() => AssertNone(
        from file in Repository.TextFiles
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        from place in Private
        where line.Text.Contains(place, StringComparison.Ordinal)
        select $"{Repository.Relative(file)}, line {line.Number}: names {place}");

    [Fact]
    public void Texts_All_LeaveNothingForLater() => AssertNone(
        from file in Sources()
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Contains("NotImplementedException", StringComparison.Ordinal)
            || line.Text.Contains("// TODO", StringComparison.OrdinalIgnoreCase)
        select $"{Repository.Relative(file)}, line {line.Number}: {line.Text.Trim()}");

    private static IEnumerable<string> Sources() =>
        Repository.CSharpFiles.Where(file => Repository.Relative(file).StartsWith("src/", StringComparison.Ordinal));

    private static bool IsAwaitable(TypeSyntax type) =>
        type is SimpleNameSyntax { Identifier.Text: "Task" or "ValueTask" };

    private static int LineOf(SyntaxNodeOrToken place) => place.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;

    private static void AssertNone(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
