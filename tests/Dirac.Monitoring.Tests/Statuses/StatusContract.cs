using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Monitoring.Statuses;
using Dirac.Monitoring.Tests.Support;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dirac.Monitoring.Tests.Statuses;

/// <summary>Statuses through the REST door, on each engine.</summary>
public abstract class StatusContract(Engine engine) : IAsyncLifetime
{
    private static readonly ElementStatusChange Ban = new() { Status = "Banned", Reason = "cooling" };

    private StatusServer? _server;

    private StatusServer Server => _server!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StatusServer.StartAsync(engine);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Site_WithoutARow_IsWhatTheConfigurationSays()
    {
        var sites = await Server.GetAsync("/api/rss/site", ModelJsonContext.Default.IReadOnlyDictionaryStringElementAccess);

        Assert.Equal(new AccessStatus(true), sites[StatusServer.Site].All);
        Assert.Equal(new AccessStatus(false, Reason: "Banned"), sites[StatusServer.OtherSite].All);
        Assert.Null(Server.Board.OfSite("demo", StatusServer.Site));
    }

    [Fact]
    public async Task Set_Ban_IsKnownAtOnceAndSaysWhoAndWhy()
    {
        using var reply = await Server.SetAsync("site", StatusServer.Site, Ban);

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        var state = Server.Board.OfSite("demo", StatusServer.Site)!;
        Assert.Equal(("Banned", "cooling"), (state.Status, state.Reason));
        var status = await Server.StatusAsync("site", StatusServer.Site);
        Assert.Equal((false, "ann", "all", "status"), (status.Usable, status.SetBy, status.Vo, status.Source));
        Assert.Equal(TimeSpan.FromDays(1).TotalHours, (status.Until!.Value - Server.Clock.GetUtcNow()).TotalHours, 0.01);
        var access = await Server.GetAsync("/api/rss/site", ModelJsonContext.Default.IReadOnlyDictionaryStringElementAccess);
        Assert.Equal("Banned: cooling", access[StatusServer.Site].All.Reason);
    }

    [Fact]
    public async Task Set_WithStatusMessages_OwesOneToOthers()
    {
        (await Server.SetAsync("site", StatusServer.Site, Ban)).Dispose();
        Assert.Equal(0, await Server.CountAsync("x_Tasks"));
        Server.Services.GetRequiredService<IOptions<MonitoringOptions>>().Value.StatusMessages = "Broker::Topics::statuses";

        (await Server.SetAsync("site", StatusServer.Site, Ban with { Status = "Probing" })).Dispose();
        await Server.CallAsync("addOrModify", $$"""["SiteStatus", {"Name": "{{StatusServer.OtherSite}}", "Status": "Active", "ElementType": "Site", "Reason": "fine", "VO": "all"}]""");

        var owed = await Server.Database.ReadAsync(
            (session, token) => session.QueryAsync<string>("SELECT Body FROM {x_Tasks} WHERE Name = 'SendMessages.ResourceStatusDB' ORDER BY TaskID", null, token), Token);
        Assert.Equal(2, owed.Count);
        var message = JsonDocument.Parse(owed[0]).RootElement;
        Assert.Equal("Broker::Topics::statuses", message.GetProperty("MqUri").GetString());
        var status = JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement;
        Assert.Equal((StatusServer.Site, "Probing", "cooling", "ann"), (status.GetProperty("Name").GetString(), status.GetProperty("Status").GetString(), status.GetProperty("Reason").GetString(), status.GetProperty("TokenOwner").GetString()));
    }

    [Fact]
    public async Task Set_StorageElement_SetsAllItsStatusesOrOne()
    {
        await Server.Database.WriteAsync(
            (session, token) => StatusStore.SaveAsync(session, "Resource", new StatusRow { Name = "SE", StatusType = "ReadAccess", Status = "Active", ElementType = "StorageElement", DateEffective = DateTime.UnixEpoch }, token), Token);
        await Server.Board.ReloadAsync(Token);
        (await Server.SetAsync("storage", "SE", Ban with { Status = "Degraded" })).Dispose();
        (await Server.SetAsync("storage", "SE", Ban with { StatusType = "WriteAccess" })).Dispose();

        var storage = (await Server.GetAsync("/api/rss/storage", ModelJsonContext.Default.IReadOnlyDictionaryStringStorageAccess))["SE"];

        Assert.Equal(new AccessStatus(true, Warnings: "Degraded: cooling"), storage.Read);
        Assert.Equal(new AccessStatus(false, Reason: "Banned: cooling"), storage.Write);
        Assert.Equal(4, await Server.CountAsync("ResourceStatus"));
    }

    [Fact]
    public async Task Set_ForOneVO_LeavesOthersAlone()
    {
        (await Server.SetAsync("compute", StatusServer.CE, Ban with { Vo = "demo" })).Dispose();

        Assert.Equal("Banned", (await Server.StatusAsync("compute", StatusServer.CE)).Status);
        var other = await Server.StatusAsync("compute", StatusServer.CE, vo: "other");
        Assert.Equal(("Active", "configuration", StatusServer.Site), (other.Status, other.Source, other.Site));
        Assert.Empty(await Server.GetAsync($"/api/rss/status/compute/{StatusServer.CE}/history", ModelJsonContext.Default.IReadOnlyListStatusHistoryLine, "other"));
    }

    [Theory]
    [InlineData(DiracProperties.NormalUser, null, HttpStatusCode.Forbidden)]
    [InlineData(DiracProperties.Operator, null, HttpStatusCode.Forbidden)]
    [InlineData(DiracProperties.Operator, "demo", HttpStatusCode.NoContent)]
    [InlineData(DiracProperties.Operator, "other", HttpStatusCode.Forbidden)]
    [InlineData(DiracProperties.SiteManager, "other", HttpStatusCode.Forbidden)]
    [InlineData(DiracProperties.ServiceAdministrator, null, HttpStatusCode.NoContent)]
    public async Task Set_ByProperty_IsAllowedOrNot(string property, string? vo, HttpStatusCode expected)
    {
        using var reply = await Server.SetAsync("site", StatusServer.Site, Ban with { Vo = vo }, property);

        Assert.Equal(expected, reply.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NoContent ? 1 : 0, await Server.CountAsync("SiteStatus"));
    }

    [Theory]
    [InlineData("site", "LCG.A.cx", "Banned", "x", HttpStatusCode.NotFound)]
    [InlineData("place", "LCG.A.ch", "Banned", "x", HttpStatusCode.NotFound)]
    [InlineData("site", "LCG.A.ch", "Draining", "x", HttpStatusCode.BadRequest)]
    [InlineData("site", "LCG.A.ch", "Banned", " ", HttpStatusCode.BadRequest)]
    public async Task Set_Nonsense_IsRefused(string kind, string name, string status, string reason, HttpStatusCode expected)
    {
        using var reply = await Server.SetAsync(kind, name, new ElementStatusChange { Status = status, Reason = reason });

        Assert.Equal(expected, reply.StatusCode);
        Assert.Equal(0, await Server.CountAsync("SiteStatus"));
    }

    [Fact]
    public async Task History_OfChanges_IsToldNewestFirstAlsoAfterTheLogIsSummedUp()
    {
        (await Server.SetAsync("site", StatusServer.Site, Ban)).Dispose();
        Server.Clock.Advance(TimeSpan.FromHours(1));
        (await Server.SetAsync("site", StatusServer.Site, Ban with { Reason = "still cooling" })).Dispose();
        Server.Clock.Advance(TimeSpan.FromHours(1));
        (await Server.SetAsync("site", StatusServer.Site, Ban with { Status = "Active", Reason = "cold" })).Dispose();

        var before = await HistoryAsync();
        await Server.RoundAsync<LogRound, SummariseLogs>();
        var after = await HistoryAsync();

        Assert.Equal(["cold", "still cooling", "cooling"], before.Select(line => line.Reason));
        Assert.Equal(before[2].Since, before[1].Since);
        Assert.Equal(["cold", "cooling"], after.Select(line => line.Reason));
        Assert.Equal((0, 2), (await Server.CountAsync("SiteLog"), await Server.CountAsync("SiteHistory")));
        await Server.RoundAsync<LogRound, SummariseLogs>();
        Assert.Equal(2, await Server.CountAsync("SiteHistory"));
    }

    [Fact]
    public async Task Tokens_TimeIsOver_ReleaseTheElementAndKeepItsStatus()
    {
        (await Server.SetAsync("site", StatusServer.Site, Ban)).Dispose();
        await Server.RoundAsync<TokenRound, ResetTokens>();
        Assert.Equal("ann", (await Server.StatusAsync("site", StatusServer.Site)).SetBy);

        // The callers' tokens end earlier than that.
        Server.Clock.Advance(TimeSpan.FromHours(25));
        await Server.RoundAsync<TokenRound, ResetTokens>();

        var status = await Server.StatusAsync("site", StatusServer.Site);
        Assert.Equal(("Banned", "cooling", "rs_svc", null), (status.Status, status.Reason, status.SetBy, status.Until));
    }

    [Fact]
    public async Task Change_MadeElsewhere_IsSeenAfterALook()
    {
        await Server.Database.WriteAsync(
            (session, token) => StatusStore.SaveAsync(session, "Site", new StatusRow { Name = StatusServer.Site, Status = "Banned", Reason = "by Python", DateEffective = DateTime.UnixEpoch }, token), Token);
        Assert.Null(Server.Board.OfSite("demo", StatusServer.Site));

        var begun = TimeProvider.System.GetTimestamp();
        while (Server.Board.OfSite("demo", StatusServer.Site) is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The change was not seen within 30 s.");
            Server.Clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        Assert.Equal("by Python", Server.Board.OfSite("demo", StatusServer.Site)!.Reason);
    }

    [Fact]
    public async Task Snapshot_SameTag_IsNotSentAgain()
    {
        using var first = await Server.SendAsync(HttpMethod.Get, "/api/rss/site");
        var tag = first.Headers.ETag!.Tag;
        using var second = await Server.SendAsync(HttpMethod.Get, "/api/rss/site", tag: tag);
        using var unquoted = await Server.SendAsync(HttpMethod.Get, "/api/rss/site", tag: tag.Trim('"'));
        (await Server.SetAsync("site", StatusServer.Site, Ban)).Dispose();
        using var changed = await Server.SendAsync(HttpMethod.Get, "/api/rss/site", tag: tag);

        Assert.Equal("Authorization", Assert.Single(first.Headers.Vary));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK), (second.StatusCode, unquoted.StatusCode, changed.StatusCode));
        var body = await changed.Content.ReadFromJsonAsync(ModelJsonContext.Default.IReadOnlyDictionaryStringElementAccess, Token);
        Assert.False(body![StatusServer.Site].All.Allowed);
    }

    private Task<IReadOnlyList<StatusHistoryLine>> HistoryAsync() => Server.GetAsync($"/api/rss/status/site/{StatusServer.Site}/history", ModelJsonContext.Default.IReadOnlyListStatusHistoryLine);
}

public sealed class SqliteStatusTests() : StatusContract(Engine.Sqlite);

public sealed class MySqlStatusTests() : StatusContract(Engine.MySql);
