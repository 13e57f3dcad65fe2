using System.Net;
using System.Net.Http.Json;
using Dirac.Model.Api;
using Dirac.Monitoring.Downtimes;
using Dirac.Monitoring.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Monitoring.Tests.Downtimes;

/// <summary>Downtimes through the REST door and by their task, on each engine.</summary>
public abstract class DowntimeContract(Engine engine) : IAsyncLifetime
{
    private StatusServer? _server;

    private StatusServer Server => _server!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => Server.Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => _server = await StatusServer.StartAsync(engine);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Plan_FromAheadToOver_DrainsBansAndGivesBack()
    {
        await PlanAsync(Now.AddHours(20), Now.AddHours(30));
        Assert.Null(Server.Board.OfSite("demo", StatusServer.Site));

        await AdvanceAsync(9);
        Assert.Equal(("Draining", 0), (Server.Board.OfSite("demo", StatusServer.Site)!.Status, await Server.CountAsync("SiteStatus")));

        await AdvanceAsync(12);
        Assert.Equal(1, await Server.CountAsync("SiteStatus", "Status = 'Banned' AND TokenOwner = 'ann'"));
        Assert.StartsWith("Downtime 1 until ", Server.Board.OfSite("demo", StatusServer.Site)!.Reason, StringComparison.Ordinal);
        Assert.Equal("Ongoing", Assert.Single(await ListAsync()).State);

        await AdvanceAsync(10);
        Assert.Equal(1, await Server.CountAsync("SiteStatus", "Status = 'Active' AND TokenOwner = 'rs_svc'"));
        Assert.Equal("Active", Server.Board.OfSite("demo", StatusServer.Site)!.Status);
        Assert.Empty(await ListAsync());
        Assert.Equal("Over", Assert.Single(await ListAsync("?all=true")).State);
        Assert.Equal(2, await Server.CountAsync("SiteLog"));
    }

    [Fact]
    public async Task Plan_FromNow_BansAtOnce()
    {
        var planned = await PlanAsync(null, Now.AddHours(1));

        Assert.Equal("Ongoing", planned.State);
        Assert.Equal("Banned", Server.Board.OfSite("demo", StatusServer.Site)!.Status);
    }

    [Fact]
    public async Task Cancel_BeforeOrDuringIt_GivesBackAtOnce()
    {
        var ahead = await PlanAsync(Now.AddHours(2), Now.AddHours(30));
        Assert.Equal("Draining", Server.Board.OfSite("demo", StatusServer.Site)!.Status);
        using var first = await Server.SendAsync(HttpMethod.Delete, $"/api/rss/downtimes/{ahead.Id}");
        Assert.Null(Server.Board.OfSite("demo", StatusServer.Site));

        var ongoing = await PlanAsync(null, Now.AddHours(30));
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await Server.SendAsync(HttpMethod.Delete, $"/api/rss/downtimes/{ongoing.Id}");
        using var again = await Server.SendAsync(HttpMethod.Delete, $"/api/rss/downtimes/{ongoing.Id}");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode, again.StatusCode));
        Assert.Equal("Active", Server.Board.OfSite("demo", StatusServer.Site)!.Status);
        Assert.Equal(["Over", "Cancelled"], (await ListAsync("?all=true")).OrderByDescending(downtime => downtime.Id).Select(downtime => downtime.State));
    }

    [Theory]
    [InlineData("storage", 1, 2)]
    [InlineData("site", 2, 1)]
    [InlineData("site", -3, -2)]
    public async Task Plan_Nonsense_IsRefused(string kind, int from, int until)
    {
        using var reply = await SendAsync(new NewDowntime { Kind = kind, Name = StatusServer.Site, From = Now.AddHours(from), Until = Now.AddHours(until), Reason = "x" });

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
    }

    private async Task AdvanceAsync(int hours)
    {
        Server.Clock.Advance(TimeSpan.FromHours(hours));
        await Server.RoundAsync<DowntimeRound, FollowDowntimes>();
        await Server.Board.ReloadAsync(Token);
    }

    private async Task<DowntimeInfo> PlanAsync(DateTimeOffset? from, DateTimeOffset until)
    {
        using var reply = await SendAsync(new NewDowntime { Kind = "site", Name = StatusServer.Site, From = from, Until = until, Reason = "new cooling" });
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        return (await reply.Content.ReadFromJsonAsync(ModelJsonContext.Default.DowntimeInfo, Token))!;
    }

    private Task<HttpResponseMessage> SendAsync(NewDowntime plan) =>
        Server.SendAsync(HttpMethod.Post, "/api/rss/downtimes", JsonContent.Create(plan, ModelJsonContext.Default.NewDowntime));

    private Task<IReadOnlyList<DowntimeInfo>> ListAsync(string query = "") => Server.GetAsync($"/api/rss/downtimes{query}", ModelJsonContext.Default.IReadOnlyListDowntimeInfo);
}

public sealed class SqliteDowntimeTests() : DowntimeContract(Engine.Sqlite);

public sealed class MySqlDowntimeTests() : DowntimeContract(Engine.MySql);
