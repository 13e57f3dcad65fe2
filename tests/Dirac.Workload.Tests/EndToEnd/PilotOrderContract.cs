using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class PilotOrderSqlite(Servers servers) : PilotOrderContract(servers, Engine.Sqlite);

public sealed class PilotOrderMySql(Servers servers) : PilotOrderContract(servers, Engine.MySql);

/// <summary>Pilots are told to stop, by people and by the rule of black holes, and get no more jobs.</summary>
public abstract class PilotOrderContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    [Fact]
    public async Task Kill_PilotThatWaitsForAJob_IsToldAtOnceAndGetsNoMore()
    {
        var community = await CommunityAsync();
        var (stamp, pilot) = await LogInAsync(community);
        var waiting = pilot.TryMatchAsync(Community.Offer(wait: 50));
        await Eventually.SeeAsync(() => Task.FromResult(waiting.IsCompleted), done => !done, "The wait");

        var result = await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}","nobody"],"reason":"maintenance"}""");

        Assert.Equal("Running", result.Success[stamp].Status);
        Assert.Equal("Pilot nobody does not exist.", result.Failed["nobody"].Detail);
        var told = (await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).MustBe(HttpStatusCode.Gone);
        Assert.Equal(("Killed by oper: maintenance", "PilotStopped"), (told.Detail, told.Json["code"]!.ToString()));
        await community.WaitingAsync();
        (await pilot.TryMatchAsync(Community.Offer())).MustBe(HttpStatusCode.Gone);
        Assert.NotNull(await community.Pilot(Unique.Name("s")).MatchAsync(Community.Offer(wait: 20)));
        var details = await SeeReasonAsync(community, stamp, "Killed by oper: maintenance");
        Assert.Equal(("Running", "Now"), (details.Pilot.GetProperty("Status").GetString(), details.StopOrder));
    }

    [Fact]
    public async Task Kill_PilotWithJobs_IsToldByItsHeartbeatUntilItKnows()
    {
        var community = await CommunityAsync();
        var (stamp, pilot) = await LogInAsync(community);
        await community.WaitingAsync();
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;
        var held = pilot.BeatAsync(Reports.Holding(job) with { WaitSeconds = 50, KnownStop = "" });
        await community.User().BecomesAsync(job.JobID, "Running");

        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"],"drain":true}""");

        Assert.Equal(new PilotStop("Drain", "Killed by oper"), (await held.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Stop);
        Assert.Equal(new HeldAttempt(job.JobID, 1), Assert.Single((await pilot.BeatAsync(Reports.Holding(job) with { WaitSeconds = 1, KnownStop = "Drain" })).Renewed));
        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"]}""");
        Assert.Equal("Now", (await pilot.BeatAsync(Reports.Holding(job) with { WaitSeconds = 50, KnownStop = "Drain" })).Stop!.Mode);
        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"],"drain":true}""");
        Assert.Equal("Now", (await pilot.BeatAsync(Reports.Holding(job))).Stop!.Mode);
    }

    [Fact]
    public async Task Kill_AMatchWhoseReplyWasLost_CanStillBeFetched()
    {
        var community = await CommunityAsync();
        var (stamp, pilot) = await LogInAsync(community);
        await community.WaitingAsync();
        var offer = Community.Offer();
        var job = (await pilot.MatchAsync(offer))!;

        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"]}""");

        Assert.Equal(job.JobID, (await pilot.MatchAsync(offer))!.JobID);
    }

    [Fact]
    public async Task Kill_PilotThatNeverCame_IsDeletedAndRefusedIfItComes()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        (await community.Operator().PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{stamp}}","vo":"{{community.Vo}}"}""")).MustBe(HttpStatusCode.Created);

        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"]}""");

        var details = await SeeReasonAsync(community, stamp, "Killed by oper");
        Assert.Equal("Deleted", details.Pilot.GetProperty("Status").GetString());
        (await community.Pilot(stamp).TryMatchAsync(Community.Offer())).MustBe(HttpStatusCode.Gone);
        Assert.Contains("has ended already (Deleted)", (await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"]}""")).Failed[stamp].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_BadReason_IsRefused()
    {
        var community = await CommunityAsync();
        var (stamp, _) = await LogInAsync(community);

        foreach (var reason in new[] { new string('x', 201), "\\u4f60" })
        {
            (await community.Operator().PostAsync("/api/pilots/kill", $$"""{"pilot_stamps":["{{stamp}}"],"reason":"{{reason}}"}""")).MustBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Order_ToAPilotOfAnotherVoWithTheSameStamp_DoesNotReachThisOne()
    {
        var community = await CommunityAsync();
        var stranger = new Community(community.Server);
        var (stamp, _) = await LogInAsync(community);
        await KillAsync(community, $$"""{"pilot_stamps":["{{stamp}}"]}""");
        await stranger.WaitingAsync();

        Assert.NotNull(await stranger.Pilot(stamp).MatchAsync(Community.Offer(wait: 20)));
    }

    [Fact]
    public async Task Attempt_OfAPilotOfAnotherVoWithTheSameStamp_IsNotThisPilots()
    {
        var community = await CommunityAsync();
        var stranger = new Community(community.Server);
        var stamp = Unique.Name("s");
        await community.WaitingAsync();
        var offer = Community.Offer();
        var job = (await community.Pilot(stamp).MatchAsync(offer))!;
        var twin = stranger.Pilot(stamp);

        Assert.False((await twin.ReportAsync(Reports.End(job, 1, "Done")))[0].Accepted);
        Assert.Empty((await twin.BeatAsync(Reports.Holding(job))).Renewed);
        (await twin.TryMatchAsync(offer)).MustBe(HttpStatusCode.Conflict);
        (await twin.PatchAsync("/api/jobs/metadata", $$$"""{"{{{job.JobID}}}":{"Note":"x"}}""")).MustBe(HttpStatusCode.NotFound);
        Assert.Equal("Matched", await community.User().StatusAsync(job.JobID));
    }

    [Fact]
    public async Task BlackHole_NodeFailuresInARow_StopThePilotAndSayWhy()
    {
        var community = await CommunityAsync();
        var (stamp, pilot) = await LogInAsync(community);
        await community.WaitingAsync(5);
        var first = await FailAsync(pilot, "Infrastructure", null);
        for (var time = 1; time < 5; time++) await FailAsync(pilot, "Infrastructure", null);

        var told = await Eventually.SeeAsync(() => pilot.TryMatchAsync(Community.Offer()), reply => reply.Status == HttpStatusCode.Gone, "The end of the pilot");

        Assert.StartsWith("Black hole: 5 jobs in a row failed within 60 s with this pilot", told.Detail, StringComparison.Ordinal);
        var details = await SeeReasonAsync(community, stamp, "Black hole");
        Assert.Equal("Drain", details.StopOrder);
        Assert.NotNull(await community.Pilot(Unique.Name("s")).MatchAsync(Community.Offer(wait: 20)));
        Assert.NotEqual("Failed", await community.User().StatusAsync(first));
    }

    [Fact]
    public async Task BlackHole_PayloadsOfTwoOwners_StopThePilotAndTheJobsAreTold()
    {
        var community = await CommunityAsync();
        var (stamp, pilot) = await LogInAsync(community);
        foreach (var owner in new[] { "ann", "bob" }) await SubmitAsync(community, owner, 3);
        var last = 0L;
        // Three of one and two of the other, whoever comes first; with the fifth the pilot may be stopped at once.
        for (var time = 0; time < 5; time++) last = await FailAsync(pilot, "Finished", "Failed");

        await Eventually.SeeAsync(() => pilot.TryMatchAsync(Community.Offer()), reply => reply.Status == HttpStatusCode.Gone, "The end of the pilot");

        await SeeReasonAsync(community, stamp, "Black hole");
        var why = await Eventually.SeeAsync(async () => (await community.User().DescribeAsync(last)).Reason, reason => reason.Contains("Black hole", StringComparison.Ordinal), "The reason");
        Assert.Contains(stamp, why, StringComparison.Ordinal);
        Assert.Equal(("Failed", 0), (await community.User().StatusAsync(last), (await community.User().RowAsync(last)).GetProperty("RescheduleCounter").GetInt32()));
    }

    [Fact]
    public async Task BlackHole_PayloadsOfOneOwner_AreTheOwnersOwn()
    {
        var community = await CommunityAsync();
        var (_, pilot) = await LogInAsync(community);
        await community.WaitingAsync(12);

        for (var time = 0; time < 12; time++) await FailAsync(pilot, "Finished", "Failed");

        await JudgedAsync(community);
        (await pilot.TryMatchAsync(Community.Offer())).MustBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task BlackHole_PilotsOfOneNode_CountTogether()
    {
        var community = await CommunityAsync();
        var host = Unique.Name("node");
        await community.WaitingAsync(9);
        var pilots = new List<(string Stamp, Session Session)>();
        for (var time = 0; time < 5; time++)
        {
            pilots.Add(await LogInAsync(community));
            await FailAsync(pilots[^1].Session, "Infrastructure", null, host);
        }

        foreach (var (stamp, session) in pilots)
        {
            await Eventually.SeeAsync(() => session.TryMatchAsync(On(host)), reply => reply.Status == HttpStatusCode.Gone, $"The end of {stamp}");
        }

        var (_, next) = await LogInAsync(community);
        await FailAsync(next, "Infrastructure", null, host);
        var told = await Eventually.SeeAsync(() => next.TryMatchAsync(On(host)), reply => reply.Status == HttpStatusCode.Gone, "The end of the next one");
        Assert.Contains($"on node {host}", told.Detail, StringComparison.Ordinal);
        Assert.NotNull(await community.Pilot(Unique.Name("s")).MatchAsync(On("elsewhere")));
    }

    [Theory]
    [InlineData("Pilot")]
    [InlineData("Payload")]
    public async Task BlackHole_FaultsThatAreNotTheNodes_StopNobody(string fault)
    {
        var community = await CommunityAsync();
        var (_, pilot) = await LogInAsync(community);
        await community.WaitingAsync(7);

        for (var time = 0; time < 7; time++) await FailAsync(pilot, "Infrastructure", null, fault: fault);

        await JudgedAsync(community);
        Assert.NotEqual(HttpStatusCode.Gone, (await pilot.TryMatchAsync(Community.Offer())).Status);
    }

    [Fact]
    public async Task Report_UnknownFault_IsRefused()
    {
        var community = await CommunityAsync();
        var (_, pilot) = await LogInAsync(community);
        await community.WaitingAsync();
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;

        (await pilot.PostAsync("/api/pilots/report", $$"""{"Reports":[{"JobID":{{job.JobID}},"Attempt":1,"Sequence":1,"Outcome":"Infrastructure","Fault":"Weather"}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    private static MatchRequest On(string host, int wait = 0)
    {
        var offer = Community.Offer(wait: wait);
        return host.Length == 0 ? offer : offer with { Resource = offer.Resource with { HostName = host } };
    }

    private static async Task<long> FailAsync(Session pilot, string outcome, string? status, string host = "", string? fault = null)
    {
        var job = (await pilot.MatchAsync(On(host, wait: 20)))!;
        Assert.True((await pilot.ReportAsync(Reports.End(job, 1, status, outcome, outcome == "Finished" ? null : "disk died") with { Fault = fault }))[0].Accepted);
        return job.JobID;
    }

    private static async Task SubmitAsync(Community community, string owner, int count)
    {
        foreach (var id in await community.User(owner).SubmitAsync([.. Enumerable.Repeat(Community.Simple, count)])) await community.QueuedAsync(id);
    }

    // Nothing is left to be looked at.
    private static Task<long> JudgedAsync(Community community) =>
        Eventually.SeeAsync(() => community.Server.CountAsync("JobDB", "x_Tasks", $"Name = 'JudgePilots' AND Body LIKE '%{community.Vo}\"%'"), count => count == 0, "All judged");

    private static async Task<PilotBulkResult> KillAsync(Community community, string body) => (await community.Operator().PostAsync("/api/pilots/kill", body)).Read(Json.PilotBulkResult);

    private static Task<PilotDetails> SeeReasonAsync(Community community, string stamp, string reason) => Eventually.SeeAsync(
        async () => (await community.User().GetAsync($"/api/pilots/{stamp}")).Read(Json.PilotDetails),
        details => details.Pilot.GetProperty("StatusReason").GetString()!.StartsWith(reason, StringComparison.Ordinal),
        $"{stamp}: {reason}");

    private static async Task<(string Stamp, Session Session)> LogInAsync(Community community)
    {
        var stamp = Unique.Name("s");
        var secret = (await community.Operator().PostAsync("/api/pilots/secrets", $$"""{"Vo":"{{community.Vo}}","Site":"{{Community.Site}}"}""")).Read(Json.PilotSecretReply).Secret;
        var reply = await community.Server.With(null).PostAsync("/api/auth/pilot", $$"""{"pilot_stamp":"{{stamp}}","secret":"{{secret}}"}""");
        return (stamp, community.Server.With(reply.Read(Json.TokenReply).AccessToken));
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
