using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Workload.Jobs;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Tests.Optimisation;

/// <summary>What the optimizers decide, from facts alone.</summary>
public sealed class OptimizerTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("", "JobPath,JobSanity,JobScheduling")]
    [InlineData("InputData = {\"LFN:/demo/a\"};", "JobPath,JobSanity,InputData,JobScheduling")]
    [InlineData("JobPath = {\"JobScheduling\"};", "JobPath,JobScheduling")]
    [InlineData("JobPath = {\"JobPath\",\"JobSanity\",\"JobSanity\"};", "JobPath,JobSanity")]
    public void JobPath_LaysDownTheChain(string attributes, string chain)
    {
        var decision = Assert.IsType<OptimizerDecision.Continue>(new JobPathOptimizer().Decide(Facts(attributes)));

        Assert.Equal(chain, decision.Parameters["OptimizerChain"]);
    }

    [Fact]
    public void JobPath_UnknownOptimizer_FailsByName() =>
        Assert.Contains("Nonsense", Assert.IsType<OptimizerDecision.Fail>(new JobPathOptimizer().Decide(Facts("JobPath = {\"Nonsense\"};"))).Message, StringComparison.Ordinal);

    [Fact]
    public void JobSanity_SandboxProblem_Fails()
    {
        Assert.IsType<OptimizerDecision.Continue>(new JobSanityOptimizer().Decide(Facts("")));
        Assert.Equal("gone", Assert.IsType<OptimizerDecision.Fail>(new JobSanityOptimizer().Decide(Facts("") with { SandboxProblem = "gone" })).Message);
    }

    [Fact]
    public void InputData_EveryFileSomewhere_LeavesTheSitesThatHaveAll()
    {
        var facts = Facts("InputData = {\"LFN:/demo/a\",\"/demo/b\"};") with
        {
            Replicas = new Dictionary<string, IReadOnlyList<string>> { ["/demo/a"] = ["S1", "S2", "S3"], ["/demo/b"] = ["S3", "S2"] },
        };

        Assert.Equal("S2,S3", Assert.IsType<OptimizerDecision.Continue>(new InputDataOptimizer().Decide(facts)).Parameters["SiteCandidates"]);
    }

    [Fact]
    public void InputData_FilesMissing_FailsNamingFive()
    {
        var files = string.Join(',', Enumerable.Range(0, 7).Select(n => $"\"LFN:/demo/{n}\""));

        var message = Assert.IsType<OptimizerDecision.Fail>(new InputDataOptimizer().Decide(Facts($"InputData = {{{files}}};"))).Message;

        Assert.EndsWith("no replica of /demo/0, /demo/1, /demo/2, /demo/3, /demo/4 and 2 more", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "ANY")]
    [InlineData("Site = \"S1\";", "S1", "S1")]
    [InlineData("Site = {\"S1\",\"S2\"};", "S1,S2", "Multiple")]
    [InlineData("Site = {\"S1\",\"S2\"}; BannedSites = {\"S2\"};", "S1", "S1")]
    [InlineData("Site = \"ANY\";", "", "ANY")]
    public void Scheduling_NoInput_GoesToTheWantedSites(string attributes, string sites, string column)
    {
        var decision = Assert.IsType<OptimizerDecision.Enqueue>(new JobSchedulingOptimizer().Decide(Facts(attributes)));

        Assert.Equal(sites, string.Join(',', decision.Key.Values("Sites")));
        Assert.Equal(column, decision.Site);
    }

    [Fact]
    public void Scheduling_Requirements_GoIntoTheKeyAndTheDescription()
    {
        var decision = Assert.IsType<OptimizerDecision.Enqueue>(
            new JobSchedulingOptimizer().Decide(Facts("CPUTime = 400; NumberOfProcessors = 4; Tags = {\"GPU\"}; GridCE = \"ce1\"; JobType = \"Test\"; BannedSites = {\"S9\"};")));

        Assert.Equal(1_800, decision.Key.CpuTime);
        Assert.Equal(["4Processors", "GPU", "MultiProcessor"], decision.Key.Values("Tags"));
        Assert.Equal(["Test"], decision.Key.Values("JobTypes"));
        Assert.Equal(["ce1"], decision.Requirements.GetList("GridCEs"));
        Assert.Equal(["S9"], decision.Requirements.GetList("BannedSites"));
    }

    [Theory]
    [InlineData("InputData = {\"/demo/a\"};", "S1,S2", "S1,S2", "MultipleInput")]
    [InlineData("InputData = {\"/demo/a\"}; Site = {\"S2\",\"S3\"};", "S1,S2", "S2", "S2")]
    [InlineData("InputData = {\"/demo/a\"}; BannedSites = {\"S1\"};", "S1,S2", "S2", "S2")]
    public void Scheduling_WithInput_GoesWhereTheDataIs(string attributes, string candidates, string sites, string column)
    {
        var decision = Assert.IsType<OptimizerDecision.Enqueue>(new JobSchedulingOptimizer().Decide(Holding(Facts(attributes), candidates)));

        Assert.Equal((sites, column), (string.Join(',', decision.Key.Values("Sites")), decision.Site));
    }

    [Theory]
    [InlineData("InputData = {\"/demo/a\"}; Site = \"S3\";", "Impossible InputData * Site requirements")]
    [InlineData("InputData = {\"/demo/a\"}; BannedSites = {\"S1\",\"S2\"};", "Impossible InputData * Site requirements")]
    [InlineData("Site = \"S1\"; BannedSites = \"S1\";", "Impossible site requirement")]
    public void Scheduling_NoSiteLeft_Fails(string attributes, string message) =>
        Assert.Equal(message, Assert.IsType<OptimizerDecision.Fail>(new JobSchedulingOptimizer().Decide(Holding(Facts(attributes), "S1,S2"))).Message);

    [Theory]
    [InlineData(1, 59, true)]
    [InlineData(1, 60, false)]
    [InlineData(2, 179, true)]
    [InlineData(2, 180, false)]
    [InlineData(3, 299, true)]
    [InlineData(4, 599, true)]
    [InlineData(9, 599, true)]
    [InlineData(9, 600, false)]
    public void Scheduling_AfterRescheduling_HoldsForATime(int counter, int secondsAgo, bool holds)
    {
        var facts = Facts("", counter, Now.AddSeconds(-secondsAgo));

        var decision = new JobSchedulingOptimizer().Decide(facts);

        Assert.Equal(holds, decision is OptimizerDecision.Hold hold && hold.ApplicationStatus == $"On Hold: after rescheduling {counter}");
        Assert.Equal(!holds, decision is OptimizerDecision.Enqueue);
    }

    [Fact]
    public void Scheduling_PayloadStillRuns_Holds() =>
        Assert.IsType<OptimizerDecision.Hold>(new JobSchedulingOptimizer().Decide(Facts("") with { HasLivePayload = true }));

    [Theory]
    [InlineData("JobPath", "Received", "Job accepted", true)]
    [InlineData("JobSanity", "Received", "Job accepted", false)]
    [InlineData("JobSanity", "Checking", "JobSanity", true)]
    [InlineData("JobPath", "Checking", "JobSanity", false)]
    [InlineData("JobScheduling", "Waiting", "Pilot Agent Submission", true)]
    [InlineData("JobScheduling", "Waiting", "Assigned", false)]
    [InlineData("JobScheduling", "Matched", "Assigned", false)]
    [InlineData("JobScheduling", "Killed", "JobScheduling", false)]
    [InlineData("JobPath", "Deleted", "Checking accounting", false)]
    [InlineData("JobPath", "Waiting", "Pilot Agent Submission", true)]
    public void Start_OnlyInTheStateTheStepIsFor(string optimizer, string status, string minor, bool expected) =>
        Assert.Equal(expected, OptimizerRun.Start(optimizer, new JobRowState(Enum.Parse<JobStatus>(status), minor)) is not null);

    [Fact]
    public void Run_OrdinaryJob_PassesEveryStepOfItsChain()
    {
        var run = Runner().Run(Facts("") with { Job = Received() }, "JobPath");

        Assert.Equal(
            [("Checking", "JobSanity", "JobPath"), ("Checking", "JobScheduling", "JobSanity"), ("Waiting", "Pilot Agent Submission", "JobScheduling")],
            run.Passed.Select(state => (state.Status.ToString(), state.Minor, state.Source)));
        Assert.Equal("JobPath,JobSanity,JobScheduling", run.Left["OptimizerChain"]);
        Assert.NotNull(run.Queued);
    }

    [Fact]
    public void Run_SandboxProblem_StopsThereAndSaysSo()
    {
        var run = Runner().Run(Facts("") with { Job = Received(), SandboxProblem = "gone" }, "JobPath");

        Assert.Equal((JobStatus.Failed, "JobSanity optimizer", "gone"), (run.Result!.Status, run.Result.Minor, run.Result.Application));
        Assert.Null(run.Queued);
    }

    [Fact]
    public void Run_ChainInACircle_Fails()
    {
        var facts = Facts("") with { Parameters = new Dictionary<string, string> { ["OptimizerChain"] = "JobSanity,JobSanity" } };

        var run = Runner().Run(facts with { Job = new JobRow { JobID = 1, Status = "Checking", MinorStatus = "JobSanity" } }, "JobSanity");

        Assert.Equal("The optimizer chain has no end", run.Result!.Application);
    }

    [Fact]
    public void Run_OptimizerThrows_FailsThatJobOnly()
    {
        var run = new OptimizerChainRunner([new Broken()]).Run(Facts("") with { Job = Received() }, "JobPath");

        Assert.Equal((JobStatus.Failed, "InvalidOperationException: broken"), (run.Result!.Status, run.Result.Application));
    }

    private static OptimizerChainRunner Runner() =>
        new([new JobPathOptimizer(), new JobSanityOptimizer(), new InputDataOptimizer(), new JobSchedulingOptimizer()]);

    private static JobRow Received() =>
        new() { JobID = 1, Owner = "ann", OwnerGroup = "demo_user", VO = "demo", Status = "Received", MinorStatus = "Job accepted" };

    private sealed class Broken : IOptimizer
    {
        public string Name => "JobPath";

        public OptimizerDecision Decide(JobFacts facts) => throw new InvalidOperationException("broken");
    }

    private static JobFacts Holding(JobFacts facts, string sites) => facts with { Parameters = new Dictionary<string, string> { ["SiteCandidates"] = sites } };

    private static JobFacts Facts(string attributes, int counter = 0, DateTime? rescheduled = null) => new()
    {
        Job = new JobRow { JobID = 1, Owner = "ann", OwnerGroup = "demo_user", VO = "demo", Status = "Checking", RescheduleCounter = counter, RescheduleTime = rescheduled },
        Description = new JobDescription(ClassAd.Parse($"[ Executable = \"/bin/true\"; {attributes} ]")),
        Parameters = new Dictionary<string, string>(),
        HasLivePayload = false,
        Now = Now,
    };
}
