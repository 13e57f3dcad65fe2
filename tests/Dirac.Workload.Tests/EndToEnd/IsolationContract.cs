using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class IsolationSqlite(Servers servers) : IsolationContract(servers, Engine.Sqlite);

public sealed class IsolationMySql(Servers servers) : IsolationContract(servers, Engine.MySql);

/// <summary>Another VO's things do not exist, whatever the caller's rights in a VO of its own.</summary>
public abstract class IsolationContract(Servers servers, Engine engine)
{
    [Theory]
    [InlineData("GET", "/api/jobs/{id}", null)]
    [InlineData("GET", "/api/jobs/{id}/logging", null)]
    [InlineData("GET", "/api/jobs/{id}/sandbox", null)]
    [InlineData("GET", "/api/jobs/{id}/sandbox/input", null)]
    [InlineData("PATCH", "/api/jobs/{id}/sandbox/output", "\"SB:ProductionSandboxSE|/S3/b/v/g/u/sha256:{sha}.tar.zst\"")]
    [InlineData("DELETE", "/api/jobs/{id}/sandbox", null)]
    [InlineData("POST", "/api/jobs/sandbox/unassign", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/kill", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/delete", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/reschedule", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/reschedule?reset_jobs=true", """{"job_ids":[{id}]}""")]
    [InlineData("PATCH", "/api/jobs/status", """{"{id}":{"2026-01-01T00:00:00Z":{"Status":"Done"}}}""")]
    [InlineData("PATCH", "/api/jobs/status?force=true", """{"{id}":{"2026-01-01T00:00:00Z":{"Status":"Done"}}}""")]
    [InlineData("PATCH", "/api/jobs/metadata", """{"{id}":{"Site":"DIRAC.Test.local"}}""")]
    [InlineData("GET", "/api/jobs/{id}/attributes", null)]
    [InlineData("GET", "/api/jobs/{id}/parameters", null)]
    [InlineData("GET", "/api/jobs/{id}/optimizer-parameters", null)]
    [InlineData("GET", "/api/jobs/{id}/attic-parameters", null)]
    [InlineData("GET", "/api/jobs/{id}/heartbeats", null)]
    [InlineData("GET", "/api/jobs/{id}/input-data", null)]
    [InlineData("GET", "/api/jobs/{id}/jdl", null)]
    [InlineData("POST", "/api/jobs/attributes", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/parameters", """{"job_ids":[{id}]}""")]
    [InlineData("PATCH", "/api/jobs/attributes", """{"{id}":{"Site":"DIRAC.Test.local"}}""")]
    [InlineData("PATCH", "/api/jobs/attributes?force=true", """{"{id}":{"Status":"Done"}}""")]
    [InlineData("PATCH", "/api/jobs/parameters", """{"{id}":{"Note":"x"}}""")]
    [InlineData("POST", "/api/jobs/staged", """{"{id}":"Done"}""")]
    [InlineData("POST", "/api/jobs/remove", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/sandbox/list", """{"job_ids":[{id}]}""")]
    [InlineData("POST", "/api/jobs/sandbox/assign", """{"{id}":[{"pfn":"SB:ProductionSandboxSE|/S3/b/v/g/u/sha256:{sha}.tar.zst","type":"Input"}]}""")]
    [InlineData("PATCH", "/api/jobs/heartbeat", """{"{id}":{"LoadAverage":1}}""")]
    public async Task AnotherVosJob_OnEveryRoute_BehavesLikeOneThatDoesNotExist(string method, string path, string? body)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var stranger = new Community(community.Server).Administrator();

        var real = await AskAsync(stranger, method, path, body, id);
        var missing = await AskAsync(stranger, method, path, body, 3_999_999_999);

        Assert.True(real.Text.Contains("does not exist", StringComparison.Ordinal), real.ToString());
        Assert.Equal(missing.Status, real.Status);
        Assert.Equal(Anonymous(missing, 3_999_999_999), Anonymous(real, id));
        Assert.Equal("Waiting", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task SearchSummaryQueuesAndPilots_ShowTheOwnVoOnly()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        await community.Operator().PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{Unique.Name("s")}}","vo":"{{community.Vo}}"}""");
        var stranger = new Community(community.Server);

        foreach (var session in new[] { stranger.User(), stranger.Administrator() })
        {
            Assert.Equal("[]", (await session.SearchAsync($$"""{"search":[{"parameter":"VO","operator":"eq","value":"{{community.Vo}}"}]}""")).Text);
            Assert.Equal("[]", (await session.SearchAsync("""{"search":[{"parameter":"VO","operator":"neq","value":"x"}]}""")).Text);
            Assert.Equal("[]", (await session.PostAsync("/api/jobs/summary", """{"grouping":["VO"]}""")).Text);
            Assert.Equal("[]", (await session.GetAsync("/api/task-queues")).Text);
            Assert.Equal("[]", (await session.PostAsync("/api/pilots/search", "{}")).Text);
            Assert.Equal("[]", (await session.PostAsync("/api/pilots/summary", """{"grouping":["VO"]}""")).Text);
        }

        Assert.NotEqual("[]", (await community.User().GetAsync("/api/task-queues")).Text);
        Assert.NotEqual("[]", (await community.User().PostAsync("/api/pilots/search", "{}")).Text);
    }

    [Fact]
    public async Task Pilots_OfAnotherVo_CannotBeChangedOrServed()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await community.Operator().PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{stamp}}","vo":"{{community.Vo}}"}""");
        var stranger = new Community(community.Server);
        var change = $$$"""{"{{{stamp}}}":{"Status":"Failed"}}""";

        (await stranger.Pilot(stamp).PatchAsync("/api/pilots/metadata", change)).MustBe(HttpStatusCode.NotFound);
        (await stranger.Pilot("other").PatchAsync("/api/pilots/metadata", change)).MustBe(HttpStatusCode.Forbidden);
        (await stranger.Operator().PostAsync("/api/pilots/secrets", $$"""{"Vo":"{{community.Vo}}","Site":"DIRAC.Test.local"}""")).MustBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Tokens_MissingExpiredOrForged_AreRefusedEverywhere()
    {
        var community = await CommunityAsync();
        var server = community.Server;
        var issuer = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<TokenIssuer>(server.Services);
        var good = issuer.Issue(new UserIdentity("ann", community.Vo, "g", new PropertySet([DiracProperties.NormalUser]))).Value;
        var expired = issuer.Issue(new UserIdentity("ann", community.Vo, "g", new PropertySet([DiracProperties.NormalUser])), TimeSpan.FromHours(-1)).Value;
        var parts = good.Split('.');
        string?[] tokens = [null, expired, $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", $"eyJhbGciOiJub25lIn0.{parts[1]}.", "x", "a.b.c"];

        foreach (var token in tokens)
        {
            foreach (var (method, path) in Routes.NeedingToken(server))
            {
                var reply = await server.With(token).SendAsync(new HttpMethod(method), path, null);
                Assert.True(reply.Status == HttpStatusCode.Unauthorized, $"{method} {path} with {token}: {reply}");
            }
        }
    }

    [Fact]
    public async Task People_OnPilotRoutes_AreRefused()
    {
        var community = await CommunityAsync();

        foreach (var path in new[] { "/api/pilots/match", "/api/pilots/report", "/api/pilots/heartbeat", "/api/auth/pilot/renew" })
        {
            (await community.User().PostAsync(path, "{}")).MustBe(HttpStatusCode.Forbidden);
        }

        (await community.Pilot("p1").TrySubmitAsync(Community.Simple)).MustBe(HttpStatusCode.Forbidden);
        (await community.Administrator().TrySubmitAsync(Community.Simple)).MustBe(HttpStatusCode.Forbidden);
        (await community.User().PostAsync("/api/pilots/secrets", $$"""{"Vo":"{{community.Vo}}","Site":"DIRAC.Test.local"}""")).MustBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task PilotSecret_IsGoodForItsUsesAndItsSite()
    {
        var community = await CommunityAsync();
        var nobody = community.Server.With(null);
        var stamp = Unique.Name("s");
        var secret = (await community.Operator().PostAsync("/api/pilots/secrets", $$"""{"Vo":"{{community.Vo}}","Site":"DIRAC.Test.local","Uses":2}"""))
            .Read(ModelJsonContext.Default.PilotSecretReply).Secret;

        var token = (await nobody.PostAsync("/api/auth/pilot", $$"""{"pilot_stamp":"{{stamp}}","secret":"{{secret}}"}""")).Read(ModelJsonContext.Default.TokenReply).AccessToken;
        await nobody.PostAsync("/api/auth/pilot", $$"""{"pilot_stamp":"{{stamp}}","secret":"{{secret}}"}""");
        var third = await nobody.PostAsync("/api/auth/pilot", $$"""{"pilot_stamp":"{{stamp}}","secret":"{{secret}}"}""");
        var wrong = await nobody.PostAsync("/api/auth/pilot", $$"""{"pilot_stamp":"{{stamp}}","secret":"nonsense"}""");

        third.MustBe(HttpStatusCode.Unauthorized);
        wrong.MustBe(HttpStatusCode.Unauthorized);
        var pilot = community.Server.With(token);
        await community.WaitingAsync();
        Assert.NotNull(await pilot.MatchAsync(Community.Offer(wait: 20)));
        (await pilot.TryMatchAsync(Community.Offer(site: Community.OtherSite))).MustBe(HttpStatusCode.Forbidden);
        Assert.NotEmpty((await pilot.PostAsync("/api/auth/pilot/renew", "")).Read(ModelJsonContext.Default.TokenReply).AccessToken);
        Assert.Equal(1, await community.Server.CountAsync("PilotAgentsDB", "PilotAgents", $"PilotStamp = '{stamp}' AND VO = '{community.Vo}' AND Status = 'Running'"));
    }

    [Fact]
    public async Task PilotRow_RegisteredTwiceOrBadly_IsRefused()
    {
        var community = await CommunityAsync();
        var oper = community.Operator();
        var stamp = Unique.Name("s");
        var good = $$"""{"pilot_stamp":"{{stamp}}","vo":"{{community.Vo}}"}""";

        (await oper.PostAsync("/api/pilots/", good)).MustBe(HttpStatusCode.Created);
        (await oper.PostAsync("/api/pilots/", good)).MustBe(HttpStatusCode.Conflict);
        foreach (var extra in new[] { "\"extra\":1", "\"pilot_status\":\"Nonsense\"", $"\"grid_site\":\"{new string('x', 129)}\"", "\"grid_type\":\"\\u4f60\"", "\"vo\":null" })
        {
            var reply = await oper.PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{Unique.Name("s")}}","vo":"{{community.Vo}}",{{extra}}}""");
            Assert.True((int)reply.Status is 422, reply.ToString());
        }

        (await oper.PatchAsync("/api/pilots/metadata", $$$"""{"{{{stamp}}}":{"CurrentJobID":-1}}""")).MustBe(HttpStatusCode.UnprocessableEntity);
        (await oper.PatchAsync("/api/pilots/metadata", """{"\u4f60":{"Status":"Done"}}""")).MustBe(HttpStatusCode.UnprocessableEntity);
        (await oper.PatchAsync("/api/pilots/metadata", $$$"""{"{{{stamp}}}":{"StatusReason":"{{{new string('é', 300)}}}λ","BenchMark":12.5,"AccountingSent":true}}""")).MustBe(HttpStatusCode.NoContent);
        Assert.Contains("\"BenchMark\":12.5", (await community.User().PostAsync("/api/pilots/search", "{}")).Text, StringComparison.Ordinal);
    }

    private static Task<Reply> AskAsync(Session session, string method, string path, string? body, long id)
    {
        var text = body?.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{sha}", new string('a', 64), StringComparison.Ordinal);
        return session.SendAsync(
            new HttpMethod(method), path.Replace("{id}", $"{id}", StringComparison.Ordinal), text is null ? null : new StringContent(text, System.Text.Encoding.UTF8, "application/json"));
    }

    // The same words but for the number asked for and the trace.
    private static string Anonymous(Reply reply, long id)
    {
        // Only whole numbers: an escaped apostrophe, \u0027, contains digits too.
        var text = System.Text.RegularExpressions.Regex.Replace(reply.Text, $@"(?<![\w\\]){id}(?!\w)", "N");
        var trace = text.IndexOf("\"trace_id\"", StringComparison.Ordinal);
        return trace < 0 ? text : text[..trace];
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
