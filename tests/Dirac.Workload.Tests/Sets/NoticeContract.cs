using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Sets;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Workload.Tests.Sets;

public sealed class NoticeSqlite(Servers servers) : NoticeContract(servers, Engine.Sqlite);

public sealed class NoticeMySql(Servers servers) : NoticeContract(servers, Engine.MySql);

public abstract class NoticeContract(Servers servers, Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebHook_FailingTwice_GetsTheSameSignedReportUntilItTakesIt()
    {
        await using var hook = await HookStandIn.StartAsync(500, 302);
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, $$""" "notices":[{"to":"{{hook.Url}}","when":["first-failed"]}] """);

        await community.Server.MoveAsync(JobStatus.Failed, ids[0]);
        await Eventually.SeeAsync(
            async () =>
            {
                // Retries wait for seconds; here time passes faster.
                await community.Server.ExecuteAsync("JobDB", "UPDATE {x_Tasks} SET DueMs = 0 WHERE Name = 'SendJobSetNotice' AND Owner IS NULL");
                return (await user.SetAsync(made.Set.Id)).Notices![0];
            },
            notice => notice is { Sent: 1, Error: null },
            "The hook was served");

        Assert.Equal(3, hook.Requests.Count);
        Assert.Single(hook.Requests.Select(request => (request.Path, request.Body, request.Message)).Distinct());
        var (_, body, signature, message) = hook.Requests.Last();
        Assert.True(IsSigned(body, signature, made.Set.Secret!), signature);
        var report = JsonSerializer.Deserialize(body, ModelJsonContext.Default.JobSetReport)!;
        Assert.Equal((made.Set.Id, ids[0], report.Message.ToString(CultureInfo.InvariantCulture)), (report.Set.Id, Assert.Single(report.FailedJobs).JobId, message));
        Assert.Equal(["first-failed"], report.Events);
        Assert.Equal(new JobSetCounts(2, 1, 0, 1, 0, 0), report.Set.Counts);
        Assert.DoesNotContain(made.Set.Secret!, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebHook_NobodyThere_IsToldInTheSet()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids, """ "notices":[{"to":"http://127.0.0.1:9/x","when":["all-ended"]}] """);

        await community.Server.MoveAsync(JobStatus.Done, ids);

        var set = await community.User().SetBecomesAsync(made.Set.Id, seen => seen.Notices![0].Error is not null, "The error in the set");
        Assert.Equal(0, set.Notices![0].Sent);
    }

    [Fact]
    public async Task Mail_BusyServer_IsHandedInAgainWithCountsAndReasons()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        var user = community.User();
        var address = $"{Unique.Name("list")}@lists.example.org";
        community.Server.Mail.Busy[address] = 1;
        var made = await user.MakeSetAsync(ids, $$""" "name":"näme","notices":[{"to":"mailto:{{address}}","when":["all-ended"]}] """);

        await community.Server.MoveAsync(JobStatus.Done, ids[0]);
        await community.Server.MoveAsync(JobStatus.Failed, "Application\r\n.\r\nQUIT", [ids[1], ids[2]]);
        await Eventually.SeeAsync(
            async () =>
            {
                await community.Server.ExecuteAsync("JobDB", "UPDATE {x_Tasks} SET DueMs = 0 WHERE Name = 'SendJobSetNotice' AND Owner IS NULL");
                return community.Server.Mail.To(address).Count;
            },
            count => count == 1,
            "The mail");

        var mail = await MimeKit.MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(community.Server.Mail.To(address)[0])), Token);
        Assert.Equal($"[DIRAC] Set {made.Set.Id} \"näme\": has ended, 1 done, 2 failed", mail.Subject);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Contains("3 jobs: 1 done, 2 failed, 0 killed, 0 deleted, 0 not ended.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("2 × Application  .  QUIT", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"job {ids[1]} at ANY: Application", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_OwnAddress_IsTheRegistersAndNobodyElseHasOne()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids, """ "notices":[{"to":"mail"}] """);
        await community.Server.MoveAsync(JobStatus.Done, ids);

        await Eventually.SeeAsync(
            () => Task.FromResult(community.Server.Mail.To("ann@example.org").Any(mail => mail.Contains($"Set {made.Set.Id} ", StringComparison.Ordinal))), found => found, "Ann's mail");
        var refusal = await community.User("eve").PostAsync("/api/job-sets", SetSession.Body([1], """ "notices":[{"to":"mail"}] """));
        Assert.Contains("no mail address of eve", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_TenThousandFailures_IsOneMessage()
    {
        await using var hook = await HookStandIn.StartAsync();
        var community = await CommunityAsync();
        var ids = await AddAsync(community, 10_000);
        var user = community.User();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var made = await user.MakeSetAsync(ids, $$""" "notices":[{"to":"{{hook.Url}}","when":["failed","all-ended"],"digest_minutes":10}] """);

        // The server's own keeper counts; this one has a clock that can be turned.
        var keeper = Keeper(community.Server, time);
        foreach (var chunk in ids.Chunk(1_000))
        {
            await community.Server.MoveAsync(JobStatus.Failed, chunk);
            await community.Server.KeepSetsAsync();
        }

        await keeper.RunRoundAsync(Token);
        Assert.Empty(hook.Requests);
        var due = (await user.SetAsync(made.Set.Id)).Notices![0].Due!.Value;
        time.SetUtcNow(due.AddSeconds(-1));
        await keeper.RunRoundAsync(Token);
        Assert.Empty(hook.Requests);
        time.SetUtcNow(due);
        await keeper.RunRoundAsync(Token);

        await user.SetBecomesAsync(made.Set.Id, set => set.Notices![0].Sent == 1, "The digest sent");
        var report = JsonSerializer.Deserialize(Assert.Single(hook.Requests).Body, ModelJsonContext.Default.JobSetReport)!;
        Assert.Equal((10_000, 10_000, 10), (report.NewFailures, report.Set.Counts.Failed, report.FailedJobs.Count));
        Assert.Equal(["failed", "all-ended"], report.Events);
        Assert.Equal(new JobSetReason("Application Finished With Errors", 10_000), Assert.Single(report.Reasons));
    }

    [Fact]
    public async Task Notice_ActionUnderWay_TellsTheEndAndTheOutcomeInOneMessage()
    {
        await using var hook = await HookStandIn.StartAsync();
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids, $$""" "notices":[{"to":"{{hook.Url}}"}] """);
        var rule = await community.Server.FireAsync(made.Set.Id, TimeProvider.System.GetUtcNow());

        await community.Server.MoveAsync(JobStatus.Done, ids);
        await community.User().SetBecomesAsync(made.Set.Id, set => set.Ended is not null, "The end");
        await community.Server.KeepSetsAsync();
        Assert.Empty(hook.Requests);
        await community.Server.EndAsync(made.Set.Id, rule);

        await community.User().SetBecomesAsync(made.Set.Id, set => set.Notices![0].Sent == 1, "The one message");
        var report = JsonSerializer.Deserialize(Assert.Single(hook.Requests).Body, ModelJsonContext.Default.JobSetReport)!;
        Assert.Equal(["all-ended", "action"], report.Events);
        Assert.Equal(("Done", "1 job was killed."), (report.Set.On![0].State, report.Set.On[0].Outcome));
    }

    [Fact]
    public async Task Notice_ActionUnderWayForLong_IsWaitedForAMinute()
    {
        await using var hook = await HookStandIn.StartAsync();
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids, $$""" "notices":[{"to":"{{hook.Url}}"}] """);
        await community.Server.FireAsync(made.Set.Id, TimeProvider.System.GetUtcNow());
        await community.Server.MoveAsync(JobStatus.Done, ids);
        var due = (await community.User().SetBecomesAsync(made.Set.Id, set => set.Notices![0].Due is not null, "The end noticed")).Notices![0].Due!.Value;
        var time = new FakeTimeProvider(due.AddSeconds(59));
        var keeper = Keeper(community.Server, time);

        await keeper.RunRoundAsync(Token);
        Assert.Empty(hook.Requests);
        time.SetUtcNow(due.AddSeconds(60));
        await keeper.RunRoundAsync(Token);

        await community.User().SetBecomesAsync(made.Set.Id, set => set.Notices![0].Sent == 1, "The message after all");
        Assert.Contains("\"events\":[\"all-ended\"]", Assert.Single(hook.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notify_ByARule_TellsWhatWasNotAskedFor()
    {
        await using var hook = await HookStandIn.StartAsync();
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var made = await community.User().MakeSetAsync(
            ids, $$""" "on":[{"when":"any-failed","at_least":"50%","do":"notify"}],"notices":[{"to":"{{hook.Url}}","when":["all-done"]}] """);

        await community.Server.MoveAsync(JobStatus.Failed, ids[0]);

        await community.User().SetBecomesAsync(made.Set.Id, set => set.Notices![0].Sent == 1, "The rule's notice");
        Assert.Contains("\"events\":[\"notify\"]", hook.Requests.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_HundredThousandJobs_IsMadeInPartsAndCountedRight()
    {
        var community = await CommunityAsync();
        var ids = await AddAsync(community, 100_000);

        var made = await community.User().MakeSetAsync(ids, """ "on":[{"when":"all-ended","do":"kill-rest"}] """);
        foreach (var chunk in ids.Chunk(20_000)) await community.Server.MoveAsync(JobStatus.Done, chunk);

        var set = await community.User().SetBecomesAsync(made.Set.Id, seen => seen.Ended is not null && seen.On![0].State == "Done", "The end of all");
        Assert.Equal(new JobSetCounts(100_000, 0, 100_000, 0, 0, 0), set.Counts);
        await community.User().DeleteAsync($"/api/job-sets/{made.Set.Id}");
        await Eventually.SeeAsync(() => community.Server.CountAsync("JobDB", "x_JobSetJobs", $"SetID = {made.Set.Id}"), count => count == 0, "No members left");
    }

    // Without tasks for the optimizers, which would only take time.
    private static Task<IReadOnlyList<long>> AddAsync(Community community, int count) => community.Server.Database("JobDB").WriteAsync(
        async (session, token) =>
        {
            var job = Dirac.Workload.Jobs.Submission.JobFactory.Derive(
                Dirac.Model.Jdl.ClassAd.Parse("[ Executable = \"/bin/true\"; ]"), "ann", $"{community.Vo}_user", community.Vo);
            return await Dirac.Workload.Jobs.JobStore.InsertAsync(session, [.. Enumerable.Repeat(job, count)], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), token);
        },
        Token);

    private static JobSetKeeper Keeper(WorkloadServer server, TimeProvider time) => new(
        server.Services.GetRequiredService<WorkloadDatabases>(), server.Services.GetRequiredService<ITaskQueue>(), server.Services.GetRequiredService<JobSetBell>(),
        server.Services.GetRequiredService<IOptions<JobSetOptions>>(), time, NullLogger<JobSetKeeper>.Instance);

    private static bool IsSigned(string body, string signature, string secret)
    {
        var parts = signature.Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{body}"));
        return Convert.ToHexStringLower(expected) == parts["v1"];
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
