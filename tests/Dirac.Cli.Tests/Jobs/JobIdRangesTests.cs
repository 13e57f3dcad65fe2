using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using FsCheck.Xunit;

namespace Dirac.Cli.Tests.Jobs;

public sealed class JobIdRangesTests
{
    [Theory]
    [InlineData("7", new long[] { 7 })]
    [InlineData("100-103", new long[] { 100, 101, 102, 103 })]
    [InlineData("5,1-3,2", new long[] { 1, 2, 3, 5 })]
    [InlineData(" 4 , 6 ", new long[] { 4, 6 })]
    public void Parse_NumbersAndRanges_AscendingEachOnce(string text, long[] expected) => Assert.Equal(expected, JobIdRanges.Parse([text]));

    [Theory]
    [InlineData("abc")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("9-3")]
    [InlineData("1-")]
    [InlineData("1-2-3")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void Parse_NoNumber_SaysHowToWriteIt(string text)
    {
        var error = Assert.Throws<UsageException>(() => JobIdRanges.Parse([text]));

        Assert.Contains("is not a job number or range", error.Message, StringComparison.Ordinal);
        Assert.Contains("100-120", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1-1000000000000")]
    [InlineData("1-600000,1000000-1600000")]
    public void Parse_AbsurdRange_IsRefusedAtOnce(string text) =>
        Assert.Contains("too many", Assert.Throws<UsageException>(() => JobIdRanges.Parse([text])).Message, StringComparison.Ordinal);

    [Fact]
    public void Format_ManyGaps_EndsWithEllipsis() => Assert.Equal("1, 3, …", JobIdRanges.Format([1, 3, 5, 7], most: 2));

    [Property]
    public void Format_ThenParse_GivesTheSameNumbers(ushort[] numbers)
    {
        long[] ids = [.. numbers.Select(number => number + 1L).Distinct().Order()];
        if (ids.Length == 0) return;

        Assert.Equal(ids, JobIdRanges.Parse([JobIdRanges.Format(ids, int.MaxValue)]));
    }
}
