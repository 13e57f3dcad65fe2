using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class OwnerTokenSqlite(Servers servers) : OwnerTokenContract(servers, Engine.Sqlite);

public sealed class OwnerTokenMySql(Servers servers) : OwnerTokenContract(servers, Engine.MySql);

/// <summary>The token of a job's payload: who gets it, what it opens, and when it ends.</summary>
public abstract class OwnerTokenContract(Servers servers, Engine engine)
{
    private readonly string _owner = Unique.Name("user");

    [Fact]
    public async Task Token_OfAnAttemptInHand_IsTheOwnersWithTheLeastOfTheGroupsRights()
    {
        var run = await RunningAsync();

        var who = (await run.Payload.GetAsync("/api/auth/userinfo")).Read(ModelJsonContext.Default.UserInfo);

        Assert.Equal((_owner, run.Community.Vo, $"{run.Community.Vo}_user"), (who.PreferredUsername, who.Vo, who.DiracGroup));
        Assert.Equal(["NormalUser"], who.Properties);
        Assert.Equal($"{run.Community.Vo}:job:{run.Job.JobID}", who.Sub);
    }

    [Fact]
    public async Task Token_OfAnotherPilotOrPersonOrAttempt_IsRefused()
    {
        var run = await RunningAsync();
        var stranger = new Community(run.Community.Server).Pilot(Unique.Name("pilot"));

        foreach (var asker in (Session[])[run.Community.Pilot(Unique.Name("pilot")), run.Community.User(_owner), stranger, run.Payload])
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(asker, run.Job.JobID, run.Job.Attempt)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(run.Pilot, run.Job.JobID, run.Job.Attempt + 1)).Status);
    }

    [Fact]
    public async Task Token_OfASuspendedOwner_IsNotFound()
    {
        var run = await RunningAsync();
        run.Community.Server.Rights.Suspend(_owner);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(run.Pilot, run.Job.JobID, run.Job.Attempt)).Status);
    }

    [Fact]
    public async Task Token_Renewed_BothAreGoodWhileTheJobRuns()
    {
        var run = await RunningAsync();
        var second = await TokenAsync(run.Community, run.Pilot, run.Job);

        Assert.Equal("Matched", await run.Payload.StatusAsync(run.Job.JobID));
        Assert.Equal("Matched", await second.StatusAsync(run.Job.JobID));
    }

    [Theory]
    [InlineData("Running", HttpStatusCode.OK)]
    [InlineData("Completing", HttpStatusCode.OK)]
    [InlineData("Done", HttpStatusCode.Unauthorized)]
    [InlineData("Failed", HttpStatusCode.Unauthorized)]
    public async Task Token_AsTheJobGoesOn_EndsWithIt(string status, HttpStatusCode expected)
    {
        var run = await RunningAsync();
        var isEnd = status is "Done" or "Failed";
        await run.Pilot.ReportAsync(isEnd ? Reports.End(run.Job, 1, status) : Reports.Status(run.Job, 1, "Running"));
        if (status == "Completing") await run.Pilot.ReportAsync(Reports.Status(run.Job, 2, "Completing"));

        Assert.Equal(expected, (await run.Payload.GetAsync($"/api/jobs/{run.Job.JobID}")).Status);
        Assert.Equal(isEnd ? HttpStatusCode.Forbidden : HttpStatusCode.OK, (await AskAsync(run.Pilot, run.Job.JobID, run.Job.Attempt)).Status);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("delete")]
    [InlineData("reschedule")]
    public async Task Token_TheOwnerEndsTheJob_IsRefusedBeforeThePilotKnows(string verb)
    {
        var run = await RunningAsync();
        await run.Pilot.ReportAsync(Reports.Status(run.Job, 1, "Running"));
        Assert.Equal(HttpStatusCode.OK, (await run.Payload.GetAsync("/api/auth/userinfo")).Status);

        await run.Community.User(_owner).ControlAsync(verb, run.Job.JobID);

        Assert.Equal(HttpStatusCode.Unauthorized, (await run.Payload.GetAsync("/api/auth/userinfo")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(run.Pilot, run.Job.JobID, run.Job.Attempt)).Status);
    }

    [Fact]
    public async Task Token_ThePilotsLeaseIsOver_IsRefused()
    {
        var run = await RunningAsync();

        await run.Community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobAttempts}} SET LeaseUntilMs = 1 WHERE JobID = {run.Job.JobID}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await run.Payload.GetAsync("/api/auth/userinfo")).Status);
    }

    [Fact]
    public async Task Token_ForMore_OpensNothing()
    {
        var run = await RunningAsync();
        foreach (var (method, path, body) in (IEnumerable<(string, string, string)>)
        [
            ("POST", "/api/auth/browser-link", "{}"),
            ("POST", "/api/auth/pilot/renew", "{}"),
            ("POST", "/api/pilots/token", """{"JobID":{id},"Attempt":1}"""),
            ("POST", "/api/pilots/proxy", """{"JobID":{id},"Attempt":1,"Request":"R","LifetimeSeconds":3600}"""),
            ("POST", "/api/pilots/secrets", """{"Vo":"v","Site":"s"}"""),
            ("POST", "/api/jobs/jdl", """["[ Executable = \"/bin/true\"; ]"]"""),
            ("POST", "/api/jobs/kill", """{"job_ids":[{id}]}"""),
            ("POST", "/api/jobs/delete", """{"job_ids":[{id}]}"""),
            ("POST", "/api/jobs/reschedule", """{"job_ids":[{id}]}"""),
            ("PATCH", "/api/jobs/status", """{"{id}":{"2026-01-01T00:00:00Z":{"Status":"Done"}}}"""),
            ("POST", "/api/job-sets", "{}"),
            ("POST", "/api/jobs/operations", "{}"),
        ])
        {
            using var content = new StringContent(body.Replace("{id}", $"{run.Job.JobID}", StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
            var reply = await run.Payload.SendAsync(new HttpMethod(method), path, content);
            Assert.Contains("not for a job's payload", reply.MustBe(HttpStatusCode.Forbidden).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_ByDiracsProtocol_ProvesNothing()
    {
        var run = await RunningAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("method", "getJobsStatus"), KeyValuePair.Create("args", $"[[{run.Job.JobID}]]")]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await run.Payload.SendAsync(HttpMethod.Post, "/WorkloadManagement/JobMonitoring", form)).Status);
    }

    [Fact]
    public async Task Token_OnJobs_ReadsTheVosAndWritesToItsOwn()
    {
        var run = await RunningAsync();
        var other = Assert.Single(await run.Community.User(_owner).SubmitAsync(Community.Simple));
        var foreign = Assert.Single(await new Community(run.Community.Server).User(_owner).SubmitAsync(Community.Simple));

        await run.Payload.DescribeAsync(other);
        Assert.Equal(HttpStatusCode.NotFound, (await run.Payload.GetAsync($"/api/jobs/{foreign}")).Status);
        var noted = (await run.Payload.PatchAsync("/api/jobs/parameters", $$"""{"{{run.Job.JobID}}": {"Events": "17"}, "{{other}}": {"Events": "17"} }""")).Read(ModelJsonContext.Default.BulkResult);

        Assert.Equal((run.Job.JobID, other), (Assert.Single(noted.Success).Key, Assert.Single(noted.Failed).Key));
        Assert.Equal("17", (await run.Community.User(_owner).DescribeAsync(run.Job.JobID)).Parameters["Events"]);
    }

    [Fact]
    public async Task Token_OnSandboxes_StoresTheOwners()
    {
        var run = await RunningAsync();

        var reply = (await run.Payload.PostAsync("/api/jobs/sandbox", """{"checksum_algorithm":"sha256","checksum":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":4,"format":"tar.zst"}"""))
            .Read(ModelJsonContext.Default.SandboxUploadReply);

        Assert.Contains($"/{run.Community.Vo}/{run.Community.Vo}_user/{_owner}/", reply.Pfn, StringComparison.Ordinal);
    }

    private async Task<Run> RunningAsync()
    {
        var community = new Community(await servers.GetAsync(engine));
        var pilot = community.Pilot(Unique.Name("pilot"));
        var id = Assert.Single(await community.User(_owner).SubmitAsync(Community.Simple));
        await community.QueuedAsync(id);
        var job = (await pilot.MatchAsync(Community.Offer(wait: 10)))!;
        return new Run(community, pilot, job, await TokenAsync(community, pilot, job));
    }

    private static async Task<Session> TokenAsync(Community community, Session pilot, MatchReply job) =>
        community.Server.With((await AskAsync(pilot, job.JobID, job.Attempt)).Read(ModelJsonContext.Default.TokenReply).AccessToken);

    private static Task<Reply> AskAsync(Session session, long job, int attempt) =>
        session.PostAsync("/api/pilots/token", JsonSerializer.Serialize(new PilotTokenRequest(job, attempt), ModelJsonContext.Default.PilotTokenRequest));

    private sealed record Run(Community Community, Session Pilot, MatchReply Job, Session Payload);
}
