using Dirac.Configuration.Trees;
using Dirac.Testing;

namespace Dirac.Configuration.Tests.Trees;

public sealed class ConfigurationVersionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", "2026-03-01 12:00:00.000000")]
    [InlineData("2024-10-17 13:41:46.123456", "2026-03-01 12:00:00.000000")]
    [InlineData("2026-03-01 12:00:00.000000", "2026-03-01 12:00:00.000001")]
    [InlineData("2026-03-01 12:00:00", "2026-03-01 12:00:00.000000")]
    [InlineData("2027-01-01 00:00:00", "2027-01-01 00:00:00.000001")]
    [InlineData("2026-12-31 23:59:59.999999", "2027-01-01 00:00:00.000000")]
    [InlineData("my version", "my version.1")]
    [InlineData("9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999.1")]
    public void Next_OfAnyLastOne_IsGreater(string last, string expected) => Assert.Equal(expected, ConfigurationVersion.Next(last, Now));

    [Fact]
    public void Next_OfTextsByChance_IsGreaterAsText()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 5000; round++)
        {
            var last = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => (char)random.Next(32, 0x2000))]);
            Assert.True(ConfigurationVersion.IsNewer(ConfigurationVersion.Next(last, Now), last), last);
        }
    }
}
