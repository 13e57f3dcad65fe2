using FsCheck.Xunit;

namespace Dirac.Workload.Tests.Jobs;

public sealed class ColumnTextTests
{
    [Theory]
    [InlineData("plain", 10, "plain")]
    [InlineData("plain", 3, "pla")]
    [InlineData("é ÿ", 10, "é ÿ")]
    [InlineData("λ€\u0085x", 10, "???x")]
    public void Fit_CutsAndReplacesWhatTheColumnCannotHold(string text, int length, string stored) => Assert.Equal(stored, ColumnText.Fit(text, length));

    [Property]
    public bool Fit_Result_IsAlwaysStorable(string text, byte length)
    {
        var stored = ColumnText.Fit(text ?? "", length);

        return ColumnText.IsStorable(stored) && stored.Length <= length && ColumnText.Fit(stored, length) == stored;
    }
}
