using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class ControlSqlite(Servers servers) : ControlContract(servers, Engine.Sqlite);

public sealed class ControlMySql(Servers servers) : ControlContract(servers, Engine.MySql);

public abstract class ControlContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Kill_WaitingJob_LeavesItsQueueAndGetsNoCommand()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var result = await community.User().ControlAsync("kill", id);

        Assert.Equal(("Killed", "Marked for termination"), (result.Success[id].Status, result.Success[id].MinorStatus));
        Assert.Equal(0, await community.Server.CountAsync("TaskQueueDB", "tq_Jobs", $"JobId = {id}"));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id}"));
        Assert.Null(await community.Pilot("p1").MatchAsync(Community.Offer()));
    }

    [Fact]
    public async Task Kill_Mixed_TellsEachOutcome()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await community.User().ControlAsync("kill", ids[0]);

        var result = await community.User().ControlAsync("kill", ids[0], ids[1], 4_000_000_000, ids[1]);

        Assert.Equal([ids[1]], result.Success.Keys);
        Assert.Contains("nothing to kill", result.Failed[ids[0]].Detail, StringComparison.Ordinal);
        Assert.Contains("does not exist", result.Failed[4_000_000_000].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Running", "Killed")]
    [InlineData("Stalled", "Killed")]
    [InlineData("Waiting", "Deleted")]
    [InlineData("Received", "Deleted")]
    [InlineData("Checking", "Deleted")]
    [InlineData("Submitting", "Deleted")]
    [InlineData("Done", "Deleted")]
    [InlineData("Failed", "Deleted")]
    [InlineData("Killed", "Deleted")]
    [InlineData("Completed", "Completed")]
    public async Task Delete_JobInState_EndsAs(string before, string after)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await SetAsync(community, id, before);

        var result = await community.User().ControlAsync("delete", id);

        Assert.Equal(after, await community.User().StatusAsync(id));
        Assert.Equal(before != after, result.Success.ContainsKey(id));
    }

    [Fact]
    public async Task Delete_RunningTwice_KillsThenDeletes()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await SetAsync(community, id, "Running");

        Assert.Equal("Killed", (await community.User().ControlAsync("delete", id)).Success[id].Status);
        Assert.Equal("Deleted", (await community.User().ControlAsync("delete", id)).Success[id].Status);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("delete")]
    [InlineData("reschedule")]
    public async Task Control_SomebodyElsesJob_IsRefusedAndChangesNothing(string verb)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var reply = await community.User("eve").PostAsync($"/api/jobs/{verb}", $$"""{"job_ids":[{{id}}]}""");

        Assert.Contains("belongs to ann", reply.Text, StringComparison.Ordinal);
        Assert.Equal("Waiting", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task Reschedule_UpToTheLimit_ThenFails()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.User();

        for (var count = 1; count <= 3; count++)
        {
            await user.PatchAsync("/api/jobs/metadata", $$$"""{"{{{id}}}":{"Cycle":"{{{count}}}"}}""");
            var result = await user.ControlAsync("reschedule", id);
            Assert.Equal((count, "Received"), (result.Success[id].RescheduleCounter, result.Success[id].Status));
        }

        var last = await user.PostAsync("/api/jobs/reschedule", $$"""{"job_ids":[{{id}}]}""");

        last.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("Maximum of reschedulings reached", last.Text, StringComparison.Ordinal);
        Assert.Equal("Failed", await user.StatusAsync(id));
        Assert.Equal(3, await community.Server.CountAsync("JobDB", "AtticJobParameters", $"JobID = {id} AND Name = 'Cycle'"));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "AtticJobParameters", $"JobID = {id} AND RescheduleCycle = 2 AND Value = '3'"));
    }

    [Fact]
    public async Task Reschedule_Counted_HoldsTheJobForAMinute()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.User();

        await user.ControlAsync("reschedule", id);
        await Eventually.SeeAsync(
            async () => (await user.RowAsync(id)).GetProperty("ApplicationStatus").GetString(), text => text == "On Hold: after rescheduling 1", "The hold");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET RescheduleTime = '2026-01-01 00:00:00' WHERE JobID = {id}");
        await Eventually.SeeAsync(
            async () =>
            {
                await community.Server.ExecuteAsync("JobDB", "UPDATE {x_Tasks} SET DueMs = 0 WHERE Owner IS NULL");
                return await user.StatusAsync(id);
            },
            status => status == "Waiting",
            "The end of the hold");

        Assert.Equal("Unknown", (await user.RowAsync(id)).GetProperty("ApplicationStatus").GetString());
    }

    [Fact]
    public async Task Reset_OfOnesOwnJob_BeginsTheCountAnew()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await SetAsync(community, id, "Failed");
        var body = $$"""{"job_ids":[{{id}}]}""";

        var refused = await community.User("bob").PostAsync("/api/jobs/reschedule?reset_jobs=true", body);
        var reset = await community.User().PostAsync("/api/jobs/reschedule?reset_jobs=true", body);

        refused.MustBe(HttpStatusCode.BadRequest);
        Assert.Equal(0, reset.Read(ModelJsonContext.Default.BulkResult).Success[id].RescheduleCounter);
        await community.QueuedAsync(id);
    }

    [Fact]
    public async Task Reschedule_DeletedJob_StaysDeleted()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.User().ControlAsync("delete", id);

        (await community.User().PostAsync("/api/jobs/reschedule", $$"""{"job_ids":[{{id}}]}""")).MustBe(HttpStatusCode.BadRequest);

        Assert.Equal("Deleted", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task SetStatus_Bulk_FollowsTheStateMachineByTime()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await SetAsync(community, id, "Matched");
        var now = TimeProvider.System.GetUtcNow();

        var reply = await SetStatusAsync(
            community.User(),
            id,
            (now.AddSeconds(3), """{"Status":"Waiting","Source":"Tester"}"""),
            (now.AddSeconds(2), """{"Status":"Running","MinorStatus":"Application","Source":"JobWrapper"}"""),
            (now.AddDays(-1), """{"Status":"Done","ApplicationStatus":"late"}"""));

        Assert.Equal("Running", reply.Read(ModelJsonContext.Default.BulkResult).Success[id].Status);
        var log = await community.User().LogAsync(id);
        Assert.Contains(log, line => line is { Status: "Running", Source: "Tester(SM)" });
        Assert.Equal(("Done", "late"), (log[0].Status, log[0].ApplicationStatus));
        var row = await community.User().RowAsync(id);
        Assert.Equal("Application", row.GetProperty("MinorStatus").GetString());
        Assert.NotEqual(JsonValueKind.Null, row.GetProperty("HeartBeatTime").ValueKind);
    }

    [Fact]
    public async Task SetStatus_KilledByADiracXClient_DoesWhatKillDoes()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var job = (await community.Pilot("p1").MatchAsync(Community.Offer(wait: 20)))!;

        await SetStatusAsync(community.User(), id, (TimeProvider.System.GetUtcNow(), """{"Status":"Killed"}"""));

        Assert.Equal("Killed", await community.User().StatusAsync(id));
        Assert.Single((await community.Pilot("p1").BeatAsync(Reports.Holding(job))).Commands);
    }

    [Fact]
    public async Task SetStatus_Force_NeedsAnAdministrator()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var body = $$$$"""{"{{{{id}}}}":{"{{{{Time(TimeProvider.System.GetUtcNow().AddSeconds(5))}}}}":{"Status":"Done"}}}""";

        (await community.User().PatchAsync("/api/jobs/status?force=true", body)).MustBe(HttpStatusCode.Forbidden);
        (await community.Administrator().PatchAsync("/api/jobs/status?force=true", body)).MustBe(HttpStatusCode.OK);

        Assert.Equal("Done", await community.User().StatusAsync(id));
    }

    [Theory]
    [InlineData("""{"2026-01-01T00:00:00":{"Status":"Done"}}""", 400)]
    [InlineData("""{"2026-01-01T00:00:00+02:00":{"Status":"Done"}}""", 422)]
    [InlineData("""{"yesterday":{"Status":"Done"}}""", 422)]
    [InlineData("""{"2026-01-01T00:00:00Z":{"Status":"Dnoe"}}""", 422)]
    [InlineData("""{"2026-01-01T00:00:00Z":null}""", 422)]
    [InlineData("""{"0001-01-01T00:00:00Z":{"MinorStatus":"x"}}""", 400)]
    [InlineData("""{"9999-12-31T23:59:59Z":{"MinorStatus":"x"}}""", 400)]
    [InlineData("null", 422)]
    [InlineData("[]", 422)]
    public async Task SetStatus_Malformed_IsRefused(string updates, int status)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var reply = await community.User().PatchAsync("/api/jobs/status", $$$"""{"{{{id}}}":{{{updates}}}}""");

        Assert.True((int)reply.Status == status, reply.ToString());
        Assert.Equal("Waiting", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task SetStatus_NoSuchJob_IsNotFoundWithTheOutcome()
    {
        var community = await CommunityAsync();

        var reply = await SetStatusAsync(community.User(), 4_000_000_001, (TimeProvider.System.GetUtcNow(), """{"Status":"Done"}"""));

        Assert.Contains("does not exist", reply.MustBe(HttpStatusCode.NotFound).Json["detail"]!["failed"]!["4000000001"]!["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_ColumnsAndParameters_AreStored()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.User();

        (await user.PatchAsync("/api/jobs/metadata", $$$"""{"{{{id}}}":{"JobGroup":"0001","UserPriority":3,"TotalCPUTime(s)":12.5,"Note":"hello"}}""")).MustBe(HttpStatusCode.NoContent);

        var row = await user.RowAsync(id);
        Assert.Equal(("0001", 3), (row.GetProperty("JobGroup").GetString(), row.GetProperty("UserPriority").GetInt32()));
        var values = (await user.DescribeAsync(id)).Parameters;
        Assert.Equal(("12.5", "hello"), (values["TotalCPUTime(s)"], values["Note"]));
    }

    [Theory]
    [InlineData("""{"Status":"Done"}""")]
    [InlineData("""{"Owner":"eve"}""")]
    [InlineData("""{"UserPriority":"high"}""")]
    [InlineData("""{"UserPriority":99999999999}""")]
    [InlineData("""{"HeartBeatTime":"sometime"}""")]
    [InlineData("""{"EndExecTime":{"x":1}}""")]
    [InlineData("""{"Site":{"x":[1,2]}}""")]
    [InlineData("""{"JobType":"a name that is much longer than the column that holds it"}""")]
    [InlineData("""{"VerifiedFlag":"Maybe"}""")]
    [InlineData("""{"JobName":"\u4f60\u597d"}""")]
    [InlineData("""{"":"x"}""")]
    [InlineData("null")]
    public async Task Metadata_NotForTheColumn_IsRefusedAndChangesNothing(string values)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var before = (await community.User().RowAsync(id)).GetRawText();

        var reply = await community.User().PatchAsync("/api/jobs/metadata", $$$"""{"{{{id}}}":{{{values}}}}""");

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
        Assert.Equal(before, (await community.User().RowAsync(id)).GetRawText());
    }

    private static Task SetAsync(Community community, long id, string status) =>
        community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}' WHERE JobID = {id}");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Reply> SetStatusAsync(Session session, long id, params (DateTimeOffset Time, string Update)[] updates) => session.PatchAsync(
        "/api/jobs/status", $$$"""{"{{{id}}}":{{{{string.Join(',', updates.Select(update => $"\"{Time(update.Time)}\":{update.Update}"))}}}}}""");

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
