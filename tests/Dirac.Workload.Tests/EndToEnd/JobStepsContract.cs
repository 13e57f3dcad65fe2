using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class JobStepsSqlite(Servers servers) : JobStepsContract(servers, Engine.Sqlite);

public sealed class JobStepsMySql(Servers servers) : JobStepsContract(servers, Engine.MySql);

/// <summary>Confirming, the stager's word, rescheduling at its limit, removing, sandboxes of many jobs.</summary>
public abstract class JobStepsContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    [Fact]
    public async Task Confirm_AllSubmitting_StartsThemAndMayBeRepeated()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await SetAsync(community, ids, "Submitting");

        var first = await community.User().ControlAsync("confirm", [.. ids]);
        var log = await community.User().LogAsync(ids[0]);
        foreach (var id in ids) await community.User().BecomesAsync(id, "Waiting");
        var again = await community.User().ControlAsync("confirm", [.. ids]);

        Assert.All(ids, id => Assert.Equal(("Received", "Job accepted"), (first.Success[id].Status, first.Success[id].MinorStatus)));
        Assert.Equal(2, log.Count(line => line is { Status: "Received", MinorStatus: "Job accepted" }));
        Assert.Equal(ids, again.Success.Keys.Order());
        Assert.Equal("Waiting", await community.User().StatusAsync(ids[0]));
    }

    [Theory]
    [InlineData("Waiting", "Submitting")]
    [InlineData("Submitting", "Failed")]
    [InlineData("Waiting", "Failed")]
    [InlineData("Waiting", "Killed")]
    [InlineData("Running", "Deleted")]
    public async Task Confirm_AnythingElse_ChangesNothing(string one, string other)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await SetAsync(community, [ids[0]], one);
        await SetAsync(community, [ids[1]], other);

        var reply = await community.User().PostAsync("/api/jobs/confirm", Body(ids));

        Assert.Equal(2, reply.MustBe(HttpStatusCode.BadRequest).Json["detail"]!["failed"]!.AsObject().Count);
        Assert.Equal((one, other), (await community.User().StatusAsync(ids[0]), await community.User().StatusAsync(ids[1])));
    }

    [Fact]
    public async Task Staged_Done_GoesOnToJobSchedulingAndWaits()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        await SetAsync(community, [ids[0], ids[1]], "Staging");

        var reply = await community.Administrator().PostAsync("/api/jobs/staged", $$"""{"{{ids[0]}}":"Done","{{ids[1]}}":"Failed","{{ids[2]}}":"Done"}""");

        var result = reply.Read(Model.BulkResult);
        Assert.Equal(("Checking", "JobScheduling"), (result.Success[ids[0]].Status, result.Success[ids[0]].MinorStatus));
        Assert.Equal(("Staging", "Staging input files failed"), (result.Success[ids[1]].Status, result.Success[ids[1]].MinorStatus));
        Assert.Contains("waits for no files", result.Failed[ids[2]].Detail, StringComparison.Ordinal);
        await community.User().BecomesAsync(ids[0], "Waiting");
        Assert.Contains(await community.User().LogAsync(ids[0]), line => line is { Status: "Checking", MinorStatus: "JobScheduling", Source: "StagerSystem" });
        Assert.Equal("Staging input files failed", (await community.User().RowAsync(ids[1])).GetProperty("MinorStatus").GetString());
    }

    [Theory]
    [InlineData("\"Perhaps\"", 400)]
    [InlineData("null", 400)]
    [InlineData("7", 422)]
    public async Task Staged_OtherWord_ChangesNothing(string word, int status)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await SetAsync(community, ids, "Staging");

        var reply = await community.Administrator().PostAsync("/api/jobs/staged", $$"""{"{{ids[0]}}":"Done","{{ids[1]}}":{{word}}}""");

        Assert.True((int)reply.Status == status, reply.ToString());
        Assert.Equal("Staging", await community.User().StatusAsync(ids[0]));
    }

    [Theory]
    [InlineData("Done")]
    [InlineData("Completed")]
    [InlineData("Killed")]
    public async Task Reschedule_AtTheLimit_LeavesWhatEnded(string status)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}', RescheduleCounter = 3 WHERE JobID = {id}");

        var reply = await community.User().PostAsync("/api/jobs/reschedule", Body([id]));

        Assert.Contains("rescheduled 3 times", reply.MustBe(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Equal(status, await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task Reschedule_WithBadIds_SendsTheGoodOnesToTheOptimizers()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await SetAsync(community, [id], "Failed");

        // The count begun anew, so that the job is not held for a minute.
        var reply = await community.Administrator().PostAsync("/api/jobs/reschedule?reset_jobs=true", Body([1_999_999_999, id]));

        Assert.Equal([1_999_999_999], reply.Read(Model.BulkResult).Failed.Keys);
        await community.QueuedAsync(id);
    }

    [Fact]
    public async Task Remove_RunningJob_IsRefusedUntilItsPayloadIsGone()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var pilot = community.Pilot("p1");
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;

        var refused = await community.User().ControlAsync("remove", id);
        await community.User().ControlAsync("kill", id);
        await pilot.ReportAsync(Reports.End(job, 1));
        var removed = await community.User().ControlAsync("remove", id);

        Assert.Contains("kill it first", refused.Failed[id].Detail, StringComparison.Ordinal);
        Assert.Equal([id], removed.Success.Keys);
        (await community.User().GetAsync($"/api/jobs/{id}")).MustBe(HttpStatusCode.NotFound);
        Assert.Contains("does not exist", (await community.User().ControlAsync("remove", id)).Failed[id].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sandboxes_OfManyJobs_AreAssignedListedAndUnassigned()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var mine = await SandboxAsync(community, "ann", 'a');
        var hers = await SandboxAsync(community, "eve", 'b');

        var assigned = (await community.User().PostAsync(
            "/api/jobs/sandbox/assign",
            $$"""{"{{ids[0]}}":[{"pfn":"{{mine}}","type":"Input"},{"pfn":"{{mine[(mine.IndexOf('|', StringComparison.Ordinal) + 1)..]}}","type":"Output"}],"{{ids[1]}}":[{"pfn":"{{mine}}","type":"Input"},{"pfn":"{{hers}}","type":"Input"}]}"""))
            .Read(Model.BulkResult);
        var listed = (await community.User().PostAsync("/api/jobs/sandbox/list", Body([ids[0], ids[1], 1_999_999_999]))).Read(Model.JobSandboxesReply);
        (await community.User().PostAsync("/api/jobs/sandbox/unassign", Body(ids))).MustBe(HttpStatusCode.NoContent);
        var after = (await community.User().PostAsync("/api/jobs/sandbox/list", Body(ids))).Read(Model.JobSandboxesReply);

        Assert.Equal([ids[0]], assigned.Success.Keys);
        Assert.Contains("belongs to eve", assigned.Failed[ids[1]].Detail, StringComparison.Ordinal);
        Assert.Equal((1, 1), (listed.Success[ids[0]]["Input"].Count, listed.Success[ids[0]]["Output"].Count));
        Assert.Empty(listed.Success[ids[1]]["Input"]);
        Assert.Equal([1_999_999_999], listed.Failed.Keys);
        Assert.Empty(after.Success[ids[0]]["Input"]);
    }

    [Theory]
    [InlineData("""[{"pfn":"SB:ProductionSandboxSE|/S3/b","type":"Input"}]""", 400)]
    [InlineData("""[{"pfn":"nonsense","type":"Input"}]""", 400)]
    [InlineData("""[{"pfn":"SB:ProductionSandboxSE|/SandBox/x","type":"Elsewhere"}]""", 400)]
    [InlineData("[null]", 400)]
    [InlineData("""[{"type":"Input"}]""", 422)]
    public async Task Sandboxes_NotToBeRead_AreRefused(string sandboxes, int status)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var reply = await community.User().PostAsync("/api/jobs/sandbox/assign", $$"""{"{{id}}":{{sandboxes}}}""");

        Assert.True((int)reply.Status == status, reply.ToString());
    }

    [Fact]
    public async Task SandboxSpace_IsThatOfTheFileSystem()
    {
        var space = (await (await CommunityAsync()).User().GetAsync("/api/jobs/sandbox/space")).Read(Model.SandboxSpace);

        Assert.True(space.Total >= space.Free && space.Free > 0, $"{space}");
    }

    private static async Task<string> SandboxAsync(Community community, string owner, char digit)
    {
        var pfn = $"/S3/sandboxes/{community.Vo}/{community.Vo}_user/{owner}/sha256:{new string(digit, 64)}.tar.zst";
        await community.Server.ExecuteAsync("SandboxMetadataDB", $"INSERT INTO {{sb_Owners}} (Owner, OwnerGroup, VO) VALUES ('{owner}', '{community.Vo}_user', '{community.Vo}')");
        await community.Server.ExecuteAsync(
            "SandboxMetadataDB",
            "INSERT INTO {sb_SandBoxes} (OwnerId, SEName, SEPFN, Bytes, RegistrationTime, LastAccessTime)"
            + $" SELECT OwnerId, 'ProductionSandboxSE', '{pfn}', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00' FROM {{sb_Owners}} WHERE VO = '{community.Vo}' AND Owner = '{owner}'");
        return $"SB:ProductionSandboxSE|{pfn}";
    }

    private static Task SetAsync(Community community, IReadOnlyList<long> ids, string status) =>
        community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}' WHERE JobID IN ({string.Join(',', ids)})");

    private static string Body(IReadOnlyList<long> ids) => $$"""{"job_ids":[{{string.Join(',', ids)}}]}""";

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
