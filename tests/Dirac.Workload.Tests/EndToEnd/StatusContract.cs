using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Resources;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class StatusSqlite(LimitedServers servers) : StatusContract(servers, Engine.Sqlite);

public sealed class StatusMySql(LimitedServers servers) : StatusContract(servers, Engine.MySql);

/// <summary>Sites and computing elements out of service, from the pilot's and the owner's side, on each engine.</summary>
public abstract class StatusContract(LimitedServers servers, Engine engine)
{
    private const string Site = LimitedServers.Limited;

    [Fact]
    public async Task BannedSite_OfAPilot_GivesNoJobAndWhyTellsTheReason()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        community.Server.Statuses.Say(community.Vo, Site, "Banned", "cooling broken");

        Assert.Null(await MatchAsync(community, "p0"));
        var clause = Assert.Single((await WhyAsync(community, id)).Sites[0].Clauses);
        Assert.Equal(("SiteStatus", "the site is Banned (cooling broken) and takes only jobs of type Test", true), (clause.Clause, clause.Why, clause.Passes));

        community.Server.Statuses.Say(community.Vo, Site, "Degraded", "slow");
        Assert.Equal(id, (await MatchAsync(community, "p1"))!.JobID);
    }

    [Fact]
    public async Task BannedCE_OfAGoodSite_GivesNoJobThereButElsewhere()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        community.Server.Statuses.Say(community.Vo, Site, "Active");
        community.Server.Statuses.Say(community.Vo, "ce1", "Draining", "a downtime begins");

        Assert.Null(await MatchAsync(community, "p0"));
        var ce1 = (await WhyAsync(community, id)).Sites.First(offer => offer.GridCE == "ce1");
        Assert.Equal(("NotNow", "CEStatus"), (ce1.Verdict, Assert.Single(ce1.Clauses).Clause));

        Assert.Equal(id, (await MatchAsync(community, "p1", "ce2"))!.JobID);
    }

    [Fact]
    public async Task BannedSite_LetIn_WakesThePilotThatWaits()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        community.Server.Statuses.Say(community.Vo, Site, "Banned");
        var waiting = MatchAsync(community, "p0", wait: 30);

        community.Server.Statuses.Say(community.Vo, Site, "Active");

        Assert.Equal(id, (await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))!.JobID);
    }

    [Fact]
    public async Task BannedSite_IsBannedForThoseVOsOnly()
    {
        var community = await CommunityAsync();
        community.Server.Statuses.Say("othervo", Site, "Banned");
        var id = (await community.WaitingAsync())[0];

        Assert.Equal(id, (await MatchAsync(community, "p0"))!.JobID);
    }

    [Fact]
    public async Task Status_Said_BeatsTheConfiguration()
    {
        var community = await CommunityAsync();
        community.Server.Statuses.Say(community.Vo, LimitedServers.Banned, "Active");
        var id = (await community.WaitingAsync())[0];

        Assert.Equal(id, (await MatchAsync(community, "p0", "ce4", LimitedServers.Banned))!.JobID);
    }

    [Fact]
    public async Task JobForBannedSites_IsHeldAndOneWithAnotherSiteIsNot()
    {
        var community = await CommunityAsync();
        community.Server.Statuses.Say(community.Vo, Site, "Banned", "cooling");
        var held = (await community.User().SubmitAsync($$"""[ Executable = "/bin/true"; Site = "{{Site}}"; ]"""))[0];

        var row = await Eventually.SeeAsync(() => community.User().RowAsync(held), job => job.GetProperty("Status").GetString() == "Checking", "The job on hold");
        Assert.Equal($"On Hold: {Site} is Banned (cooling)", row.GetProperty("ApplicationStatus").GetString());
        Assert.Contains(Site, (await community.User().GetAsync($"/api/jobs/{held}/why")).Read(ModelJsonContext.Default.JobWhy).Summary, StringComparison.Ordinal);

        await community.WaitingAsync(1, $$"""[ Executable = "/bin/true"; Site = {"{{Site}}", "{{LimitedServers.Slow}}"}; ]""");
        await community.WaitingAsync(1, $$"""[ Executable = "/bin/true"; Site = "{{Site}}"; JobType = "Test"; ]""");
    }

    [Fact]
    public async Task WhyNoPilots_SiteOrCEOutOfService_TellsBoth()
    {
        var community = await CommunityAsync();
        var states = community.Server.Services.GetRequiredService<ServiceStates>();
        Assert.Null(states.WhyNoPilots(community.Vo, Site, "ce1"));

        community.Server.Statuses.Say(community.Vo, "ce1", "Banned", "full");
        Assert.Equal("ce1 is Banned (full)", states.WhyNoPilots(community.Vo, Site, "ce1"));

        community.Server.Statuses.Say(community.Vo, Site, "Probing");
        Assert.Equal($"{Site} is Probing; ce1 is Banned (full)", states.WhyNoPilots(community.Vo, Site, "ce1"));
    }

    [Fact]
    public async Task SiteWhy_BannedSite_TellsStatusOffersAndWhatItSaysToJobs()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(2);
        await community.WaitingAsync(1, """[ Executable = "/bin/true"; Tag = "GPU"; ]""");
        community.Server.Statuses.Say(community.Vo, Site, "Banned", "cooling");

        var report = (await community.User().GetAsync($"/api/sites/{Site}/why")).Read(ModelJsonContext.Default.SiteReport);

        Assert.Equal("Banned (cooling)", report.OutOfService);
        Assert.Equal(["ce1", "ce2"], report.Offers.Select(offer => offer.GridCE).Order());
        Assert.Equal([("NotNow", 2L, 1), ("No", 1L, 1)], report.Waiting.Select(answer => (answer.Verdict, answer.Jobs, answer.Queues)));
        Assert.EndsWith("Of 3 jobs that wait, 0 could run there now and 2 later.", report.Summary, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await community.User().GetAsync("/api/sites/LCG.Nowhere.ch/why")).Status);
    }

    private static async Task<JobWhy> WhyAsync(Community community, long id) => (await community.User().GetAsync($"/api/jobs/{id}/why?site={Site}")).Read(ModelJsonContext.Default.JobWhy);

    private static Task<MatchReply?> MatchAsync(Community community, string stamp, string ce = "ce1", string site = Site, int wait = 0) =>
        community.Pilot(stamp, site).MatchAsync(new MatchRequest
        {
            MatchId = Guid.NewGuid().ToString("N"), WaitSeconds = wait, Resource = new ResourceDescription { Site = site, CPUTime = 200_000, GridCE = ce },
        });

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
