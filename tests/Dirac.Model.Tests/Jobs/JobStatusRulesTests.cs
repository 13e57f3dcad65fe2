using Dirac.Model.Jobs;
using FsCheck.Xunit;

namespace Dirac.Model.Tests.Jobs;

public sealed class JobStatusRulesTests
{
    private static readonly DateTime Start = new(2026, 3, 28, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Now = Start.AddHours(1);

    [Fact]
    public void Apply_NewerAllowedStatus_ChangesTheJob()
    {
        var decision = Apply(AJob(JobStatus.Matched), At(1, JobStatus.Running, "Application", "step 1", "JobWrapper"));

        Assert.True(decision.ChangesJob);
        Assert.Equal(JobStatus.Running, decision.NewState.Status);
        Assert.Equal("Application", decision.NewState.MinorStatus);
        Assert.Equal("step 1", decision.NewState.ApplicationStatus);
        Assert.Equal(Now, decision.NewState.StartExecTime);
        Assert.Null(decision.NewState.EndExecTime);
        Assert.Equal(Start.AddSeconds(1), decision.HeartBeatTime);
    }

    [Fact]
    public void Apply_RefusedStatus_KeepsTheOldOneAndMarksTheSource()
    {
        var decision = Apply(AJob(JobStatus.Waiting), At(1, JobStatus.Done, "Execution Complete", null, "JobWrapper"));

        Assert.True(decision.ChangesJob);
        Assert.Equal(JobStatus.Waiting, decision.NewState.Status);
        Assert.Equal("Execution Complete", decision.NewState.MinorStatus);
        Assert.Null(decision.NewState.EndExecTime);
        var row = Assert.Single(decision.LogRows);
        Assert.Equal(("Waiting", "Execution Complete", "idem", "JobWrapper(SM)"), (row.Status, row.Minor, row.Application, row.Source));
    }

    [Fact]
    public void Apply_Forced_DoesNotAskTheMachine()
    {
        var decision = Apply(AJob(JobStatus.Waiting), force: true, At(1, JobStatus.Done, null, null, "JobManager"));

        Assert.Equal(JobStatus.Done, decision.NewState.Status);
        Assert.Equal("JobManager", decision.LogRows[0].Source);
    }

    [Fact]
    public void Apply_OldReport_OnlyEntersTheHistory()
    {
        var job = AJob(JobStatus.Running);
        var decision = JobStatusRules.Apply(
            job, LoggingHistory.OrderOf(Start.AddSeconds(10)), [At(9, JobStatus.Done, null, null, "JobWrapper")], force: false, Now);

        Assert.False(decision.ChangesJob);
        Assert.Equal(job, decision.NewState);
        Assert.Equal("Done", Assert.Single(decision.LogRows).Status);
    }

    [Fact]
    public void Apply_SameInstantAsTheLastOne_ChangesTheJob() =>
        Assert.True(Apply(AJob(JobStatus.Matched), At(0, JobStatus.Running, null, null, "JobWrapper")).ChangesJob);

    [Fact]
    public void Apply_AnyReportFromAStalledJob_BringsItBackToRunning()
    {
        var decision = Apply(AJob(JobStatus.Stalled), At(1, null, null, "event 7", "JobWrapper"));

        Assert.Equal(JobStatus.Running, decision.NewState.Status);
        Assert.Equal("idem", decision.LogRows[0].Status);
    }

    [Fact]
    public void Apply_StalledJobThatEnds_IsDone() =>
        Assert.Equal(JobStatus.Done, Apply(AJob(JobStatus.Stalled), At(1, JobStatus.Done, null, null, "JobWrapper")).NewState.Status);

    [Fact]
    public void Apply_ReportsOutOfOrder_AreTakenByTime()
    {
        var decision = Apply(
            AJob(JobStatus.Matched),
            At(3, JobStatus.Done, "Execution Complete", null, "JobWrapper"),
            At(1, JobStatus.Running, "Application", null, "JobWrapper"),
            At(2, JobStatus.Completing, null, "exit 0", "JobWrapper"));

        Assert.Equal(JobStatus.Done, decision.NewState.Status);
        Assert.Equal(["Running", "Completing", "Done"], decision.LogRows.Select(row => row.Status));
        Assert.Equal(Start.AddSeconds(3), decision.HeartBeatTime);
        Assert.Equal(Now, decision.NewState.EndExecTime);
    }

    [Fact]
    public void Apply_SecondRun_KeepsTheFirstStart()
    {
        var job = AJob(JobStatus.Matched) with { StartExecTime = Start };

        Assert.Equal(Start, Apply(job, At(1, JobStatus.Running, null, null, "JobWrapper")).NewState.StartExecTime);
    }

    [Fact]
    public void Apply_Deleted_IsNoEndOfExecution() =>
        Assert.Null(Apply(AJob(JobStatus.Received), At(1, JobStatus.Deleted, null, null, "JobManager")).NewState.EndExecTime);

    [Fact]
    public void Apply_LongTexts_AreCutToTheColumns()
    {
        var decision = Apply(
            AJob(JobStatus.Waiting), At(1, JobStatus.Done, new string('m', 200), new string('a', 300), new string('s', 40)));

        var row = Assert.Single(decision.LogRows);
        Assert.Equal((128, 255, 32), (row.Minor.Length, row.Application.Length, row.Source.Length));
        Assert.EndsWith("(SM)", row.Source, StringComparison.Ordinal);
        Assert.Equal((128, 255), (decision.NewState.MinorStatus.Length, decision.NewState.ApplicationStatus.Length));
    }

    [Fact]
    public void Apply_ReportFromElsewhere_IsNoSignOfLife() =>
        Assert.Null(Apply(AJob(JobStatus.Waiting), At(1, JobStatus.Matched, "Assigned", null, "Matcher")).HeartBeatTime);

    [Fact]
    public void Apply_Nothing_ChangesNothing()
    {
        var decision = Apply(AJob(JobStatus.Waiting));

        Assert.False(decision.ChangesJob);
        Assert.Empty(decision.LogRows);
    }

    [Property]
    public void Apply_WithoutForce_OnlyTakesListedSteps(JobStatus first, JobStatus[] wanted)
    {
        var updates = wanted.Select((status, i) => At(i, status, null, null, "Test")).ToArray();

        var decision = Apply(AJob(first), updates);

        var status = first == JobStatus.Stalled ? JobStatus.Running : first;
        foreach (var row in decision.LogRows)
        {
            Assert.True(JobStatuses.TryParse(row.Status, out var next));
            Assert.True(
                next == status || status == JobStatus.Deleted || JobStatuses.CanGo(status, next), $"{status} went to {next}");
            status = next == JobStatus.Stalled ? JobStatus.Running : next;
        }

        Assert.Equal(wanted.Length, decision.LogRows.Count);
    }

    [Property]
    public void Apply_ReportsInAnyOrder_GivesTheSame(JobStatus first, JobStatus[] wanted, int seed)
    {
        var updates = wanted.Select((status, i) => At(i, status, $"m{i}", null, "JobWrapper")).ToArray();
        var shuffled = updates.ToArray();
        new Random(seed).Shuffle(shuffled);

        var (left, right) = (Apply(AJob(first), updates), Apply(AJob(first), shuffled));

        Assert.Equal(left.NewState, right.NewState);
        Assert.Equal(left.LogRows, right.LogRows);
    }

    private static JobState AJob(JobStatus status) =>
        new() { Status = status, MinorStatus = "Job accepted", ApplicationStatus = "Unknown" };

    private static TimedUpdate At(int seconds, JobStatus? status, string? minor, string? application, string source) =>
        new(Start.AddSeconds(seconds), status, minor, application, source);

    private static StatusDecision Apply(JobState job, params TimedUpdate[] updates) => Apply(job, force: false, updates);

    private static StatusDecision Apply(JobState job, bool force, params TimedUpdate[] updates) =>
        JobStatusRules.Apply(job, LoggingHistory.OrderOf(Start), updates, force, Now);
}
