using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Rescue;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class AttemptSqlite(Servers servers) : AttemptContract(servers, Engine.Sqlite);

public sealed class AttemptMySql(Servers servers) : AttemptContract(servers, Engine.MySql);

public abstract class AttemptContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Report_ToTheEnd_SetsStatusTimesParametersAndOutcome()
    {
        var (community, pilot, job) = await MatchedAsync();

        var verdict = Assert.Single(await pilot.ReportAsync(Reports.End(job, 1, "Done") with { Parameters = new Dictionary<string, string> { ["HostName"] = "node1" } }));

        Assert.True(verdict.Accepted, verdict.Detail);
        var row = await community.User().RowAsync(job.JobID);
        Assert.Equal("Done", row.GetProperty("Status").GetString());
        Assert.NotNull(row.GetProperty("StartExecTime").GetString());
        Assert.NotNull(row.GetProperty("EndExecTime").GetString());
        var details = await community.User().DescribeAsync(job.JobID);
        Assert.Equal("node1", details.Parameters["HostName"]);
        Assert.Equal(("Finished", true), (details.Attempts[0].Outcome, details.Attempts[0].EndTime is not null));
        var statuses = (await community.User().LogAsync(job.JobID)).Select(line => line.Status);
        Assert.Equal(["Received", "Checking", "Checking", "Waiting", "Matched", "Running", "Completing", "Done"], statuses);
    }

    [Fact]
    public async Task Report_SameSequenceAgain_IsAcceptedAndIgnored()
    {
        var (community, pilot, job) = await MatchedAsync();
        var report = Reports.Status(job, 1, "Running", "once");

        await pilot.ReportAsync(report);
        var again = await pilot.ReportAsync(report, Reports.Status(job, 1, null, "never"));

        Assert.All(again, verdict => Assert.True(verdict.Accepted));
        Assert.Single(await community.User().LogAsync(job.JobID), line => line.Status == "Running");
    }

    [Fact]
    public async Task Report_LastOneAgainAfterALostReply_IsAccepted()
    {
        var (community, pilot, job) = await MatchedAsync();
        var report = Reports.End(job, 4, "Done");

        await pilot.ReportAsync(report);

        Assert.True((await pilot.ReportAsync(report))[0].Accepted);
        Assert.Equal("Done", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Report_Infrastructure_RunsTheJobAgainWithoutCountingIt()
    {
        var (community, pilot, job) = await MatchedAsync();

        await pilot.ReportAsync(Reports.End(job, 1, outcome: "Infrastructure", reason: "disk died"));
        var next = await community.Pilot("p2").MatchAsync(Community.Offer(wait: 20));

        Assert.Equal((job.JobID, 2), (next!.JobID, next.Attempt));
        Assert.Equal(0, (await community.User().RowAsync(job.JobID)).GetProperty("RescheduleCounter").GetInt32());
        var first = (await community.User().DescribeAsync(job.JobID)).Attempts[0];
        Assert.Equal("Infrastructure: disk died", first.Outcome);
    }

    [Fact]
    public async Task Report_OfAnOlderAttempt_IsRefusedAndChangesNothing()
    {
        var (community, pilot, job) = await MatchedAsync();
        await ExpireAsync(community, job);
        var next = await community.Pilot("p2").MatchAsync(Community.Offer(wait: 20));

        var verdict = (await pilot.ReportAsync(Reports.End(job, 9, "Done")))[0];

        Assert.Equal(2, next!.Attempt);
        Assert.False(verdict.Accepted);
        Assert.Contains("the latest is 2", verdict.Detail, StringComparison.Ordinal);
        Assert.Equal("Matched", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Report_ByAnotherPilot_IsRefused()
    {
        var (community, _, job) = await MatchedAsync();

        var verdict = (await community.Pilot("p2").ReportAsync(Reports.End(job, 1, "Done")))[0];

        Assert.False(verdict.Accepted);
        Assert.Equal("Matched", await community.User().StatusAsync(job.JobID));
    }

    [Theory]
    [InlineData("""{"Sequence":1,"Outcome":"Nonsense"}""")]
    [InlineData("""{"Sequence":1,"Statuses":[{"Time":"2026-01-01T00:00:00Z","Update":{"Status":"Nonsense"}}]}""")]
    [InlineData("""{"Sequence":1,"OutputSandbox":"not a sandbox"}""")]
    [InlineData("""{"Sequence":1,"Statuses":[null]}""")]
    [InlineData("""{"Sequence":1,"Statuses":[{"Time":"2026-01-01T00:00:00Z","Update":null}]}""")]
    [InlineData("""{"Sequence":1,"Statuses":[{"Time":"2026-01-01T00:00:00Z","Update":{"Source":null}}]}""")]
    [InlineData("""{"Sequence":1,"Parameters":{"x":null}}""")]
    public async Task Report_Malformed_IsRefusedAsAWhole(string report)
    {
        var (community, pilot, job) = await MatchedAsync();
        var body = $$"""{"Reports":[{"JobID":{{job.JobID}},"Attempt":1,{{report[1..]}}]}""";

        var reply = await pilot.PostAsync("/api/pilots/report", body);

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
        Assert.Equal("Matched", await community.User().StatusAsync(job.JobID));
    }

    [Theory]
    [InlineData(-400_000)]
    [InlineData(400_000)]
    public async Task Report_FromANodeWithAWrongClock_CountsAllTheSame(int hours)
    {
        var (community, pilot, job) = await MatchedAsync();
        var wrong = TimeProvider.System.GetUtcNow().AddHours(hours);

        await pilot.ReportAsync(Reports.Status(job, 1, "Running", "a", wrong));
        await pilot.ReportAsync(Reports.Status(job, 2, "Completing", "b", wrong.AddSeconds(1)), Reports.Status(job, 3, "Done", "c", wrong.AddSeconds(-1)));

        Assert.Equal("Done", await community.User().StatusAsync(job.JobID));
        var log = await Eventually.SeeAsync(() => community.User().LogAsync(job.JobID), lines => lines.Count == 8, "The history");
        Assert.Equal(["Matched", "Running", "Completing", "Done"], log.Skip(4).Select(line => line.Status));
        Assert.All(log, line => Assert.InRange(line.StatusTime, log[0].StatusTime, TimeProvider.System.GetUtcNow()));
        await Eventually.SeeAsync(
            () => community.Server.CountAsync("JobDB", "x_LoggingOutbox", $"JobID = {job.JobID}"), count => count == 0, "The move to JobLoggingDB");
    }

    [Fact]
    public async Task Report_TextsTooLongOrForeign_AreCutNotRefused()
    {
        var (community, pilot, job) = await MatchedAsync();
        var text = string.Concat(Enumerable.Repeat("λ𝄞é", 400));
        var report = Reports.End(job, 1, "Failed", reason: text) with { Parameters = new Dictionary<string, string> { [text] = text + text, ["ApplicationError"] = text } };

        var verdict = (await pilot.ReportAsync(report with { Statuses = [.. report.Statuses.Select(status => status with { Update = status.Update with { MinorStatus = text, ApplicationStatus = text } })] }))[0];

        Assert.True(verdict.Accepted, verdict.Detail);
        Assert.Equal("Failed", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Heartbeat_Held_RenewsTheLeaseAndMakesTheJobRunning()
    {
        var (community, pilot, job) = await MatchedAsync();
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {job.JobID}");
        var beat = new JobHeartbeat { CPUConsumed = 12.5, StandardOutput = "last lines" };

        var reply = await pilot.BeatAsync(new PilotHeartbeatRequest { Held = [new HeldAttempt(job.JobID, 1, beat)] });

        Assert.Equal(new HeldAttempt(job.JobID, 1), Assert.Single(reply.Renewed));
        Assert.Empty(reply.Lost);
        Assert.Equal("Running", await community.User().StatusAsync(job.JobID));
        Assert.Equal("last lines", (await community.User().DescribeAsync(job.JobID)).Parameters["StandardOutput"]);
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "HeartBeatLoggingInfo", $"JobID = {job.JobID} AND Name = 'CPUConsumed' AND Value = '12.5'"));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {job.JobID} AND LeaseUntilMs = 1"));
    }

    [Fact]
    public async Task Heartbeat_KillOrdered_IsToldAgainUntilCarriedOut()
    {
        var (community, pilot, job) = await MatchedAsync();
        await community.User().ControlAsync("kill", job.JobID);

        var first = Assert.Single((await pilot.BeatAsync(Reports.Holding(job))).Commands);
        var second = Assert.Single((await pilot.BeatAsync(Reports.Holding(job))).Commands);
        var third = (await pilot.BeatAsync(Reports.Holding(job) with { DoneCommands = [first.Id, "no|such|thing", ""] })).Commands;

        Assert.Equal(("Kill", job.JobID, 1), (first.Command, first.JobID, first.Attempt));
        Assert.Equal(first, second);
        Assert.Empty(third);
        Assert.Equal("Killed", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Heartbeat_OfAKilledJob_DoesNotBringItBack()
    {
        var (community, pilot, job) = await MatchedAsync();
        await community.User().ControlAsync("kill", job.JobID);

        await pilot.BeatAsync(Reports.Holding(job));
        await pilot.ReportAsync(Reports.Status(job, 1, "Running"));

        Assert.Equal("Killed", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Heartbeat_HeldOpen_IsAnsweredByTheKill()
    {
        var (community, pilot, job) = await MatchedAsync();
        var open = pilot.BeatAsync(Reports.Holding(job) with { WaitSeconds = 50 });
        await community.User().BecomesAsync(job.JobID, "Running");

        await community.User().ControlAsync("kill", job.JobID);

        Assert.Single((await open.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Commands);
    }

    [Fact]
    public async Task Reschedule_RunningPayload_IsLostAndNoSecondOneStartsBeforeItIsGone()
    {
        var (community, pilot, job) = await MatchedAsync();
        await pilot.BeatAsync(Reports.Holding(job));

        (await community.Administrator().PostAsync("/api/jobs/reschedule?reset_jobs=true", $$"""{"job_ids":[{{job.JobID}}]}""")).MustBe(HttpStatusCode.OK);
        await Eventually.SeeAsync(
            async () => (await community.User().RowAsync(job.JobID)).GetProperty("ApplicationStatus").GetString()!,
            status => status.StartsWith("On Hold: the payload", StringComparison.Ordinal),
            "The hold");
        Assert.Equal(new HeldAttempt(job.JobID, 1), Assert.Single((await pilot.BeatAsync(Reports.Holding(job))).Lost));
        Assert.Null(await community.Pilot("p2").MatchAsync(Community.Offer()));

        Assert.False((await pilot.ReportAsync(Reports.End(job, 5, "Failed")))[0].Accepted);
        var next = await community.Pilot("p2").MatchAsync(Community.Offer(wait: 20));

        Assert.Equal((job.JobID, 2), (next!.JobID, next.Attempt));
    }

    [Fact]
    public async Task Lease_Over_GivesTheJobToAnotherPilot()
    {
        var (community, pilot, job) = await MatchedAsync();

        await ExpireAsync(community, job);
        var next = await community.Pilot("p2").MatchAsync(Community.Offer(wait: 20));

        Assert.Equal((job.JobID, 2), (next!.JobID, next.Attempt));
        Assert.Equal(new HeldAttempt(job.JobID, 1), Assert.Single((await pilot.BeatAsync(Reports.Holding(job))).Lost));
        var attempts = (await community.User().DescribeAsync(job.JobID)).Attempts;
        Assert.StartsWith("Expired: Pilot p1 was not heard of", attempts[0].Outcome, StringComparison.Ordinal);
        Assert.Equal(0, (await community.User().RowAsync(job.JobID)).GetProperty("RescheduleCounter").GetInt32());
    }

    [Fact]
    public async Task Lease_NotOver_IsLeftAlone()
    {
        var (community, _, job) = await MatchedAsync();
        var (other, _, lost) = await MatchedAsync();

        await ExpireAsync(other, lost);
        await other.Pilot("p2").MatchAsync(Community.Offer(wait: 20));

        Assert.Equal("Matched", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Lease_OfASiteThatSaysHowLong_IsGivenAndPromisedEverywhere()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var pilot = community.Pilot("p1", Community.OtherSite);
        var request = Community.Offer(wait: 20, site: Community.OtherSite);

        var job = (await pilot.MatchAsync(request))!;

        Assert.Equal(7200, job.LeaseSeconds);
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {job.JobID} AND LeaseUntilMs - StartedMs = 7200000"));
        Assert.Equal(7200, (await pilot.MatchAsync(request))!.LeaseSeconds);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {job.JobID}");
        Assert.Equal(7200, (await pilot.BeatAsync(Reports.Holding(job))).LeaseSeconds);
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {job.JobID} AND LeaseUntilMs - StartedMs >= 7200000"));
    }

    [Fact]
    public async Task Match_RepeatedAfterTheSiteWasGivenLongerLeases_PromisesWhatTheAttemptHas()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var pilot = community.Pilot("p1", Community.OtherSite);
        var request = Community.Offer(wait: 20, site: Community.OtherSite);
        var job = (await pilot.MatchAsync(request))!;
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = StartedMs + 300000 WHERE JobID = {job.JobID}");

        Assert.Equal(300, (await pilot.MatchAsync(request))!.LeaseSeconds);
    }

    [Fact]
    public async Task Lease_OverWhileTheServerSlept_ThePilotMayReportFirst()
    {
        var (community, pilot, job) = await MatchedAsync();
        var clock = new SleepyClock();
        var options = Options.Create(new WorkloadOptions { RescueStartDelaySeconds = 20, LeaseGraceSeconds = 0 });
        var waking = new WakingMoment(clock);
        var rescue = ActivatorUtilities.CreateInstance<RescueStalledJobs>(community.Server.Services, waking, options);
        clock.Pass(TimeSpan.FromMinutes(1));
        await rescue.EndExpiredAsync(TestContext.Current.CancellationToken);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {job.JobID}");

        clock.Sleep(TimeSpan.FromHours(1));
        Assert.Equal(0, await rescue.EndExpiredAsync(TestContext.Current.CancellationToken));
        await pilot.ReportAsync(Reports.End(job, 1, "Done"));
        clock.Pass(TimeSpan.FromMinutes(1));
        await rescue.EndExpiredAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Done", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task Pilot_SaidToBeDead_LosesItsLeases()
    {
        var (community, _, job) = await MatchedAsync();
        (await community.Operator().PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{community.Vo}}-p","vo":"{{community.Vo}}"}""")).MustBe(HttpStatusCode.Created);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET PilotStamp = '{community.Vo}-p' WHERE JobID = {job.JobID}");

        (await community.Operator().PatchAsync("/api/pilots/metadata", $$$"""{"{{{community.Vo}}}-p":{"Status":"Aborted"}}""")).MustBe(HttpStatusCode.NoContent);
        await Eventually.SeeAsync(
            async () =>
            {
                await community.Server.StartRoundAsync(new RescueRound());
                return await community.Pilot("p2").MatchAsync(Community.Offer(wait: 1));
            },
            next => next is { Attempt: 2 },
            "A second attempt");
    }

    private static async Task ExpireAsync(Community community, MatchReply job)
    {
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {job.JobID} AND Attempt = {job.Attempt}");
        await community.Server.StartRoundAsync(new RescueRound());
    }

    private async Task<(Community Community, Session Pilot, MatchReply Job)> MatchedAsync()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var pilot = community.Pilot("p1");
        return (community, pilot, (await pilot.MatchAsync(Community.Offer(wait: 20)))!);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
