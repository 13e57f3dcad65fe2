using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class OwnerProxySqlite(Servers servers) : OwnerProxyContract(servers, Engine.Sqlite);

public sealed class OwnerProxyMySql(Servers servers) : OwnerProxyContract(servers, Engine.MySql);

public abstract class OwnerProxyContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Proxy_OfAnAttemptInHand_IsSignedForTheJobsOwnerAndGroup()
    {
        var (community, owner) = await CommunityAsync(hasProxy: true);
        var pilot = community.Pilot(Unique.Name("pilot"));
        var job = await MatchedAsync(community, owner, pilot);

        var reply = await AskAsync(pilot, new PilotProxyRequest(job.JobID, job.Attempt, "REQUEST", 3600));

        Assert.True(job.OwnerHasProxy);
        Assert.Equal($"{owner}/{community.Vo}_user/3600/REQUEST", reply.Read(ModelJsonContext.Default.PilotProxyReply).Chain);
    }

    [Fact]
    public async Task Proxy_OfAnotherPilotsAttempt_IsRefused()
    {
        var (community, owner) = await CommunityAsync(hasProxy: true);
        var job = await MatchedAsync(community, owner, community.Pilot(Unique.Name("pilot")));

        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(community.Pilot(Unique.Name("pilot")), new PilotProxyRequest(job.JobID, job.Attempt, "REQUEST", 3600))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(community.User(owner), new PilotProxyRequest(job.JobID, job.Attempt, "REQUEST", 3600))).Status);
    }

    [Fact]
    public async Task Proxy_OfAnAttemptThatIsOver_IsRefused()
    {
        var (community, owner) = await CommunityAsync(hasProxy: true);
        var pilot = community.Pilot(Unique.Name("pilot"));
        var job = await MatchedAsync(community, owner, pilot);

        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(pilot, new PilotProxyRequest(job.JobID, job.Attempt + 1, "REQUEST", 3600))).Status);
        await community.User(owner).ControlAsync("reschedule", job.JobID);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(pilot, new PilotProxyRequest(job.JobID, job.Attempt, "REQUEST", 3600))).Status);
    }

    [Fact]
    public async Task Proxy_OfAnOwnerWithout_IsNotFound_AndTheMatchSaysSo()
    {
        var (community, owner) = await CommunityAsync(hasProxy: false);
        var pilot = community.Pilot(Unique.Name("pilot"));
        var job = await MatchedAsync(community, owner, pilot);

        Assert.False(job.OwnerHasProxy);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(pilot, new PilotProxyRequest(job.JobID, job.Attempt, "REQUEST", 3600))).Status);
    }

    [Theory]
    [InlineData(0, "REQUEST", HttpStatusCode.BadRequest)]
    [InlineData(-1, "REQUEST", HttpStatusCode.BadRequest)]
    [InlineData(10_000_000, "REQUEST", HttpStatusCode.BadRequest)]
    [InlineData(3600, null, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Proxy_AbsurdWish_IsRefused(int seconds, string? request, HttpStatusCode status)
    {
        var (community, owner) = await CommunityAsync(hasProxy: true);
        var pilot = community.Pilot(Unique.Name("pilot"));
        var job = await MatchedAsync(community, owner, pilot);

        Assert.Equal(status, (await AskAsync(pilot, new PilotProxyRequest(job.JobID, job.Attempt, request ?? new string('x', 20_000), seconds))).Status);
    }

    private async Task<(Community Community, string Owner)> CommunityAsync(bool hasProxy)
    {
        var community = new Community(await servers.GetAsync(engine));
        var owner = Unique.Name("user");
        if (hasProxy) community.Server.Proxies.Give(owner);
        return (community, owner);
    }

    private static async Task<MatchReply> MatchedAsync(Community community, string owner, Session pilot)
    {
        var id = Assert.Single(await community.User(owner).SubmitAsync(Community.Simple));
        await community.QueuedAsync(id);
        return (await pilot.MatchAsync(Community.Offer(wait: 10)))!;
    }

    private static Task<Reply> AskAsync(Session session, PilotProxyRequest request) =>
        session.PostAsync("/api/pilots/proxy", JsonSerializer.Serialize(request, ModelJsonContext.Default.PilotProxyRequest));
}
