using Dirac.Model.Jobs;

namespace Dirac.Model.Tests.Jobs;

public sealed class LoggingHistoryTests
{
    private static readonly DateTime Start = new(2026, 3, 28, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void OrderOf_AMoment_CountsFromDiracsFirstSecondWithThreeDecimals() =>
        Assert.Equal(504_699_200.124, LoggingHistory.OrderOf(Start.AddTicks(1_235_000)));

    [Fact]
    public void Fill_SameMarks_TakeTheRowBefore()
    {
        var rows = LoggingHistory.Fill(
        [
            Row(2, "idem", "Application", "event 1"),
            Row(0, "Received", "Job accepted", "idem"),
            Row(1, "Running", "idem", "idem"),
        ]);

        Assert.Equal(
            ["Received/Job accepted/Unknown", "Running/Job accepted/Unknown", "Running/Application/event 1"],
            rows.Select(row => $"{row.Status}/{row.Minor}/{row.Application}"));
    }

    [Fact]
    public void Fill_EqualOrder_GoesByTime()
    {
        var late = Row(0, "Done", "x", "x") with { Time = Start.AddSeconds(1) };

        Assert.Equal(["Running", "Done"], LoggingHistory.Fill([late, Row(0, "Running", "x", "x")]).Select(row => row.Status));
    }

    private static LogRow Row(int second, string status, string minor, string application) =>
        new(status, minor, application, Start.AddSeconds(second), second, "Test");
}
