using Dirac.Pilot.Payloads;
using FsCheck.Xunit;

namespace Dirac.Pilot.Tests;

public sealed class ArgumentSplitterTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  a  b\tc\n", new[] { "a", "b", "c" })]
    [InlineData("'one word' two", new[] { "one word", "two" })]
    [InlineData("\"it's\" 'a \"b\"'", new[] { "it's", "a \"b\"" })]
    [InlineData("a''b \"\"", new[] { "ab", "" })]
    [InlineData(@"a\ b \'c", new[] { "a b", "'c" })]
    [InlineData(@"'a\b' ""a\b"" ""a\""b""", new[] { @"a\b", @"a\b", "a\"b" })]
    [InlineData("'not closed", new[] { "not closed" })]
    [InlineData("$HOME *", new[] { "$HOME", "*" })]
    public void Split_Text_GivesWords(string text, string[] words) => Assert.Equal(words, ArgumentSplitter.Split(text));

    [Theory]
    [InlineData("a 'b\\'", null)]
    [InlineData("a 'b", "No closing quotation")]
    [InlineData("a \\", "No escaped character")]
    [InlineData("a \"\\", "No escaped character")]
    [InlineData("a \\\\", null)]
    public void Split_BrokenText_SaysWhatIsWrong(string text, string? problem)
    {
        ArgumentSplitter.Split(text, out var said);

        Assert.Equal(problem, said);
    }

    [Property]
    public void Split_QuotedWords_ComeBack(string[] words)
    {
        var wanted = words.Select(word => word ?? "").ToArray();

        var text = string.Join(' ', wanted.Select(word => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'"));

        Assert.Equal(wanted, ArgumentSplitter.Split(text));
    }
}
