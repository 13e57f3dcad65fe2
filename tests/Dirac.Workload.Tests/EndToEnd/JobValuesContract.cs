using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class JobValuesSqlite(Servers servers) : JobValuesContract(servers, Engine.Sqlite);

public sealed class JobValuesMySql(Servers servers) : JobValuesContract(servers, Engine.MySql);

/// <summary>Attributes, parameters and what else is known about a job: set and read.</summary>
public abstract class JobValuesContract(Servers servers, Engine engine)
{
    private const string Past = "2026-01-01T00:00:00Z";

    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attributes_SetAndRead_AreTheSame()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.User();

        var result = await SetAsync(user, id, """{"Site":"A.B.c","JobGroup":"g","VerifiedFlag":false,"AccountedFlag":"Failed","UserPriority":"4","EndExecTime":"2026-02-01T10:00:00Z"}""");

        Assert.Null(result.Success[id].LastUpdateTime);
        var row = (await user.GetAsync($"/api/jobs/{id}/attributes")).Json;
        Assert.Equal(
            ("A.B.c", "g", "false", "Failed", "4", "2026-02-01T10:00:00Z"),
            ($"{row["Site"]}", $"{row["JobGroup"]}", $"{row["VerifiedFlag"]}", $"{row["AccountedFlag"]}", $"{row["UserPriority"]}", $"{row["EndExecTime"]}"));
        Assert.Equal("""{"JobID":N,"Site":"A.B.c"}""".Replace("N", $"{id}", StringComparison.Ordinal), (await user.GetAsync($"/api/jobs/{id}/attributes?name=Site&name=Site")).Text);
        Assert.Equal(1, await CountedAsync(community, "A.B.c"));
    }

    [Fact]
    public async Task Attributes_OfMany_AreReadInOneCall()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        await SetAsync(community.User(), ids[1], """{"ApplicationStatus":"step 2"}""");

        var reply = (await community.User().PostAsync("/api/jobs/attributes", $$"""{"job_ids":[{{string.Join(',', ids)}},1999999999,{{ids[0]}}],"names":["Status","ApplicationStatus"]}"""))
            .Read(Model.JobAttributesReply);

        Assert.Equal(ids, reply.Success.Keys.Order());
        Assert.Equal("step 2", reply.Success[ids[1]].GetProperty("ApplicationStatus").GetString());
        Assert.Equal([1_999_999_999], reply.Failed.Keys);
    }

    [Fact]
    public async Task Attributes_UnknownName_IsRefused()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        (await community.User().GetAsync($"/api/jobs/{id}/attributes?name=OwnerDN")).MustBe(HttpStatusCode.BadRequest);
        (await community.User().PostAsync("/api/jobs/attributes", $$"""{"job_ids":[{{id}}],"names":["1=1"]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Attributes_FirstStart_IsTheFirstSignOfLife()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET HeartBeatTime = '2026-01-05 00:00:00' WHERE JobID = {ids[1]}");

        foreach (var id in ids) await SetAsync(community.User(), id, $$"""{"StartExecTime":"{{Past}}"}""");

        Assert.Equal(Past, (await community.User().RowAsync(ids[0])).GetProperty("HeartBeatTime").GetString());
        Assert.Equal("2026-01-05T00:00:00Z", (await community.User().RowAsync(ids[1])).GetProperty("HeartBeatTime").GetString());
    }

    [Fact]
    public async Task Attributes_WithUpdate_TouchLastUpdateTime()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET LastUpdateTime = '2026-01-01 00:00:00' WHERE JobID = {id}");

        await SetAsync(community.User(), id, """{"JobGroup":"a"}""");
        Assert.Equal(Past, (await community.User().RowAsync(id)).GetProperty("LastUpdateTime").GetString());
        await SetAsync(community.User(), id, """{"JobGroup":"b"}""", "?update=true");

        Assert.NotEqual(Past, (await community.User().RowAsync(id)).GetProperty("LastUpdateTime").GetString());
    }

    [Fact]
    public async Task Attributes_Status_GoesThroughTheStateMachineAndIntoTheHistory()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var refused = await SetAsync(community.User(), id, """{"Status":"Done","JobGroup":"never"}""");
        var matched = await SetAsync(community.User(), id, """{"Status":"Matched","MinorStatus":"by hand"}""");
        (await PatchAsync(community.User(), id, """{"Status":"Done"}""", "?force=true")).MustBe(HttpStatusCode.Forbidden);
        var forced = await SetAsync(community.Administrator(), id, """{"Status":"Done"}""", "?force=true");

        Assert.Contains("is Waiting and cannot become Done", refused.Failed[id].Detail, StringComparison.Ordinal);
        Assert.Equal(("Matched", "by hand"), (matched.Success[id].Status, matched.Success[id].MinorStatus));
        Assert.Equal("Done", forced.Success[id].Status);
        var row = await community.User().RowAsync(id);
        Assert.NotEqual("never", row.GetProperty("JobGroup").GetString());
        var log = await community.User().LogAsync(id);
        Assert.Equal([("Matched", "by hand"), ("Done", "by hand")], log.TakeLast(2).Select(line => (line.Status, line.MinorStatus)));
    }

    [Theory]
    [InlineData("""{"Status":"Dnoe"}""", 400)]
    [InlineData("""{"Status":7}""", 400)]
    [InlineData("""{"Status":"Killed"}""", 400)]
    [InlineData("""{"Status":"Deleted"}""", 400)]
    [InlineData("""{"MinorStatus":null}""", 400)]
    [InlineData("""{"Owner":"eve"}""", 400)]
    [InlineData("""{"OwnerGroup":"eve_group"}""", 400)]
    [InlineData("""{"VO":"other"}""", 400)]
    [InlineData("""{"JobID":1}""", 400)]
    [InlineData("""{"RescheduleCounter":0}""", 400)]
    [InlineData("""{"Nonsense":"x"}""", 400)]
    [InlineData("""{"EndExecTime":"sometime"}""", 400)]
    [InlineData("""{"VerifiedFlag":"Perhaps"}""", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 422)]
    public async Task Attributes_NotToBeSet_ChangeNothingOfAnyJob(string values, int status)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var before = (await community.User().RowAsync(ids[0])).GetRawText();

        var reply = await community.User().PatchAsync("/api/jobs/attributes", $$$"""{"{{{ids[0]}}}":{"JobGroup":"changed"},"{{{ids[1]}}}":{{{values}}}}""");

        Assert.True((int)reply.Status == status, reply.ToString());
        Assert.Equal(before, (await community.User().RowAsync(ids[0])).GetRawText());
    }

    [Fact]
    public async Task Parameters_SetAndRead_OneSeveralAndAll()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        await user.PatchAsync("/api/jobs/parameters", $$$"""{"{{{ids[0]}}}":{"A":"1","B":2.5},"{{{ids[1]}}}":{"A":"x"}}""");

        Assert.Equal("""{"A":"1","B":"2.5"}""", (await user.GetAsync($"/api/jobs/{ids[0]}/parameters")).Text);
        Assert.Equal("""{"B":"2.5"}""", (await user.GetAsync($"/api/jobs/{ids[0]}/parameters?name=B&name=C&name=%E4%BD%A0")).Text);
        var many = (await user.PostAsync("/api/jobs/parameters", $$"""{"job_ids":[{{ids[0]}},{{ids[1]}},1999999999],"names":["A","\u4f60"]}""")).Read(Model.JobParametersReply);
        Assert.Equal(("1", "x"), (many.Success[ids[0]]["A"], many.Success[ids[1]]["A"]));
        Assert.Single(many.Success[ids[0]]);
        Assert.Equal([1_999_999_999], many.Failed.Keys);
    }

    [Theory]
    [InlineData("/api/jobs/parameters")]
    [InlineData("/api/jobs/metadata")]
    public async Task Parameter_OfTenMegabytes_IsRefusedByNameAndChangesNothing(string path)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var reply = await community.User().PatchAsync(path, $$$"""{"{{{id}}}":{"Small":"x","Large":"{{{new string('a', 10 << 20)}}}"}}""");

        Assert.Contains("Parameter Large has 10485760 characters", reply.MustBe(HttpStatusCode.RequestEntityTooLarge).Detail, StringComparison.Ordinal);
        Assert.Equal("{}", (await community.User().GetAsync($"/api/jobs/{id}/parameters")).Text);
    }

    [Fact]
    public async Task Parameters_AsManyAsABodyHolds_AreKept()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var quotes = new string('\'', 65_000);
        var values = string.Join(',', Enumerable.Range(0, 250).Select(index => $"\"P{index}\":\"{quotes}\""));

        (await community.User().PatchAsync("/api/jobs/parameters", $$$"""{"{{{id}}}":{{{{values}}}}}""")).MustBe(HttpStatusCode.OK);

        Assert.Equal(250, await community.Server.CountAsync("JobDB", "JobParameters", $"JobID = {id} AND LENGTH(Value) = 65000"));
    }

    [Fact]
    public async Task Parameters_NameThatDoesNotFit_IsRefused()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        foreach (var name in new[] { "", new string('n', 101) })
        {
            (await community.User().PatchAsync("/api/jobs/parameters", $$$"""{"{{{id}}}":{"Good":"x","{{{name}}}":"x"}}""")).MustBe(HttpStatusCode.BadRequest);
        }

        Assert.Equal("{}", (await community.User().GetAsync($"/api/jobs/{id}/parameters")).Text);
    }

    [Fact]
    public async Task Parameters_TooMuchForOneAnswer_AreRefusedWithAdvice()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(1);
        var large = new string('a', 65_000);
        await community.Server.Database("JobDB").WriteAsync(
            (session, token) => ParameterStore.SetAsync(session, Enumerable.Range(0, 1_100).Select(index => (ids[0], $"P{index}", large)), token), Cancellation);

        var reply = await community.User().PostAsync("/api/jobs/parameters", $$"""{"job_ids":[{{ids[0]}}]}""");
        var named = await community.User().PostAsync("/api/jobs/parameters", $$"""{"job_ids":[{{ids[0]}}],"names":["P1"]}""");

        Assert.Contains("64 MiB", reply.MustBe(HttpStatusCode.RequestEntityTooLarge).Detail, StringComparison.Ordinal);
        named.MustBe(HttpStatusCode.OK);
        await community.Server.ExecuteAsync("JobDB", $"DELETE FROM {{JobParameters}} WHERE JobID = {ids[0]}");
    }

    [Fact]
    public async Task AtticParameters_AfterReschedulings_AreKeptByCycleWithTheNewestValue()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.User();
        foreach (var value in new[] { "first", "second" })
        {
            await user.PatchAsync("/api/jobs/parameters", $$$"""{"{{{id}}}":{"Note":"{{{value}}}","Only {{{value}}}":"x"}}""");
            await user.ControlAsync("reschedule", id);
        }

        await user.PatchAsync("/api/jobs/parameters", $$$"""{"{{{id}}}":{"Note":"third"}}""");
        (await community.Administrator().PostAsync("/api/jobs/reschedule?reset_jobs=true", $$"""{"job_ids":[{{id}}]}""")).MustBe(HttpStatusCode.OK);
        await user.PatchAsync("/api/jobs/parameters", $$$"""{"{{{id}}}":{"Note":"fourth"}}""");
        await user.ControlAsync("reschedule", id);

        Assert.Equal(
            """{"0":{"Note":"fourth","Only first":"x"},"1":{"Note":"second","Only second":"x"},"2":{"Note":"third"}}""",
            (await user.GetAsync($"/api/jobs/{id}/attic-parameters")).Text);
        Assert.Equal("""{"1":{"Only second":"x"}}""", (await user.GetAsync($"/api/jobs/{id}/attic-parameters?name=Only%20second")).Text);
        Assert.Equal("{}", (await user.GetAsync($"/api/jobs/{id}/parameters")).Text);
    }

    [Fact]
    public async Task OptimizerParameters_AreThoseOfTheChain()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        Assert.Contains("JobScheduling", (await community.User().GetAsync($"/api/jobs/{id}/optimizer-parameters")).Json["OptimizerChain"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("{}", (await community.User().GetAsync($"/api/jobs/{id}/optimizer-parameters?name=Other")).Text);
    }

    [Fact]
    public async Task Heartbeats_AreASeriesAndALatestValue()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        for (var second = 0; second < 3; second++)
        {
            await community.Server.ExecuteAsync(
                "JobDB", $"INSERT INTO {{HeartBeatLoggingInfo}} (JobID, Name, Value, HeartBeatTime) VALUES ({id}, 'LoadAverage', '{second}.5', '2026-01-01 00:00:0{second}')");
        }

        var series = (await community.User().GetAsync($"/api/jobs/{id}/heartbeats")).Read(Model.IReadOnlyListHeartbeatSample);
        var latest = (await community.User().GetAsync($"/api/jobs/{id}/heartbeats?latest=true")).Read(Model.IReadOnlyListHeartbeatSample);

        Assert.Equal(["0.5", "1.5", "2.5"], series.Select(sample => sample.Value));
        Assert.Equal(("LoadAverage", "2.5", new DateTimeOffset(2026, 1, 1, 0, 0, 2, TimeSpan.Zero)), (latest.Single().Name, latest.Single().Value, latest.Single().HeartBeatTime));
    }

    [Fact]
    public async Task InputDataAndJdl_AreReadAsSubmittedAndAsDerived()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var id = (await user.SubmitAsync("""[ Executable = "/bin/echo"; Arguments = "%j"; InputData = {"LFN:/VO/b", "/VO/a"}; ]""".Replace("VO", community.Vo, StringComparison.Ordinal)))[0];

        var files = (await user.GetAsync($"/api/jobs/{id}/input-data")).Read(Model.IReadOnlyListJobInputFile);
        var derived = (await user.GetAsync($"/api/jobs/{id}/jdl")).Read(Model.JobJdl);
        var original = (await user.GetAsync($"/api/jobs/{id}/jdl?original=true")).Read(Model.JobJdl);

        Assert.Equal([($"/{community.Vo}/a", "AprioriGood"), ($"/{community.Vo}/b", "AprioriGood")], files.Select(file => (file.LFN, file.Status)));
        Assert.Contains($"Arguments = \"{id}\"", derived.Jdl, StringComparison.Ordinal);
        Assert.Contains("%j", original.Jdl, StringComparison.Ordinal);
        Assert.DoesNotContain("OwnerGroup", original.Jdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WhereJobsArePrivate_ShowsThemToOwnersAndMonitorsOnly()
    {
        var community = new Community(await servers.GetAsync(engine), WorkloadServer.PrivateVo);
        var owner = community.User(Unique.Name("ann"));
        var id = (await owner.SubmitAsync(Community.Simple))[0];
        var monitor = community.Server.As(new UserIdentity("mon", community.Vo, "g", new PropertySet([DiracProperties.JobMonitor])));
        foreach (var path in new[] { "", "/logging", "/attributes", "/parameters", "/optimizer-parameters", "/attic-parameters", "/heartbeats", "/input-data", "/jdl" })
        {
            (await owner.GetAsync($"/api/jobs/{id}{path}")).MustBe(HttpStatusCode.OK);
            (await monitor.GetAsync($"/api/jobs/{id}{path}")).MustBe(HttpStatusCode.OK);
            (await community.Administrator().GetAsync($"/api/jobs/{id}{path}")).MustBe(HttpStatusCode.OK);
            (await community.User("eve").GetAsync($"/api/jobs/{id}{path}")).MustBe(HttpStatusCode.Forbidden);
        }

        foreach (var path in new[] { "attributes", "parameters" })
        {
            var reply = await community.User("eve").PostAsync($"/api/jobs/{path}", $$"""{"job_ids":[{{id}}]}""");
            Assert.Contains("shows jobs to their owners only", reply.MustBe(HttpStatusCode.OK).Json["failed"]![$"{id}"]!["detail"]!.ToString(), StringComparison.Ordinal);
        }
    }

    private static Task<Reply> PatchAsync(Session session, long id, string values, string query = "") =>
        session.PatchAsync($"/api/jobs/attributes{query}", $$$"""{"{{{id}}}":{{{values}}}}""");

    private static async Task<BulkResult> SetAsync(Session session, long id, string values, string query = "") =>
        (await PatchAsync(session, id, values, query)).Read(Model.BulkResult);

    private static Task<long> CountedAsync(Community community, string site) => community.Server.Database("JobDB").ReadAsync(
        (session, token) => session.ScalarAsync<long>($"SELECT SUM(Jobs) FROM {JobCounts.Source("VO = @Vo AND Site = @site")}", new { community.Vo, site }, token), Cancellation);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
