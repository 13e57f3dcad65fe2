using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class LimitSqlite(LimitedServers servers) : LimitContract(servers, Engine.Sqlite);

public sealed class LimitMySql(LimitedServers servers) : LimitContract(servers, Engine.MySql);

public abstract class LimitContract(LimitedServers servers, Engine engine)
{
    private const string Merge = """[ Executable = "/bin/true"; JobType = "Merge"; ]""";

    [Fact]
    public async Task RunningLimit_ManyPilotsAtOnce_IsNotPassed()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(8, Merge);

        var given = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => MatchAsync(community, $"p{number}", LimitedServers.Limited)));

        Assert.Equal(3, given.Count(reply => reply is not null));
        await Eventually.SeeAsync(() => QueuedAsync(community), queued => queued == 5, "Five jobs in the queue");
        Assert.Equal(3, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Matched'"));
    }

    [Fact]
    public async Task RunningLimit_OtherTypesAndSites_AreNotConcerned()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(6, Merge);
        for (var number = 0; number < 3; number++) Assert.NotNull(await MatchAsync(community, $"p{number}", LimitedServers.Limited));
        Assert.Null(await MatchAsync(community, "p4", LimitedServers.Limited));
        var user = (await community.WaitingAsync())[0];

        Assert.Equal(user, (await MatchAsync(community, "p5", LimitedServers.Limited))!.JobID);
        Assert.NotNull(await MatchAsync(community, "p6", LimitedServers.Plain));
    }

    [Fact]
    public async Task RunningLimit_OneEnds_WakesAPilotThatWaits()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(4, Merge);
        var running = await MatchAsync(community, "p0", LimitedServers.Limited);
        for (var number = 1; number < 3; number++) await MatchAsync(community, $"p{number}", LimitedServers.Limited);
        var waiting = MatchAsync(community, "p9", LimitedServers.Limited, wait: 30);

        await community.Pilot("p0", LimitedServers.Limited).ReportAsync(Reports.End(running!, 1, "Done"));

        Assert.NotNull(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunningLimit_OfOneCE_CountsThatCEOnly()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(4);

        Assert.NotNull(await MatchAsync(community, "p0", LimitedServers.Limited, ce: "ce2"));
        Assert.Null(await MatchAsync(community, "p1", LimitedServers.Limited, ce: "ce2"));
        Assert.NotNull(await MatchAsync(community, "p2", LimitedServers.Limited, ce: "ce1"));
        Assert.NotNull(await MatchAsync(community, "p3", LimitedServers.Limited, ce: "ce1"));
    }

    [Fact]
    public async Task RunningLimit_OfAJobGroup_LeavesItsJobsOutOfTheDraw()
    {
        var community = await CommunityAsync();
        var grouped = await community.WaitingAsync(3, """[ Executable = "/bin/true"; JobGroup = "prod7"; ]""");
        var first = await MatchAsync(community, "p0", LimitedServers.Limited);
        Assert.Contains(first!.JobID, grouped);

        Assert.Null(await MatchAsync(community, "p1", LimitedServers.Limited));
        var other = (await community.WaitingAsync())[0];

        Assert.Equal(other, (await MatchAsync(community, "p2", LimitedServers.Limited))!.JobID);
        Assert.Equal(2, await QueuedAsync(community));
    }

    [Fact]
    public async Task MatchingDelay_SecondJobAtOnce_WaitsUntilTheDelayIsOver()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(6);

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => MatchAsync(community, $"p{number}", LimitedServers.Slow)));

        Assert.Single(given, reply => reply is not null);
        await Eventually.SeeAsync(() => QueuedAsync(community), queued => queued == 5, "Five jobs in the queue");
        var waiting = MatchAsync(community, "p9", LimitedServers.Slow, wait: 30);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_MatchingDelays}} SET UntilMs = 0 WHERE VO = '{community.Vo}'");
        Assert.NotNull(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Null(await MatchAsync(community, "p10", LimitedServers.Slow));
    }

    [Fact]
    public async Task SiteOutOfService_TakesTestJobsOnly()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        Assert.Null(await MatchAsync(community, "p0", LimitedServers.Banned));
        var test = (await community.WaitingAsync(1, """[ Executable = "/bin/true"; JobType = "Test"; ]"""))[0];

        Assert.Equal(test, (await MatchAsync(community, "p1", LimitedServers.Banned))!.JobID);
    }

    [Fact]
    public async Task Why_LimitReached_TellsTheNumbers()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(5, Merge);
        var taken = new List<long>();
        for (var number = 0; number < 3; number++) taken.Add((await MatchAsync(community, $"p{number}", LimitedServers.Limited))!.JobID);
        var id = ids.Except(taken).First();

        var why = (await community.User().GetAsync($"/api/jobs/{id}/why?site={LimitedServers.Limited}")).Read(ModelJsonContext.Default.JobWhy);

        var clause = Assert.Single(why.Sites[0].Clauses);
        Assert.Equal(("RunningLimit", true), (clause.Clause, clause.Passes));
        Assert.Equal($"the limit of 3 running jobs with JobType Merge at {LimitedServers.Limited} is reached (3 run)", clause.Why);
    }

    private static Task<long> QueuedAsync(Community community) =>
        community.Server.CountAsync("TaskQueueDB", "tq_Jobs", $"TQId IN (SELECT TQId FROM {{tq_TaskQueues}} WHERE VO = '{community.Vo}')");

    private static Task<MatchReply?> MatchAsync(Community community, string stamp, string site, int wait = 0, string ce = "ce1") =>
        community.Pilot(stamp, site).MatchAsync(new MatchRequest
        {
            MatchId = Guid.NewGuid().ToString("N"), WaitSeconds = wait, Resource = new ResourceDescription { Site = site, CPUTime = 200_000, GridCE = ce },
        });

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
