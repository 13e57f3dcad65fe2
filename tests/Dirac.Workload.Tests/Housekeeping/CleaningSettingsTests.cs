using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Workload.Housekeeping.Cleaning;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class CleaningSettingsTests
{
    private const string Path = "/Systems/WorkloadManagement/Agents/JobCleaningAgent";

    [Theory]
    [InlineData("Done", "7 dayz")]
    [InlineData("Failed", "seven")]
    [InlineData("Any", "NaN")]
    public void Read_MistypedDelay_IsRefusedByNameAndValue(string delay, string value)
    {
        var refusal = Assert.Throws<DiracException>(() => JobCleaningSettings.Read(CfgSection.Empty.With($"{Path}/RemoveStatusDelay/{delay}", value)));

        Assert.Equal((ErrorCode.BadConfiguration, $"{Path}/RemoveStatusDelay/{delay} = {value} is not a number of days."), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("0.5", 12.0)]
    [InlineData("", 168.0)]
    [InlineData("-1", null)]
    [InlineData("1e9", null)]
    public void Read_Delay_IsTakenAsDays(string value, double? hours)
    {
        var settings = JobCleaningSettings.Read(CfgSection.Empty.With($"{Path}/RemoveStatusDelay/Done", value));

        Assert.Equal(hours, settings.Delays.TryGetValue(JobStatus.Done, out var delay) ? delay.TotalHours : null);
    }

    [Fact]
    public void Read_Disabled_DoesNotMindWhatIsMistyped() =>
        Assert.False(JobCleaningSettings.Read(CfgSection.Empty.With($"{Path}/Enable", "no").With($"{Path}/RemoveStatusDelay/Done", "x")).IsEnabled);
}
