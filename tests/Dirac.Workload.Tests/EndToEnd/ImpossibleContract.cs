using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Impossible;
using Dirac.Workload.Resources;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class ImpossibleSqlite(LimitedServers servers) : ImpossibleContract(servers, Engine.Sqlite);

public sealed class ImpossibleMySql(LimitedServers servers) : ImpossibleContract(servers, Engine.MySql);

public abstract class ImpossibleContract(LimitedServers servers, Engine engine)
{
    private const string Large = """[ Executable = "/bin/true"; NumberOfProcessors = 64; ]""";
    private const string Reason = "Impossible now: no site offers 64Processors";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_NothingKnownFits_SaysSoAtOnceInStateAndHistory()
    {
        var community = await CommunityAsync();

        var id = (await community.WaitingAsync(1, Large))[0];

        var row = await community.User().RowAsync(id);
        Assert.Equal(("Waiting", Reason), (row.GetProperty("Status").GetString(), row.GetProperty("ApplicationStatus").GetString()));
        var line = (await community.User().LogAsync(id))[^1];
        Assert.Equal(("Waiting", Reason, "JobScheduling"), (line.Status, line.ApplicationStatus, line.Source));
        Assert.Contains("no site offers 64Processors", (await WhyAsync(community, id)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewKindOfPilot_MakesJobsPossibleAndTellsEachOnce()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3, Large);
        await Eventually.SeeAsync(() => MarkedAsync(community), marked => marked == 1, "The queue marked");

        Large64(community);

        foreach (var id in ids) await BecomesAsync(community, id, "Unknown");
        Assert.Equal(0, await MarkedAsync(community));
        await JudgeAsync(community);
        foreach (var id in ids)
        {
            var lines = await community.User().LogAsync(id);
            Assert.Single(lines, line => line.ApplicationStatus == Reason);
            Assert.Single(lines, line => line.ApplicationStatus.StartsWith("Possible again", StringComparison.Ordinal) && line.Source == "JobScheduling");
        }
    }

    [Fact]
    public async Task ResourcesGone_MakeJobsImpossibleAndTellThem()
    {
        await using var server = await WorkloadServer.StartAsync(engine, LimitedServers.Configuration.Replace("NumberOfProcessors = 8", "NumberOfProcessors = 64", StringComparison.Ordinal));
        var community = new Community(server);
        var ids = await community.WaitingAsync(2, Large);
        Assert.Equal("Unknown", (await community.User().RowAsync(ids[0])).GetProperty("ApplicationStatus").GetString());

        await server.ReconfigureAsync(LimitedServers.Configuration);

        foreach (var id in ids) await BecomesAsync(community, id, Reason);
        Assert.Equal(1, await MarkedAsync(community));
        await server.ReconfigureAsync("");
        foreach (var id in ids) await BecomesAsync(community, id, "Unknown");
    }

    [Fact]
    public async Task Judge_BySeveralServers_TellsOnce()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync(1, Large))[0];
        await Eventually.SeeAsync(() => MarkedAsync(community), marked => marked == 1, "The queue marked");
        var services = community.Server.Services;
        using var other = ActivatorUtilities.CreateInstance<JudgeQueues>(services);

        Assert.Equal(0, await other.RunAsync(Token));
        Large64(community);
        await Task.WhenAll(other.RunAsync(Token), services.GetRequiredService<JudgeQueues>().RunAsync(Token));

        await BecomesAsync(community, id, "Unknown");
        Assert.Single(await community.User().LogAsync(id), line => line.ApplicationStatus.StartsWith("Possible again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offers_OfPilots_AreSharedThroughTheDatabase()
    {
        var community = await CommunityAsync();
        var services = community.Server.Services;
        Large64(community);
        await services.GetRequiredService<RecentOffersKeeper>().ExchangeAsync(Token);
        var elsewhere = new RecentOffers(TimeProvider.System);
        using var keeper = ActivatorUtilities.CreateInstance<RecentOffersKeeper>(services, elsewhere);

        await keeper.ExchangeAsync(Token);

        var seen = Assert.Single(elsewhere.All(), offer => offer.VO == community.Vo);
        Assert.Equal((64, true), (seen.Resource.NumberOfProcessors, elsewhere.IsLate(seen)));
    }

    private static void Large64(Community community) => community.Server.Services.GetRequiredService<RecentOffers>()
        .Note(new ResourceDescription { Site = LimitedServers.Plain, CPUTime = 200_000, NumberOfProcessors = 64 }, community.Vo);

    private static Task<int> JudgeAsync(Community community) => community.Server.Services.GetRequiredService<JudgeQueues>().RunAsync(Token);

    private static Task<long> MarkedAsync(Community community) =>
        community.Server.CountAsync("TaskQueueDB", "x_ImpossibleQueues", $"TQId IN (SELECT TQId FROM {{tq_TaskQueues}} WHERE VO = '{community.Vo}')");

    private static Task<string?> BecomesAsync(Community community, long id, string application) => Eventually.SeeAsync(
        async () => (await community.User().RowAsync(id)).GetProperty("ApplicationStatus").GetString(), seen => seen == application, $"Job {id} {application}");

    private static async Task<JobWhy> WhyAsync(Community community, long id) => (await community.User().GetAsync($"/api/jobs/{id}/why")).Read(ModelJsonContext.Default.JobWhy);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
