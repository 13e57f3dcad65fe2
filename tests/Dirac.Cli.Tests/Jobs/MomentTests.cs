using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tests.Jobs;

public sealed class MomentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-20", "2026-11-20T00:00:00Z")]
    [InlineData("2026-11-20T10:30", "2026-11-20T10:30:00Z")]
    [InlineData("2026-11-20 10:30:05", "2026-11-20T10:30:05Z")]
    [InlineData("2026-11-20T10:30:05Z", "2026-11-20T10:30:05Z")]
    [InlineData("90m", "2026-11-22T10:30:00Z")]
    [InlineData("3d", "2026-11-19T12:00:00Z")]
    [InlineData("15s", "2026-11-22T11:59:45Z")]
    public void Parse_DateOrAge_IsThatMomentInUtc(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Moment.Parse(text, Now));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("12")]
    [InlineData("h")]
    [InlineData("-3d")]
    [InlineData("3w")]
    [InlineData("99999999d")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Throws<UsageException>(() => Moment.Parse(text, Now));
}
