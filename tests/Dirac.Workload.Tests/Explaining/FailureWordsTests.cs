using Dirac.Workload.Attempts;
using Dirac.Workload.Explaining;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Tests.Explaining;

public sealed class FailureWordsTests
{
    public static TheoryData<string, string, string, bool> Cases => new()
    {
        { "Application Finished With Errors", "Exit code 2", "The program ended with exit code 2 (A, node n1, pilot p1).", false },
        { "Application Finished With Errors", "Exit code 137", "The program ended with exit code 137, as a shell does when its command was killed by SIGKILL (A, node n1, pilot p1).", false },
        { "Application Finished With Errors", "Killed by signal 9", "The program was killed by SIGKILL (signal 9) (A, node n1, pilot p1).", false },
        { "Application Finished With Errors", "Killed by signal 64", "The program was killed by signal 64 (signal 64) (A, node n1, pilot p1).", false },
        { "Job has reached the CPU limit of the queue", "Unknown", "It was ended because it used too much CPU time: Job has reached the CPU limit of the queue (A, node n1, pilot p1).", false },
        { "Job has exceeded its memory", "Unknown", "It was ended because it used too much memory: Job has exceeded its memory (A, node n1, pilot p1).", false },
        { "Application not found", "There is no program 'a.sh'", "Application not found: There is no program 'a.sh' (A, node n1, pilot p1).", false },
        { "JobScheduling optimizer", "Impossible site requirement", "JobScheduling optimizer: Impossible site requirement (A, node n1, pilot p1).", false },
        { "Job stalled: pilot not running", "Unknown", "Job stalled: pilot not running (A, node n1, pilot p1). This was not the job's own failure.", true },
        { "Stalling for more than 11700 sec", "Unknown", "Stalling for more than 11700 sec (A, node n1, pilot p1). This was not the job's own failure.", true },
        { "Job has insufficient disk space to continue", "Unknown", "It was ended because it used too much disk space: Job has insufficient disk space to continue (A, node n1, pilot p1). This was not the job's own failure.", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Summary_OfEveryWayToFail_SaysItInWords(string minor, string application, string summary, bool infrastructure)
    {
        var job = Job(minor, application);
        var failure = FailureWords.Of(job, new Dictionary<string, string> { ["HostName"] = "n1" }, [Attempt("Finished")]);

        Assert.Equal((summary, infrastructure), (FailureWords.Summary(job, failure), failure.Infrastructure));
        Assert.NotEmpty(FailureWords.Advice(job, failure));
    }

    [Theory]
    [InlineData("Expired", true)]
    [InlineData("Infrastructure", true)]
    [InlineData("Finished", false)]
    public void Rescheduled_TooOften_IsWhatItsLastAttemptWas(string outcome, bool infrastructure)
    {
        var job = Job("Maximum of reschedulings reached", "Unknown");
        var failure = FailureWords.Of(job, new Dictionary<string, string>(), [Attempt("Finished"), Attempt(outcome)]);

        Assert.Equal(infrastructure, failure.Infrastructure);
        Assert.Contains("It was tried 2 times.", FailureWords.Summary(job, failure), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Node", true)]
    [InlineData("Pilot", true)]
    [InlineData("Payload", false)]
    [InlineData("", false)]
    public void Fault_OfTheLastAttempt_SaysWhoseFailureItWas(string fault, bool infrastructure) => Assert.Equal(
        infrastructure,
        FailureWords.Of(Job("Application Finished With Errors", "Exit code 1"), new Dictionary<string, string>(), [new AttemptRow { JobID = 7, Outcome = "Finished", Fault = fault }]).Infrastructure);

    [Fact]
    public void WhatWasFoundOutAfterwards_IsTold()
    {
        var job = Job("Application Finished With Errors", "Exit code 1");
        var attempt = new AttemptRow { JobID = 7, Site = "A", Host = "n2", PilotStamp = "p1", Outcome = "Finished", Reason = "Black hole: 5 jobs in a row failed" };

        var summary = FailureWords.Summary(job, FailureWords.Of(job, new Dictionary<string, string> { ["HostName"] = "n1" }, [attempt]));

        Assert.Equal("The program ended with exit code 1 (A, node n2, pilot p1). Black hole: 5 jobs in a row failed.", summary);
    }

    [Fact]
    public void NeverStarted_HasNoPlace()
    {
        var job = Job("JobPath optimizer", "JobPath names the unknown optimizer X");
        var failure = FailureWords.Of(job, new Dictionary<string, string>(), []);

        Assert.Equal("JobPath optimizer: JobPath names the unknown optimizer X.", FailureWords.Summary(job, failure));
        Assert.Contains("Mend the description", FailureWords.Advice(job, failure)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void LastLines_AreTheErrorsElseTheOutputs_AndTenAtMost()
    {
        var output = string.Join('\n', Enumerable.Range(1, 30));
        var job = Job("Application Finished With Errors", "Exit code 1");

        Assert.Equal(["21", "30"], Ends(FailureWords.Of(job, new Dictionary<string, string> { ["StandardOutput"] = output }, []).LastLines));
        Assert.Equal(["bad", "bad"], Ends(FailureWords.Of(job, new Dictionary<string, string> { ["StandardOutput"] = output, ["ApplicationError"] = "\nbad \n" }, []).LastLines));
    }

    private static string[] Ends(IReadOnlyList<string> lines) => [lines[0], lines[^1]];

    private static JobRow Job(string minor, string application) => new() { JobID = 7, Status = "Failed", MinorStatus = minor, ApplicationStatus = application };

    private static AttemptRow Attempt(string outcome) => new() { JobID = 7, Attempt = 1, Site = "A", PilotStamp = "p1", Outcome = outcome };
}
