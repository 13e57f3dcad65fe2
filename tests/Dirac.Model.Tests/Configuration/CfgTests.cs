using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Model.Tests.Configuration;

public sealed class CfgTests
{
    private const string Example =
        """
        # Who runs this
        ## and why
        DIRAC
        {
          Setup = Test   # kept: there are no trailing comments
          Sub { A = 1
          }
          List = a
          List += b
          List += c, d
        }
        Systems { Workload { URLs { Matcher = dips://host:9170/W/M?a=b{c}
        } } }
        Empty =
        DIRAC
        {
          Setup = Production
        }
        """;

    [Fact]
    public void Parse_Example_FollowsTheRules()
    {
        var cfg = Cfg.Parse(Example);

        Assert.Equal("Production", cfg.GetOption("/DIRAC/Setup"));
        Assert.Equal(1, cfg.GetInt("DIRAC/Sub/A", 0));
        Assert.Equal("a, b, c, d", cfg.GetOption("/DIRAC/List"));
        Assert.Equal(["a", "b", "c", "d"], cfg.GetList("/DIRAC/List"));
        Assert.Equal("dips://host:9170/W/M?a=b{c}", cfg.GetOption("/Systems/Workload/URLs/Matcher"));
        Assert.Equal("", cfg.GetOption("Empty"));
        Assert.Equal("fallback", cfg.GetOption("Empty", "fallback"));
        Assert.Equal(" Who runs this\n and why", cfg.GetSection("DIRAC")!.Comment);
        Assert.Equal(["DIRAC", "Systems"], cfg.SectionNames("/"));
        Assert.Equal(["Setup", "List"], cfg.OptionNames("/DIRAC"));
        Assert.Null(cfg.GetOption("/DIRAC/Setup/Deeper"));
        Assert.Null(cfg.GetSection("/Nowhere"));
        Assert.Empty(cfg.SectionNames("/Nowhere"));
    }

    [Fact]
    public void Parse_CommentAfterAValue_BelongsToTheValue() =>
        Assert.Equal("Test # x", Cfg.Parse("A = Test # x").GetOption("A"));

    [Fact]
    public void Write_Tree_IsDiracsFormat()
    {
        var cfg = Cfg.Parse("#about A\nA=1,2\nEmpty=\nS{ B = x\n# inner\n T { } }\nZ = last");

        Assert.Equal(
            "#about A\nA = 1\nA += 2\nEmpty = \nS\n{\n  B = x\n  # inner\n  T\n  {\n  }\n}\nZ = last\n",
            Cfg.Write(cfg));
    }

    [Theory]
    [InlineData("A {", "Section 'A', opened on line 1, is not closed.")]
    [InlineData("A\n{\n  B { c = 1 } }\n", "Section 'B', opened on line 3, is not closed. On line 3 all that follows the '=' is the value, '1 } }'.")]
    [InlineData("A {\nb = {x}\n", "Section 'A', opened on line 1, is not closed.")]
    [InlineData("A = 1\n}", "There is a '}' too many (configuration line 2).")]
    [InlineData("{ }", "The name of a section is missing (configuration line 1).")]
    [InlineData("= 3", "The name of an option is missing (configuration line 1).")]
    [InlineData("hello", "'hello' is neither an option nor a section")]
    [InlineData("hello\nworld { }", "'hello' is neither an option nor a section (configuration line 2).")]
    [InlineData("A { x }", "'x' is neither an option nor a section")]
    [InlineData("A\nB = 1", "'A' is neither an option nor a section")]
    [InlineData("A = 1\nA { }", "'A' is already an option (configuration line 2).")]
    [InlineData("A { }\nA = 1", "'A' is already a section (configuration line 2).")]
    public void Parse_BrokenText_SaysWhatAndWhere(string text, string message)
    {
        var error = Assert.Throws<DiracException>(() => Cfg.Parse(text));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AMillionLevels_IsRefusedNotOverflown() =>
        Assert.Throws<DiracException>(() => Cfg.Parse(string.Concat(Enumerable.Repeat("a{", 1_000_000))));

    [Theory]
    [InlineData("a += x\n")]
    [InlineData("s { a += x\n}\n")]
    [InlineData("a = 1\n")]
    [InlineData("#x\n")]
    public void Parse_TenMegabytes_TakesLinearTime(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 10_000_000 / repeated.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Cfg.Parse(text);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"Took {clock.Elapsed}.");
    }

    [Fact]
    public void Merge_TwoTrees_TheSecondCounts()
    {
        var merged = Cfg.Merge(
            Cfg.Parse("A = 1\nB = 2\nS { X = 1\n Y = 1\n}"), Cfg.Parse("B = 3\nS { Y = 2\n T { Z = 1\n } }\nC = 4"));

        Assert.Equal("A = 1\nB = 3\nS\n{\n  X = 1\n  Y = 2\n  T\n  {\n    Z = 1\n  }\n}\nC = 4\n", merged.ToString());
    }

    [Fact]
    public void Merge_OptionAgainstSection_TheSecondCounts()
    {
        Assert.Equal("A = 1\n", Cfg.Merge(Cfg.Parse("A { B = 1\n}"), Cfg.Parse("A = 1")).ToString());
        Assert.Equal("A\n{\n}\n", Cfg.Merge(Cfg.Parse("A = 1"), Cfg.Parse("A { }")).ToString());
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Y", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("no", false)]
    [InlineData("2", false)]
    public void GetBool_Words_AreDiracs(string text, bool expected) =>
        Assert.Equal(expected, CfgSection.Empty.With("A", text).GetBool("A", !expected));

    [Fact]
    public void GetBool_Absent_IsTheFallback()
    {
        Assert.True(CfgSection.Empty.GetBool("A", true));
        Assert.False(CfgSection.Empty.GetBool("A"));
    }

    [Fact]
    public void GetInt_NoNumber_NamesTheOption()
    {
        var error = Assert.Throws<DiracException>(() => CfgSection.Empty.With("/S/A", "x").GetInt("/S/A", 1));

        Assert.Equal("Option /S/A must be a whole number, not 'x'.", error.Message);
    }

    [Fact]
    public void With_PathsOldAndNew_LeavesTheOriginalAlone()
    {
        var cfg = Cfg.Parse("# note\nS { A = 1\n}");

        var changed = cfg.With("/S/A", "2").With("/T/U/V", "x").With("/W", Cfg.Parse("Q = 1")).Without("/T/U/V").Without("/None");

        Assert.Equal("1", cfg.GetOption("S/A"));
        Assert.Equal("# note\nS\n{\n  A = 2\n}\nT\n{\n  U\n  {\n  }\n}\nW\n{\n  Q = 1\n}\n", changed.ToString());
    }

    [Theory]
    [InlineData("/a=b", "x")]
    [InlineData("/", "x")]
    [InlineData("/#a", "x")]
    [InlineData("/a", "x\ny")]
    public void With_WhatCannotBeWritten_IsRefused(string path, string value) =>
        Assert.Throws<DiracException>(() => CfgSection.Empty.With(path, value));
}
