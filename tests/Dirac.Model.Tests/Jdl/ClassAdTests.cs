using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Jdl;

public sealed class ClassAdTests
{
    [Fact]
    public void Parse_OrdinaryDescription_ReadsEveryKindOfValue()
    {
        var ad = ClassAd.Parse(
            """
            [
              Executable = "/bin/echo";
              Arguments = "a; b [c] {d}, e";
              CPUTime = 3600;
              Factor = -1.5e3;
              DisableCPUCheck = TRUE;
              Site = ANY;
              InputSandbox = { "my file.txt", 'x', bare };
              Nested = [ A = 1; B = { "u", "v" } ];
              Empty = "";
              None = {}
            ]
            """);

        Assert.Equal("a; b [c] {d}, e", ad.GetString("Arguments"));
        Assert.Equal(3600, ad.GetInt("CPUTime"));
        Assert.Equal(-1500, ad.GetDouble("Factor"));
        Assert.True(ad.GetBool("DisableCPUCheck"));
        Assert.Equal(["my file.txt", "'x'", "bare"], ad.GetList("InputSandbox"));
        Assert.Equal(1, ad.GetAd("Nested")!.GetInt("A"));
        Assert.Equal("", ad.GetString("Empty"));
        Assert.Empty(ad.GetList("None"));
        Assert.Null(ad.GetInt("Executable"));
        Assert.Null(ad.GetString("Absent"));
        Assert.False(ad.Has("executable"));
    }

    [Fact]
    public void Parse_WithoutOuterBrackets_IsTheSame() =>
        Assert.Equal("/bin/true", ClassAd.Parse("Executable = \"/bin/true\";\nCPUTime = 100").GetString("Executable"));

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[ a = 1 ]", "1")]
    [InlineData("[ a = 1; ]", "1")]
    [InlineData("[ ; a = 1;; ]", "1")]
    [InlineData("[ # a comment\n a = 1; # another\n ]", "1")]
    [InlineData("[ a = \"x\ny\"; ]", "xy")]
    [InlineData("[ a = \"x\" \"y\"; ]", "x y")]
    [InlineData("[ a = \"-c \"print 1\"\"; ]", "-c print 1")]
    [InlineData("[ a = other.CPU >= 3 && f[1] == \"x;y\"; ]", "other.CPU >= 3 && f[1] == x;y")]
    [InlineData("[ a = 1; a = 2 ]", "2")]
    [InlineData("[ a = [ b = 1 ] ]", "[b=1;]")]
    [InlineData("[ a = {{\"x\",\"y\"},{\"z\"}} ]", "{{x,y},{z}}")]
    [InlineData("[ a = {x,,y,} ]", "{x,y}")]
    public void Parse_WhatDiracAccepts_IsAccepted(string text, string expected)
    {
        var ad = ClassAd.Parse(text);

        Assert.Equal(expected, ad.GetString("a") ?? "[]");
    }

    [Theory]
    [InlineData("[ a = ; ]", "Attribute 'a' has no value (line 1, column 7)")]
    [InlineData("[ a = ]", "Attribute 'a' has no value")]
    [InlineData("[ a = 1;", "The closing ']' is missing")]
    [InlineData("[ a = 1; ] x", "There is text after the closing ']'")]
    [InlineData("[\n a = \"x;\n ]", "A string in attribute 'a' is not closed (line 2, column 6)")]
    [InlineData("[ a = {1, 2; ]", "The list in attribute 'a' is not closed")]
    [InlineData("[ a = {1, 2", "The list in attribute 'a' is not closed")]
    [InlineData("[ a = \"x\"\n b = \"y\"; ]", "A ';' is missing after the value of 'a' (line 1")]
    [InlineData("[ a = {1}\n b = 2; ]", "A ';' is missing after the value of 'a'")]
    [InlineData("[ a = {{1}{2}}; ]", "A ',' is missing between two elements of attribute 'a'")]
    [InlineData("[ a; ]", "'a; ]' has no '='")]
    [InlineData("[ a b = 1; ]", "'a b' cannot be the name of an attribute")]
    [InlineData("[ = 1; ]", "'' cannot be the name of an attribute")]
    [InlineData("hello", "'hello' has no '='")]
    public void Parse_BrokenText_SaysWhatAndWhere(string text, string message)
    {
        var error = Assert.Throws<DiracException>(() => ClassAd.Parse(text));

        Assert.Equal(ErrorCode.BadJobDescription, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[', "a=", ']')]
    [InlineData('{', "", '}')]
    public void Parse_TooDeep_IsRefused(char open, string name, char close)
    {
        string Nested(int levels) =>
            "[ a = " + string.Concat(Enumerable.Repeat($"{open}{name}", levels)) + "1" + new string(close, levels) + " ]";

        Assert.True(ClassAd.Parse(Nested(ClassAd.MaxDepth - 1)).Has("a"));
        var error = Assert.Throws<DiracException>(() => ClassAd.Parse(Nested(ClassAd.MaxDepth)));
        Assert.Contains("more than 10 levels", error.Message, StringComparison.Ordinal);
        Assert.Throws<DiracException>(() => ClassAd.Parse(Nested(1_000_000)));
    }

    [Fact]
    public void Parse_TooLong_IsRefusedAtOnce()
    {
        var error = Assert.Throws<DiracException>(() => ClassAd.Parse(new string(' ', ClassAd.MaxLength + 1)));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
    }

    [Theory]
    [InlineData("[ a = \"", "x", "\" ]")]
    [InlineData("[ ", "a=1;", " ]")]
    [InlineData("[ a = {", "\"x\",", "} ]")]
    [InlineData("[ a = ", "[", " ]")]
    [InlineData("", ";", "")]
    [InlineData("", "#\n", "")]
    [InlineData("[ a = ", "\"\"", " ]")]
    public void Parse_AsLongAsAllowed_TakesLinearTime(string before, string repeated, string after)
    {
        var count = (ClassAd.MaxLength - before.Length - after.Length) / repeated.Length;
        var text = before + string.Concat(Enumerable.Repeat(repeated, count)) + after;

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Record.Exception(() => ClassAd.Parse(text));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"Took {clock.Elapsed}.");
    }

    [Fact]
    public void ToString_AnyDescription_IsDiracsFormat()
    {
        var ad = ClassAd.Parse("[b=2; InputSandbox={\"x y\",\"z\"}; JobRequirements=[CPUTime=100; Tags={\"T\"}]; None={}; A=\"text\"]");

        Assert.Equal(
            "[ \n"
            + "    A = \"text\";\n"
            + "    InputSandbox = \n"
            + "        {\n"
            + "            \"x y\",\n"
            + "            \"z\"\n"
            + "        };\n"
            + "    JobRequirements = \n"
            + "        [\n"
            + "            CPUTime = 100;\n"
            + "            Tags = \n"
            + "                {\n"
            + "                    \"T\"\n"
            + "                };\n"
            + "        ];\n"
            + "    None = \n"
            + "        {\n"
            + "        };\n"
            + "    b = 2;\n"
            + "]",
            ad.ToString());
    }

    [Fact]
    public void With_NewAndOldNames_LeavesTheOriginalAlone()
    {
        var ad = ClassAd.Parse("[ a = 1; b = 2 ]");

        var changed = ad.With("a", "x").With("c", ["u", "v"]).With("d", 7).With("e", ad).Without("b").Without("absent");

        Assert.Equal("1", ad.GetString("a"));
        Assert.Equal(["a", "c", "d", "e"], changed.Attributes.Keys);
        Assert.Equal(["u", "v"], changed.GetList("c"));
        Assert.Equal(2, changed.GetAd("e")!.GetInt("b"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("x;y")]
    public void With_ImpossibleName_IsRefused(string name) => Assert.Throws<DiracException>(() => ClassAd.Empty.With(name, 1));

    [Theory]
    [InlineData("say \"hi\"")]
    [InlineData("two\nlines")]
    public void With_ImpossibleText_IsRefused(string text) => Assert.Throws<DiracException>(() => ClassAd.Empty.With("a", text));
}
