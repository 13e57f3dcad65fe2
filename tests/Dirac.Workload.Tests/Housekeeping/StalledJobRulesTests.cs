using Dirac.Model.Configuration;
using Dirac.Model.Jobs;
using Dirac.Workload.Housekeeping;
using Dirac.Workload.Housekeeping.Stalled;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class StalledJobRulesTests
{
    private const string Leave = "Leave";
    private const string PilotGone = "Fail Job stalled: pilot not running";
    private const string TooLong = "Fail Stalling for more than 11700 sec";

    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly StalledJobSettings Settings = new()
    {
        TolerantSites = ["Tolerant.Site"], ToleranceTime = TimeSpan.FromMinutes(30), RescheduleSites = ["Again.Site"],
    };

    [Theory]
    [InlineData("Running", 74, "Any.Site", null, Leave)]
    [InlineData("Running", 76, "Any.Site", null, "MarkStalled")]
    [InlineData("Running", 76, "Any.Site", "Running", "MarkStalled")]
    [InlineData("Completing", 76, "Any.Site", null, "MarkStalled")]
    [InlineData("Running", 76, "Tolerant.Site", null, Leave)]
    [InlineData("Running", 106, "Tolerant.Site", null, "MarkStalled")]
    [InlineData("Stalled", 1, "Any.Site", null, PilotGone)]
    [InlineData("Stalled", 80, "Any.Site", "Done", PilotGone)]
    [InlineData("Stalled", 80, "Any.Site", "Aborted", PilotGone)]
    [InlineData("Stalled", 80, "Any.Site", "Running", Leave)]
    [InlineData("Stalled", 194, "Any.Site", "Running", Leave)]
    [InlineData("Stalled", 196, "Any.Site", "Running", TooLong)]
    [InlineData("Stalled", 196, "Any.Site", "Done", PilotGone)]
    [InlineData("Stalled", 80, "Again.Site", "Done", "ForceRescheduled Job stalled: pilot not running")]
    [InlineData("Stalled", 196, "Again.Site", "Running", "ForceRescheduled Stalling for more than 11700 sec")]
    [InlineData("Submitting", 4, "Any.Site", null, Leave)]
    [InlineData("Submitting", 6, "Any.Site", null, "FailUnconfirmed")]
    [InlineData("Matched", 119, "Any.Site", null, Leave)]
    [InlineData("Matched", 121, "Any.Site", null, "Reschedule")]
    [InlineData("Rescheduled", 9, "Any.Site", null, Leave)]
    [InlineData("Rescheduled", 11, "Any.Site", null, "Reschedule")]
    [InlineData("Waiting", 100_000, "Any.Site", null, Leave)]
    [InlineData("Done", 100_000, "Any.Site", null, Leave)]
    [InlineData("Received", 100_000, "Any.Site", null, Leave)]
    public void Decide_JobSilentFor_Becomes(string status, int minutes, string site, string? pilot, string expected)
    {
        var job = new JobRow { Status = status, Site = site, LastUpdateTime = Now.AddMinutes(-minutes), HeartBeatTime = Now.AddMinutes(-minutes - 500) };

        Assert.Equal(expected, Text(StalledJobRules.Decide(job, pilot, Settings, Now)));
    }

    [Fact]
    public void Decide_HeartbeatNewerThanTheLastChange_Counts()
    {
        var job = new JobRow { Status = "Running", LastUpdateTime = Now.AddHours(-10), HeartBeatTime = Now.AddMinutes(-1) };

        Assert.IsType<StalledJobDecision.Leave>(StalledJobRules.Decide(job, null, Settings, Now));
    }

    [Fact]
    public void Decide_RunningWithoutAnyHeartbeat_IsStalledAllTheSame()
    {
        var job = new JobRow { Status = "Running", LastUpdateTime = Now.AddHours(-2) };

        Assert.IsType<StalledJobDecision.MarkStalled>(StalledJobRules.Decide(job, null, Settings, Now));
        Assert.IsType<StalledJobDecision.MarkStalled>(StalledJobRules.Decide(new JobRow { Status = "Running" }, null, Settings, Now));
    }

    [Fact]
    public void Read_NothingGiven_TakesOurOptionsAndDiracsDefaults()
    {
        var settings = StalledJobSettings.Read(AgentSection.Of(CfgSection.Empty, StalledJobSettings.Agent), new WorkloadOptions { FailedTimeCycles = 10 });

        Assert.Equal((TimeSpan.FromMinutes(75), TimeSpan.FromMinutes(315)), (settings.StalledTime, settings.FailedTime));
        Assert.Equal((true, 7_200, 600, 300), (settings.IsEnabled, settings.MatchedTime.TotalSeconds, settings.RescheduledTime.TotalSeconds, settings.SubmittingTime.TotalSeconds));
    }

    [Fact]
    public void Read_DiracsOptions_AreTaken()
    {
        const string Path = "/Systems/WorkloadManagement/Agents/StalledJobAgent";
        var root = CfgSection.Empty
            .With($"{Path}/Enable", "False").With($"{Path}/StalledTimeHours", "4").With($"{Path}/FailedTimeHours", "nonsense").With($"{Path}/StalledJobsTolerantSites", "A.B.c, D.E.f")
            .With($"{Path}/StalledJobsToleranceTime", "60").With($"{Path}/StalledJobsToRescheduleSites", "G.H.i").With($"{Path}/MatchedTime", "-5");

        var settings = StalledJobSettings.Read(AgentSection.Of(root, StalledJobSettings.Agent), new WorkloadOptions());

        Assert.False(settings.IsEnabled);
        Assert.Equal((TimeSpan.FromSeconds(8_100), TimeSpan.FromSeconds(11_700)), (settings.StalledTime, settings.FailedTime));
        Assert.Equal(["A.B.c", "D.E.f"], settings.TolerantSites);
        Assert.Equal(["G.H.i"], settings.RescheduleSites);
        Assert.Equal((60, 7_200), (settings.ToleranceTime.TotalSeconds, settings.MatchedTime.TotalSeconds));
    }

    [Fact]
    public void AgeOf_EveryStatus_IsNoMoreThanWhatItsRuleAsks()
    {
        foreach (var status in StalledJobRules.Statuses)
        {
            var job = new JobRow { Status = status.ToString(), Site = "Any.Site", LastUpdateTime = Now - StalledJobRules.AgeOf(status, Settings) };
            if (status != JobStatus.Stalled) Assert.IsType<StalledJobDecision.Leave>(StalledJobRules.Decide(job, "Running", Settings, Now));
        }
    }

    private static string Text(StalledJobDecision decision) => decision switch
    {
        StalledJobDecision.Fail fail => $"Fail {fail.MinorStatus}",
        StalledJobDecision.ForceRescheduled again => $"ForceRescheduled {again.MinorStatus}",
        _ => decision.GetType().Name,
    };
}
