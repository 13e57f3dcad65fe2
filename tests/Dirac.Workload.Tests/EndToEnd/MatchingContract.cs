using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class MatchingSqlite(Servers servers) : MatchingContract(servers, Engine.Sqlite);

public sealed class MatchingMySql(Servers servers) : MatchingContract(servers, Engine.MySql);

public abstract class MatchingContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Match_WaitingJob_IsGivenOnceWithItsFirstAttempt()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var pilot = community.Pilot("p1");

        var given = await pilot.MatchAsync(Community.Offer(wait: 20));
        var again = await pilot.MatchAsync(Community.Offer());

        Assert.Equal((id, 1, "ann", $"{community.Vo}_user"), (given!.JobID, given.Attempt, given.Owner, given.Group));
        Assert.Equal("JobPath,JobSanity,JobScheduling", given.Parameters["OptimizerChain"]);
        Assert.Null(again);
        var row = await community.User().RowAsync(id);
        Assert.Equal(("Matched", "Assigned", Community.Site), (row.GetProperty("Status").GetString(), row.GetProperty("MinorStatus").GetString(), row.GetProperty("Site").GetString()));
        Assert.Equal("Matcher", (await community.User().LogAsync(id))[^1].Source);
    }

    [Fact]
    public async Task Match_NobodyWaits_AnswersWhenTheTimeIsOver()
    {
        var community = await CommunityAsync();

        var reply = await community.Pilot("p1").TryMatchAsync(Community.Offer(wait: 1));

        reply.MustBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Match_LongPoll_IsWokenByTheSubmission()
    {
        var community = await CommunityAsync();
        var waiting = community.Pilot("p1").MatchAsync(Community.Offer(wait: 50));

        var id = (await community.User().SubmitAsync(Community.Simple))[0];

        var given = await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(id, given!.JobID);
    }

    [Fact]
    public async Task Match_SameIdAgain_GivesTheSameJob()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(2);
        var offer = Community.Offer();

        var first = await community.Pilot("p1").MatchAsync(offer);
        var repeated = await community.Pilot("p1").MatchAsync(offer);

        Assert.Equal((first!.JobID, first.Attempt, first.JDL), (repeated!.JobID, repeated.Attempt, repeated.JDL));
        (await community.Pilot("p2").TryMatchAsync(offer)).MustBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Match_SameIdTwiceAtOnce_TakesOneJobAndTheOtherStaysAvailable()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(8);
        var pilot = community.Pilot("p1");
        var offer = Community.Offer();

        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pilot.MatchAsync(offer)));

        var taken = Assert.Single(twins.Select(reply => (reply!.JobID, reply.Attempt)).Distinct()).JobID;
        foreach (var id in ids.Where(id => id != taken)) await community.QueuedAsync(id);
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"MatchId = '{offer.MatchId}'"));
        Assert.Equal(7, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Waiting'"));
    }

    [Fact]
    public async Task Match_AskedAgainWhileTheFirstIsOpen_GivesBothTheSameJob()
    {
        var community = await CommunityAsync();
        var offer = Community.Offer(wait: 20);
        var asked = Enumerable.Range(0, 3).Select(_ => community.Pilot("p1").MatchAsync(offer)).ToList();

        var id = Assert.Single(await community.User().SubmitAsync(Community.Simple));

        Assert.All(await Task.WhenAll(asked), reply => Assert.Equal(id, reply?.JobID));
    }

    [Fact]
    public async Task Match_ManyPilotsAtOnce_GiveEveryJobExactlyOnce()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(20);

        var given = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => community.Pilot($"p{n}").MatchAsync(Community.Offer(wait: 3))));

        Assert.Equal(ids.Order(), given.OfType<MatchReply>().Select(reply => reply.JobID).Order());
    }

    [Fact]
    public async Task Match_FinishedMatchId_IsRefused()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var offer = Community.Offer();
        var given = (await community.Pilot("p1").MatchAsync(offer))!;
        await community.Pilot("p1").ReportAsync(Reports.End(given, 1, "Done"));

        (await community.Pilot("p1").TryMatchAsync(offer)).MustBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"MatchId":"","Resource":{"Site":"DIRAC.Test.local","CPUTime":1}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"","CPUTime":1}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Test.local","CPUTime":0}}""")]
    [InlineData("""{"MatchId":"m","WaitSeconds":61,"Resource":{"Site":"DIRAC.Test.local","CPUTime":1}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Other.local","CPUTime":1}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Test.local","CPUTime":1,"RequiredTag":["x"]}}""")]
    [InlineData("""{"MatchId":"m","Resource":null}""")]
    [InlineData("""{"MatchId":null,"Resource":{"Site":"DIRAC.Test.local","CPUTime":1}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Test.local","CPUTime":1,"Tag":null}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Test.local","CPUTime":1,"Tag":[null]}}""")]
    [InlineData("""{"MatchId":"m","Resource":{"Site":"DIRAC.Test.local","CPUTime":1e300}}""")]
    public async Task Match_BadRequest_IsRefusedByName(string body)
    {
        var community = await CommunityAsync();

        var reply = await community.Pilot("p1").PostAsync("/api/pilots/match", body);

        Assert.True((int)reply.Status is 400 or 403 or 422, reply.ToString());
    }

    [Fact]
    public async Task Match_ByAPersonOrAnotherVo_GivesNothing()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var stranger = new Community(community.Server);

        (await community.User().TryMatchAsync(Community.Offer())).MustBe(HttpStatusCode.Forbidden);
        Assert.Null(await stranger.Pilot("p1").MatchAsync(Community.Offer()));
    }

    [Fact]
    public async Task Match_JobKilledAfterTheClaim_IsNotStarted()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Killed' WHERE JobID = {id}");

        Assert.Null(await community.Pilot("p1").MatchAsync(Community.Offer()));
        Assert.Equal(0, await community.Server.CountAsync("TaskQueueDB", "tq_Jobs", $"JobId = {id}"));
    }

    [Fact]
    public async Task Reason_WaitingJob_NamesWhatEachSiteLacks()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync(1, """[ Executable = "/bin/true"; Tags = {"GPU"}; ]"""))[0];
        await community.Pilot("p1").MatchAsync(Community.Offer());

        var reason = (await community.User().DescribeAsync(id)).Reason;

        Assert.Contains("the job needs GPU, which the resource does not offer", reason, StringComparison.Ordinal);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
