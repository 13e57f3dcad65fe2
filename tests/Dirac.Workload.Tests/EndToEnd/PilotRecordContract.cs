using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class PilotRecordSqlite(Servers servers) : PilotRecordContract(servers, Engine.Sqlite);

public sealed class PilotRecordMySql(Servers servers) : PilotRecordContract(servers, Engine.MySql);

/// <summary>What is known of pilots: who may see and change it, in bulk, with an answer for each.</summary>
public abstract class PilotRecordContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    [Fact]
    public async Task References_ManyAtOnce_AnswerForEach()
    {
        var community = await CommunityAsync();
        var (a, b) = (Unique.Name("r"), Unique.Name("r"));
        await AddAsync(community, a);

        var result = (await community.Operator().PostAsync(
            "/api/pilots/references",
            $$$"""{"vo":"{{{community.Vo}}}","grid_type":"HTCondorCE","grid_site":"S","destination_site":"ce","queue":"q","references":["{{{a}}}","https://ce/{{{b}}}","https://ce/{{{b}}}","https://ce/none"],"stamps":{"https://ce/{{{b}}}":"{{{b}}}"}}"""))
            .Read(Json.PilotBulkResult);

        Assert.Equal("Submitted", Assert.Single(result.Success).Value.Status);
        Assert.Contains("exists already", result.Failed[a].Detail, StringComparison.Ordinal);
        Assert.Contains("named twice", result.Failed[b].Detail, StringComparison.Ordinal);
        Assert.Contains("needs a stamp", result.Failed["https://ce/none"].Detail, StringComparison.Ordinal);
        var row = (await DescribeAsync(community, b)).Pilot;
        Assert.Equal(($"https://ce/{b}", "S", "ce", "q", "HTCondorCE"), (Text(row, "PilotJobReference"), Text(row, "GridSite"), Text(row, "DestinationSite"), Text(row, "Queue"), Text(row, "GridType")));
    }

    [Theory]
    [InlineData("""{"vo":"another","references":[]}""", HttpStatusCode.Forbidden)]
    [InlineData("""{"vo":"VO","references":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"vo":"VO","references":["a"],"stamps":{"a":null}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"vo":"VO","references":["a"],"grid_site":"\u4f60"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"vo":"VO","references":["a"],"extra":1}""", HttpStatusCode.UnprocessableEntity)]
    public async Task References_Bad_AreRefusedAsAWhole(string body, HttpStatusCode status)
    {
        var community = await CommunityAsync();

        (await community.Operator().PostAsync("/api/pilots/references", body.Replace("VO", community.Vo, StringComparison.Ordinal))).MustBe(status);
        Assert.Equal("[]", (await community.User().PostAsync("/api/pilots/search", "{}")).Text);
    }

    [Fact]
    public async Task Bulk_TooMany_IsRefused()
    {
        var community = await CommunityAsync();
        var stamps = string.Join(',', Enumerable.Range(0, 10_001).Select(number => $"\"s{number}\""));

        foreach (var verb in new[] { "kill", "delete", "info" })
        {
            (await community.Operator().PostAsync($"/api/pilots/{verb}", $$"""{"pilot_stamps":[{{stamps}}]}""")).MustBe(HttpStatusCode.BadRequest);
        }

        (await community.Operator().PostAsync("/api/pilots/references", $$"""{"vo":"{{community.Vo}}","references":[{{stamps}}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Jobs_OfOurPilotAndOfAForeignOne_AreSeenFromBothSides()
    {
        var community = await CommunityAsync();
        var (own, foreign) = (Unique.Name("s"), Unique.Name("s"));
        await AddAsync(community, own, foreign);
        var ids = await community.WaitingAsync(2);
        var pilot = community.Pilot(own);
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;
        await pilot.ReportAsync(Reports.End(job, 1, outcome: "Infrastructure", reason: "disk died"));
        var other = ids.Single(id => id != job.JobID);

        var set = (await community.Operator().PatchAsync(
            "/api/pilots/jobs", $$$"""{"{{{foreign}}}":{"JobID":{{{other}}},"DestinationSite":"ce2"},"{{{own}}}":{"JobID":3999999999},"nobody":{"JobID":{{{other}}}}}""")).Read(Json.PilotBulkResult);

        Assert.Equal([foreign], set.Success.Keys);
        Assert.Equal([$"Job 3999999999 does not exist.", "Pilot nobody does not exist."], set.Failed.OrderBy(item => item.Value.Detail).Select(item => item.Value.Detail));
        var jobs = (await community.User().GetAsync($"/api/pilots/{own}/jobs")).Read(Json.IReadOnlyListPilotJob);
        Assert.Equal((job.JobID, 1, "Infrastructure: disk died"), (jobs[0].JobID, jobs[0].Attempt, jobs[0].Outcome));
        var mapped = Assert.Single((await community.User().GetAsync($"/api/pilots/{foreign}/jobs")).Read(Json.IReadOnlyListPilotJob));
        Assert.Equal((other, null), (mapped.JobID, mapped.Attempt));
        Assert.Equal(foreign, Assert.Single((await community.User().GetAsync($"/api/jobs/{other}/pilots")).Read(Json.IReadOnlyListPilotOfJob)).PilotStamp);
        Assert.Equal(own, (await community.User().GetAsync($"/api/jobs/{job.JobID}/pilots")).Read(Json.IReadOnlyListPilotOfJob)[0].PilotStamp);
        Assert.Equal(("ce2", $"{other}"), (Text((await DescribeAsync(community, foreign)).Pilot, "DestinationSite"), Text((await DescribeAsync(community, foreign)).Pilot, "CurrentJobID")));
    }

    [Fact]
    public async Task Log_NumberedLines_AreKeptOnceWhateverIsRepeated()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);
        var pilot = community.Pilot(stamp);

        Assert.Equal(2, (await LogAsync(pilot, stamp, """{"Lines":["one","two λ"],"First":1}""")).Last);
        Assert.Equal(2, (await LogAsync(pilot, stamp, """{"Lines":["one","two"],"First":1}""")).Last);
        Assert.Equal(3, (await LogAsync(pilot, stamp, """{"Lines":["two","three\n\u001b[0m"],"First":2}""")).Last);
        Assert.Equal(11, (await LogAsync(pilot, stamp, """{"Lines":["ten","eleven"],"First":10}""")).Last);
        Assert.Equal(12, (await LogAsync(pilot, stamp, """{"Lines":["twelve"],"Final":true}""")).Last);

        var page = await PageAsync(community.User(), stamp, "");
        Assert.Equal(["1 one", "2 two λ", "3 three??[0m", "10 ten", "11 eleven", "12 twelve"], page.Lines.Select(line => $"{line.Number} {line.Text}"));
        Assert.Equal((12L, true), (page.Last, page.Final));
        Assert.Equal([10L, 11L], (await PageAsync(community.User(), stamp, "?after=3&limit=2")).Lines.Select(line => line.Number));
        Assert.Equal([11L, 12L], (await PageAsync(community.User(), stamp, "?tail=2")).Lines.Select(line => line.Number));
        var output = (await community.User().GetAsync($"/api/pilots/{stamp}/output")).Read(Json.PilotOutputReply);
        Assert.True(output.FromLog);
        Assert.EndsWith("eleven\ntwelve", output.StdError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_MoreThanIsKept_LosesItsStart()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);
        var pilot = community.Pilot(stamp);
        var lines = string.Join(',', Enumerable.Repeat($"\"{new string('x', 3_999)}\"", 60));

        for (var part = 0; part < 6; part++) await LogAsync(pilot, stamp, $$"""{"Lines":[{{lines}}]}""");

        var page = await PageAsync(community.User(), stamp, "?limit=10000");
        Assert.Equal((360L, 360L, 121L), (page.Last, page.Lines[^1].Number, page.Lines[0].Number));
        Assert.Equal(4, await community.Server.CountAsync("PilotAgentsDB", "x_PilotLog", $"PilotID = {await IdAsync(community, stamp)}"));
    }

    [Theory]
    [InlineData("log", """{"Lines":null}""")]
    [InlineData("log", """{"Lines":[null]}""")]
    [InlineData("log", """{"Lines":["a"],"First":-1}""")]
    [InlineData("log", """{"Lines":["a"],"First":1000000000001}""")]
    [InlineData("log", "[]")]
    [InlineData("output", """{"StdOutput":1}""")]
    [InlineData("output", "")]
    public async Task LogOrOutput_Bad_IsRefused(string what, string body)
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);

        var reply = await community.Pilot(stamp).PostAsync($"/api/pilots/{stamp}/{what}", body);

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
    }

    [Fact]
    public async Task Log_TooManyLinesOrBadQuery_IsRefused()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);
        var lines = string.Join(',', Enumerable.Repeat("\"x\"", 1_001));

        (await community.Pilot(stamp).PostAsync($"/api/pilots/{stamp}/log", $$"""{"Lines":[{{lines}}]}""")).MustBe(HttpStatusCode.BadRequest);
        foreach (var query in new[] { "limit=0", "limit=10001", "tail=0" })
        {
            (await community.User().GetAsync($"/api/pilots/{stamp}/log?{query}")).MustBe(HttpStatusCode.BadRequest);
        }

        foreach (var query in new[] { "after=-1", "after=x", "tail=99999999999999999999" })
        {
            (await community.User().GetAsync($"/api/pilots/{stamp}/log?{query}")).MustBe(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact]
    public async Task Output_HandedIn_IsThatOfThePilotAndOfItsJob()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);
        await community.WaitingAsync();
        var pilot = community.Pilot(stamp);
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;

        (await pilot.PostAsync($"/api/pilots/{stamp}/output", """{"StdOutput":"out é\nλ","StdError":"err\u0007"}""")).MustBe(HttpStatusCode.NoContent);

        foreach (var path in new[] { $"/api/pilots/{stamp}/output", $"/api/jobs/{job.JobID}/pilot-output" })
        {
            Assert.Equal(new PilotOutputReply(stamp, "out é\n?", "err?", false), (await community.User().GetAsync(path)).Read(Json.PilotOutputReply));
        }

        (await community.User().GetAsync($"/api/jobs/{(await community.WaitingAsync())[0]}/pilot-output")).MustBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Output_Huge_KeepsItsEnd()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);

        (await community.Operator().PostAsync($"/api/pilots/{stamp}/output", $$"""{"StdError":"{{new string('x', 2 << 20)}}end"}""")).MustBe(HttpStatusCode.NoContent);

        var output = (await community.User().GetAsync($"/api/pilots/{stamp}/output")).Read(Json.PilotOutputReply);
        Assert.Equal(1 << 20, output.StdError.Length);
        Assert.EndsWith("xend", output.StdError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pilot_AboutAnother_IsRefused()
    {
        var community = await CommunityAsync();
        var (stamp, other) = (Unique.Name("s"), Unique.Name("s"));
        await AddAsync(community, stamp, other);
        var pilot = community.Pilot(stamp);

        (await pilot.PostAsync($"/api/pilots/{other}/log", """{"Lines":["x"]}""")).MustBe(HttpStatusCode.Forbidden);
        (await pilot.PostAsync($"/api/pilots/{other}/output", "{}")).MustBe(HttpStatusCode.Forbidden);
        (await pilot.PatchAsync("/api/pilots/jobs", $$$"""{"{{{other}}}":{"JobID":1}}""")).MustBe(HttpStatusCode.Forbidden);
        foreach (var path in new[] { $"/api/pilots/{stamp}", $"/api/pilots/{stamp}/log", $"/api/pilots/{stamp}/output", $"/api/pilots/{stamp}/jobs", "/api/pilots/selectors" })
        {
            (await pilot.GetAsync(path)).MustBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Users_LookButDoNotTouch()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);

        foreach (var session in new[] { community.User(), community.Administrator(), community.Pilot(stamp) })
        {
            foreach (var verb in new[] { "kill", "delete", "clear", "references" }) (await session.PostAsync($"/api/pilots/{verb}", "{}")).MustBe(HttpStatusCode.Forbidden);
        }

        (await community.User().PostAsync($"/api/pilots/{stamp}/log", """{"Lines":["x"]}""")).MustBe(HttpStatusCode.Forbidden);
        Assert.Equal("Submitted", Text((await DescribeAsync(community, stamp)).Pilot, "Status"));
    }

    [Fact]
    public async Task AnotherVosPilot_DoesNotExist()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("s");
        await AddAsync(community, stamp);
        var stranger = new Community(community.Server);
        var oper = stranger.Operator();
        var list = $$"""{"pilot_stamps":["{{stamp}}"]}""";

        foreach (var path in new[] { "", "/log", "/output", "/jobs" })
        {
            Assert.Equal($"Pilot {stamp} does not exist.", (await oper.GetAsync($"/api/pilots/{stamp}{path}")).MustBe(HttpStatusCode.NotFound).Detail);
        }

        (await oper.PostAsync($"/api/pilots/{stamp}/log", """{"Lines":["x"]}""")).MustBe(HttpStatusCode.NotFound);
        (await stranger.Pilot(stamp).PostAsync($"/api/pilots/{stamp}/log", """{"Lines":["x"]}""")).MustBe(HttpStatusCode.NotFound);
        (await oper.PostAsync($"/api/pilots/{stamp}/output", "{}")).MustBe(HttpStatusCode.NotFound);
        foreach (var verb in new[] { "kill", "delete" })
        {
            var result = (await oper.PostAsync($"/api/pilots/{verb}", list)).Read(Json.PilotBulkResult);
            Assert.Equal($"Pilot {stamp} does not exist.", result.Failed[stamp].Detail);
            Assert.Empty(result.Success);
        }

        Assert.Equal($"Pilot {stamp} does not exist.", (await oper.PostAsync("/api/pilots/info", list)).Read(Json.PilotDetailsResult).Failed[stamp].Detail);
        Assert.Equal("[]", (await oper.PostAsync("/api/pilots/grouped", "{}")).Text);
        (await oper.PostAsync("/api/pilots/clear", """{"days":0,"aborted_days":0}""")).MustBe(HttpStatusCode.OK);
        Assert.Equal("Submitted", Text((await DescribeAsync(community, stamp)).Pilot, "Status"));
    }

    [Fact]
    public async Task Grouped_BySiteAndElement_HasCountsEfficiencyAndClass()
    {
        var community = await CommunityAsync();
        var stamps = Enumerable.Range(0, 12).Select(_ => Unique.Name("s")).ToArray();
        await AddAsync(community, stamps);
        await SetAsync(community, stamps[..6], """{"Status":"Aborted"}""");
        await SetAsync(community, stamps[6..9], """{"Status":"Done","CurrentJobID":5}""");
        await SetAsync(community, stamps[9..], """{"Status":"Done"}""");

        var group = Assert.Single((await community.User().PostAsync("/api/pilots/grouped", "{}")).Read(Json.IReadOnlyListPilotGroup));

        Assert.Equal(("S", "ce"), (group.Group["GridSite"], group.Group["DestinationSite"]));
        Assert.Equal((6L, 6L, 12L, 3L, 6L), (group.Counts["Done"], group.Counts["Aborted"], group.Total, group.DoneEmpty, group.AbortedHour));
        Assert.Equal((2.0, 50.0, "Poor"), (group.PilotsPerJob, group.Efficiency, group.Status));
        var aborted = (await community.User().PostAsync(
            "/api/pilots/grouped", """{"grouping":["VO"],"search":[{"parameter":"Status","operator":"eq","value":"Aborted"}]}""")).Read(Json.IReadOnlyListPilotGroup);
        Assert.Equal((community.Vo, 6L, "Idle"), (aborted[0].Group["VO"], aborted[0].Total, aborted[0].Status));
        var selectors = (await community.User().GetAsync("/api/pilots/selectors")).Json;
        Assert.Equal("""["Aborted","Done"]""", selectors["Status"]!.ToJsonString());
        foreach (var bad in new[] { """{"grouping":["Status"]}""", """{"grouping":["1; DROP TABLE x"]}""", """{"grouping":[null]}""", """{"search":[{"parameter":"No","operator":"eq","value":1}]}""" })
        {
            (await community.User().PostAsync("/api/pilots/grouped", bad)).MustBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Delete_EndedOnes_AreGoneWithAllOfThem()
    {
        var community = await CommunityAsync();
        var (ended, alive) = (Unique.Name("s"), Unique.Name("s"));
        await AddAsync(community, ended, alive);
        await SetAsync(community, [ended], """{"Status":"Done","HostName":"node"}""");
        await LogAsync(community.Pilot(ended), ended, """{"Lines":["x"]}""");
        var id = await IdAsync(community, ended);

        var result = (await community.Operator().PostAsync("/api/pilots/delete", $$"""{"pilot_stamps":["{{ended}}","{{alive}}","{{ended}}","no such one"]}""")).Read(Json.PilotBulkResult);

        Assert.Equal([ended], result.Success.Keys);
        Assert.Contains("is Submitted; kill it first", result.Failed[alive].Detail, StringComparison.Ordinal);
        Assert.Contains("does not exist", result.Failed["no such one"].Detail, StringComparison.Ordinal);
        foreach (var table in new[] { "PilotAgents", "x_PilotState", "x_PilotLog", "PilotOutput", "JobToPilotMapping" })
        {
            Assert.Equal(0, await community.Server.CountAsync("PilotAgentsDB", table, $"PilotID = {id}"));
        }
    }

    [Fact]
    public async Task Clear_OldOnes_ByTheirLimits()
    {
        var community = await CommunityAsync();
        var stamps = Enumerable.Range(0, 5).Select(_ => Unique.Name("s")).ToArray();
        await AddAsync(community, stamps);
        await SetAsync(community, stamps[..2], """{"Status":"Done"}""");
        await SetAsync(community, stamps[2..4], """{"Status":"Aborted"}""");
        foreach (var (stamp, days) in stamps.Zip([31, 29, 8, 6, 400])) await AgeAsync(community, stamp, days);

        var reply = (await community.Operator().PostAsync("/api/pilots/clear", "{}")).Read(Json.PilotClearReply);

        Assert.Equal(2, reply.Removed);
        Assert.Equal(new[] { stamps[1], stamps[3], stamps[4] }.Order(), (await StampsAsync(community)).Order());
        foreach (var bad in new[] { """{"days":-1}""", """{"aborted_days":-1}""", """{"days":99999}""" }) (await community.Operator().PostAsync("/api/pilots/clear", bad)).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Agent_SilentPilots_AreGivenUpAndOldOnesRemoved()
    {
        var community = await CommunityAsync();
        var stamps = Enumerable.Range(0, 4).Select(_ => Unique.Name("s")).ToArray();
        await AddAsync(community, stamps);
        await SetAsync(community, [stamps[2]], """{"Status":"Done"}""");
        foreach (var (stamp, days) in stamps.Zip([4, 2, 31, 4])) await AgeAsync(community, stamp, days);
        (await community.Pilot(stamps[3]).PostAsync("/api/auth/pilot/renew", "")).MustBe(HttpStatusCode.OK);

        await community.Server.StartRoundAsync(new PilotStatusRound());
        await Eventually.SeeAsync(async () => (await StampsAsync(community)).Count, count => count == 3, "The old pilot removed");

        var given = await DescribeAsync(community, stamps[0]);
        Assert.Equal(("Deleted", "Nothing was heard of it for 3 days"), (Text(given.Pilot, "Status"), Text(given.Pilot, "StatusReason")));
        Assert.Equal("Submitted", Text((await DescribeAsync(community, stamps[1])).Pilot, "Status"));
        var renewed = await DescribeAsync(community, stamps[3]);
        Assert.Equal(("Submitted", true), (Text(renewed.Pilot, "Status"), renewed.LastSeen is not null));
    }

    private static string Text(JsonElement row, string column) => row.GetProperty(column).ToString();

    private static async Task AddAsync(Community community, params string[] stamps)
    {
        var body = $$"""{"vo":"{{community.Vo}}","grid_site":"S","destination_site":"ce","references":[{{string.Join(',', stamps.Select(stamp => $"\"{stamp}\""))}}]}""";
        Assert.Equal(stamps.Length, (await community.Operator().PostAsync("/api/pilots/references", body)).Read(Json.PilotBulkResult).Success.Count);
    }

    private static async Task SetAsync(Community community, IEnumerable<string> stamps, string change) =>
        (await community.Operator().PatchAsync("/api/pilots/metadata", $"{{{string.Join(',', stamps.Select(stamp => $"\"{stamp}\":{change}"))}}}")).MustBe(HttpStatusCode.NoContent);

    // As if it had been submitted, and had last been heard of, some days ago.
    private static Task AgeAsync(Community community, string stamp, int days)
    {
        var time = TimeProvider.System.GetUtcNow().AddDays(-days).AddMinutes(-1).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        return community.Server.ExecuteAsync("PilotAgentsDB", $"UPDATE {{PilotAgents}} SET SubmissionTime = '{time}', LastUpdateTime = '{time}' WHERE PilotStamp = '{stamp}'");
    }

    private static async Task<PilotDetails> DescribeAsync(Community community, string stamp) => (await community.User().GetAsync($"/api/pilots/{stamp}")).Read(Json.PilotDetails);

    private static async Task<long> IdAsync(Community community, string stamp) => (await DescribeAsync(community, stamp)).Pilot.GetProperty("PilotID").GetInt64();

    private static async Task<PilotLogTaken> LogAsync(Session session, string stamp, string body) => (await session.PostAsync($"/api/pilots/{stamp}/log", body)).Read(Json.PilotLogTaken);

    private static async Task<PilotLogPage> PageAsync(Session session, string stamp, string query) => (await session.GetAsync($"/api/pilots/{stamp}/log{query}")).Read(Json.PilotLogPage);

    private static async Task<IReadOnlyList<string>> StampsAsync(Community community) =>
        [.. (await community.User().PostAsync("/api/pilots/search", "{}")).Read(Json.IReadOnlyListJsonElement).Select(row => Text(row, "PilotStamp"))];

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
