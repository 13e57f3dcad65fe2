using Dirac.Tasks.Locking;

namespace Dirac.Tasks.Tests.Locking;

public sealed class LimitTextTests
{
    private static readonly TaskLimit AtOnce = TaskLimit.Concurrency("Transfers", 5);
    private static readonly TaskLimit InATime = TaskLimit.Rate("Mails", 10, TimeSpan.FromMinutes(1));

    [Fact]
    public void Read_WellFormed_ChangesTheValue()
    {
        Assert.Equal((7, null), Values(LimitText.Read(AtOnce, "7")));
        Assert.Equal((0, null), Values(LimitText.Read(AtOnce, "0")));
        Assert.Equal((3, TimeSpan.FromHours(2)), Values(LimitText.Read(InATime, "3 per 2h")));
        Assert.Equal((1, TimeSpan.FromMilliseconds(100)), Values(LimitText.Read(InATime, "1  per 0.1s")));
        Assert.Equal(0, LimitText.Read(InATime, "0").Most);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("3 per 1h")]
    [InlineData("99999999999")]
    public void Read_NonsenseForHowManyAtOnce_IsRefused(string text) => Assert.Throws<FormatException>(() => LimitText.Read(AtOnce, text));

    [Theory]
    [InlineData("5")]
    [InlineData("5 per")]
    [InlineData("5 per 10")]
    [InlineData("5 per 0s")]
    [InlineData("5 per 366d")]
    [InlineData("5 per s")]
    [InlineData("5 every 10s")]
    public void Read_NonsenseForARate_IsRefused(string text) => Assert.Throws<FormatException>(() => LimitText.Read(InATime, text));

    private static (int Most, TimeSpan? Per) Values(TaskLimit limit) => (limit.Most, limit.Per);
}
