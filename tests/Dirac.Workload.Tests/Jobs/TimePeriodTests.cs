using System.Globalization;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Tests.Jobs;

public sealed class TimePeriodTests
{
    [Theory]
    [InlineData("2025", "2025-01-01 00:00:00", "2026-01-01 00:00:00")]
    [InlineData("2024-02", "2024-02-01 00:00:00", "2024-03-01 00:00:00")]
    [InlineData("2024-02-28", "2024-02-28 00:00:00", "2024-02-29 00:00:00")]
    [InlineData("2025-12-31T23", "2025-12-31 23:00:00", "2026-01-01 00:00:00")]
    [InlineData("2025-03-28T14:05", "2025-03-28 14:05:00", "2025-03-28 14:06:00")]
    [InlineData("2025-03-28 14:05:06", "2025-03-28 14:05:06", "2025-03-28 14:05:07")]
    [InlineData(" 2025-03-28T14:05:06Z ", "2025-03-28 14:05:06", "2025-03-28 14:05:07")]
    public void Parse_CutShort_IsTheWholePeriod(string text, string start, string end)
    {
        var period = TimePeriod.Parse("X", text);

        Assert.Equal((start, end), (Text(period.Start), Text(period.End)));
        Assert.Equal(DateTimeKind.Utc, period.Start.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-13")]
    [InlineData("2025-02-30")]
    [InlineData("25")]
    [InlineData("9999-12-31")]
    [InlineData("2025-03-28T14:05:06+01:00")]
    [InlineData("now")]
    public void Parse_NoTime_IsRefusedWithTheColumn(string text)
    {
        var error = Assert.Throws<DiracException>(() => TimePeriod.Parse("EndExecTime", text));

        Assert.StartsWith("EndExecTime", error.Message, StringComparison.Ordinal);
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
