using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Sets;
using Dirac.Workload.Sets.Actions;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Sets;

public sealed class JobSetSqlite(Servers servers) : JobSetContract(servers, Engine.Sqlite);

public sealed class JobSetMySql(Servers servers) : JobSetContract(servers, Engine.MySql);

public abstract class JobSetContract(Servers servers, Engine engine)
{
    private const string Submit = """[ Executable = "/bin/true"; JobName = "merge"; ]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_JobsEndAndComeBack_CountsFollowInTheSameTransaction()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(4);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, "\"name\":\"mc\"");
        Assert.Equal((4, "mc", "Closed"), (made.Added, made.Set.Name, made.Set.State));

        await community.Server.MoveAsync(JobStatus.Done, ids[0], ids[1]);
        await community.Server.MoveAsync(JobStatus.Failed, ids[2]);
        Assert.Equal(new JobSetCounts(4, 1, 2, 1, 0, 0), (await user.SetAsync(made.Set.Id)).Counts);

        await user.ControlAsync("reschedule", ids[2]);
        await user.ControlAsync("delete", ids[0]);
        await community.Server.MoveAsync(JobStatus.Completed, ids[3]);

        var set = await user.SetAsync(made.Set.Id);
        Assert.Equal(new JobSetCounts(4, 2, 1, 0, 0, 1), set.Counts);
        Assert.True(set.HasFailed);
        Assert.Null(set.Ended);
    }

    [Fact]
    public async Task Set_TransactionRolledBack_CountsNothing()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids);

        await Assert.ThrowsAsync<InvalidOperationException>(() => community.Server.Database("JobDB").WriteAsync(
            async (session, token) =>
            {
                await JobStore.MoveAsync(session, ids, JobStatus.Failed, "x", "y", DateTime.UnixEpoch, token);
                throw new InvalidOperationException();
            },
            Token));

        Assert.Equal(new JobSetCounts(1, 1, 0, 0, 0, 0), (await community.User().SetAsync(made.Set.Id)).Counts);
    }

    [Fact]
    public async Task Set_ManyChangesAtOnce_LosesNoneAndCountsNoneTwice()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(40);
        var user = community.User();
        var one = await user.MakeSetAsync(ids);
        var other = await user.MakeSetAsync(ids.Take(20), "\"open\":true");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            foreach (var status in new[] { JobStatus.Failed, JobStatus.Received, JobStatus.Done, JobStatus.Running, worker % 2 == 0 ? JobStatus.Done : JobStatus.Failed })
                await community.Server.MoveAsync(status, [.. ids.Skip(worker * 5).Take(5)]);
            await community.Server.KeepSetsAsync();
        }).Append(user.PostAsync($"/api/job-sets/{other.Set.Id}/jobs", SetSession.Body(ids))));

        Assert.Equal(new JobSetCounts(40, 0, 20, 20, 0, 0), (await user.SetAsync(one.Set.Id)).Counts);
        Assert.Equal(new JobSetCounts(40, 0, 20, 20, 0, 0), (await user.SetAsync(other.Set.Id)).Counts);
    }

    [Fact]
    public async Task Set_ChangedByAPythonDirac_IsCountedAtTheNextRound()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        var made = await community.User().MakeSetAsync(ids);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Done' WHERE JobID = {ids[0]}");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Failed' WHERE JobID = {ids[1]}");
        await community.Server.ExecuteAsync("JobDB", $"DELETE FROM {{OptimizerParameters}} WHERE JobID = {ids[2]}; DELETE FROM {{Jobs}} WHERE JobID = {ids[2]}");

        await community.Server.StartRoundAsync(new JobSetRound());

        var set = await community.User().SetBecomesAsync(made.Set.Id, seen => seen.Ended is not null, "The set ended");
        Assert.Equal(new JobSetCounts(3, 0, 1, 1, 0, 1), set.Counts);
    }

    [Fact]
    public async Task FirstFailed_KillRest_KillsTheOthersOnce()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(4);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, """ "on":[{"when":"first-failed","do":"kill-rest"}] """);
        await community.Server.MoveAsync(JobStatus.Done, ids[0]);
        await community.Server.MoveAsync(JobStatus.Failed, ids[1]);

        var set = await user.SetBecomesAsync(made.Set.Id, seen => seen.On![0].State == "Done" && seen.Ended is not null, "The rest killed");

        Assert.Equal(new JobSetCounts(4, 0, 1, 1, 2, 0), set.Counts);
        Assert.Equal("2 jobs were killed.", set.On![0].Outcome);
        Assert.Equal("Killed", await user.StatusAsync(ids[3]));
        await user.ControlAsync("reschedule", ids[3]);
        await community.Server.KeepSetsAsync();
        Assert.Equal(1, (await user.SetAsync(made.Set.Id)).Counts.Active);
    }

    [Theory]
    [InlineData("2", 1, false)]
    [InlineData("2", 2, true)]
    [InlineData("50%", 1, false)]
    [InlineData("50%", 2, true)]
    public async Task AnyFailed_Threshold_FiresWhenReached(string atLeast, int failed, bool fires)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(4);
        var made = await community.User().MakeSetAsync(ids, $$""" "on":[{"when":"any-failed","at_least":"{{atLeast}}","do":"kill-rest"}] """);

        await community.Server.MoveAsync(JobStatus.Failed, [.. ids.Take(failed)]);
        await community.Server.KeepSetsAsync();

        Assert.Equal(!fires, (await community.User().SetAsync(made.Set.Id)).On![0].State == "Waiting");
    }

    [Fact]
    public async Task AllDone_ChainOfThree_EachFollowsTheOneBefore()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var submit = JsonSerializer.Serialize(Submit, ModelJsonContext.Default.String);
        var last = $$"""{"when":"all-done","do":"submit","jdl":[{{submit}}],"then":{"name":"third"} }""";
        var made = await user.MakeSetAsync(ids, $$""" "on":[{"when":"all-done","do":"submit","jdl":[{{submit}},{{submit}}],"then":{"name":"second","on":[{{last}}]} }] """);

        await community.Server.MoveAsync(JobStatus.Done, ids);
        var second = (await user.SetBecomesAsync(made.Set.Id, set => set.On![0].Next is not null, "The second set")).On![0].Next!.Value;
        var members = await MembersAsync(user, second);
        Assert.Equal((2, "second", (long?)made.Set.Id), (members.Count, (await user.SetAsync(second)).Name, (await user.SetAsync(second)).Previous));
        Assert.Contains($"DIRAC_PREVIOUS_SET={made.Set.Id}", (await user.DescribeAsync(members[0].JobId)).OriginalJdl, StringComparison.Ordinal);
        foreach (var member in members) await community.QueuedAsync(member.JobId);
        await community.Server.MoveAsync(JobStatus.Done, [.. members.Select(member => member.JobId)]);
        var third = (await user.SetBecomesAsync(second, set => set.On![0].Next is not null, "The third set")).On![0].Next!.Value;

        Assert.Equal("third", (await user.SetAsync(third)).Name);
        Assert.Equal(("ann", "merge"), (Text(await user.RowAsync((await MembersAsync(user, third))[0].JobId), "Owner"), Text(await user.RowAsync((await MembersAsync(user, third))[0].JobId), "JobName")));
    }

    [Fact]
    public async Task AllDone_OneFailed_NeverFires()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var submit = JsonSerializer.Serialize(Submit, ModelJsonContext.Default.String);
        var made = await community.User().MakeSetAsync(ids, $$""" "on":[{"when":"all-done","do":"submit","jdl":[{{submit}}]}] """);

        await community.Server.MoveAsync(JobStatus.Done, ids[0]);
        await community.Server.MoveAsync(JobStatus.Failed, ids[1]);
        await community.Server.KeepSetsAsync();

        var set = await community.User().SetAsync(made.Set.Id);
        Assert.NotNull(set.Ended);
        Assert.Equal("Waiting", set.On![0].State);
    }

    [Fact]
    public async Task RescheduleFailed_UpToItsLimit_ThenTheSetHasEnded()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, """ "on":[{"when":"all-ended","do":"kill-rest"},{"when":"all-ended","do":"reschedule-failed","most":1}] """);
        await community.Server.MoveAsync(JobStatus.Done, ids[0]);
        await community.Server.MoveAsync(JobStatus.Failed, ids[1]);

        await user.SetBecomesAsync(made.Set.Id, set => set.Counts.Active == 1 && set.On![1].State == "Waiting", "The failed job rescheduled");
        Assert.Equal("Waiting", (await user.SetAsync(made.Set.Id)).On![0].State);
        await Eventually.SeeAsync(async () => Text(await user.RowAsync(ids[1]), "ApplicationStatus"), text => text.StartsWith("On Hold", StringComparison.Ordinal), "The optimizers are done");
        await community.Server.MoveAsync(JobStatus.Failed, ids[1]);

        var set = await user.SetBecomesAsync(made.Set.Id, seen => seen.Ended is not null && seen.On![0].State == "Done", "The set ended for good");
        Assert.Equal(new JobSetCounts(2, 0, 1, 1, 0, 0), set.Counts);
    }

    [Fact]
    public async Task Action_TaskComesSeveralTimes_IsDoneOnce()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var submit = JsonSerializer.Serialize(Submit, ModelJsonContext.Default.String);
        var made = await user.MakeSetAsync(
            ids, $$""" "on":[{"when":"first-failed","do":"reschedule-failed","most":3},{"when":"all-ended","do":"submit","jdl":[{{submit}}]}],"open":true """);
        await community.Server.MoveAsync(JobStatus.Failed, ids);
        var rules = await community.Server.Database("JobDB").ReadAsync((session, token) => RuleStore.OfAsync(session, made.Set.Id, token), Token);
        await user.SetBecomesAsync(made.Set.Id, set => set.On![0].State == "Waiting" && set.Counts.Active == 2, "Both rescheduled");

        // As if the process had died after the effect, or two workers had the task at once.
        await community.Server.MoveAsync(JobStatus.Failed, ids[0]);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobSetRules}} SET State = 'Fired', LastJob = 0 WHERE SetID = {made.Set.Id}");
        var tasks = Enumerable.Repeat(rules, 8).SelectMany(all => all).Select(rule => new NewTask<JobSetAction>(new JobSetAction(rule.RuleID))).ToList();
        await community.Server.Database("JobDB").WriteAsync((session, token) => community.Server.Services.GetRequiredService<ITaskQueue>().EnqueueAsync(session, tasks, token), Token);
        await user.SetBecomesAsync(made.Set.Id, set => set.On!.All(rule => rule.State != "Fired"), "All actions done");

        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobSets", $"ParentID = {made.Set.Id}"));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND JobName = 'merge'"));
        Assert.Equal((2, 1), ((await user.RowAsync(ids[0])).GetProperty("RescheduleCounter").GetInt32(), (await user.RowAsync(ids[1])).GetProperty("RescheduleCounter").GetInt32()));
    }

    [Fact]
    public async Task Submit_OwnerMayNotAnyMore_FailsAndSaysWhy()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var submit = JsonSerializer.Serialize(Submit, ModelJsonContext.Default.String);
        var made = await community.User().MakeSetAsync(ids, $$""" "on":[{"when":"all-ended","do":"submit","jdl":[{{submit}}]}] """);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobSets}} SET Properties = '' WHERE SetID = {made.Set.Id}");

        await community.Server.MoveAsync(JobStatus.Killed, ids);

        var set = await community.User().SetBecomesAsync(made.Set.Id, seen => seen.On![0].State == "Failed", "The submission failed");
        Assert.Contains("may not submit jobs", set.On![0].Error, StringComparison.Ordinal);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND JobName = 'merge'"));
    }

    [Fact]
    public async Task Create_LaterJobWithASandboxNobodySent_IsRefused()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var offer = (await user.PostAsync("/api/jobs/sandbox", $$"""{"checksum_algorithm":"sha256","checksum":"{{sha}}","size":1,"format":"tar.zst"}""")).Json;
        var name = offer["pfn"]!.ToString();
        var submit = JsonSerializer.Serialize($$"""[ Executable = "/bin/true"; InputSandbox = {"{{name}}"}; ]""", ModelJsonContext.Default.String);

        var reply = await user.PostAsync("/api/job-sets", SetSession.Body(await community.WaitingAsync(), $$""" "on":[{"when":"all-done","do":"submit","jdl":[{{submit}}]}] """));

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("does not exist", reply.Detail, StringComparison.Ordinal);
        Assert.Equal("[]", (await user.GetAsync("/api/job-sets")).Text);
    }

    [Fact]
    public async Task Open_AllEnded_WaitsForClose()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync([ids[0]], "\"open\":true");
        await community.Server.MoveAsync(JobStatus.Done, ids[0]);
        await community.Server.KeepSetsAsync();
        Assert.Equal(("Open", null), ((await user.SetAsync(made.Set.Id)).State, (await user.SetAsync(made.Set.Id)).Ended));

        var added = (await user.PostAsync($"/api/job-sets/{made.Set.Id}/jobs", SetSession.Body([ids[1], ids[0]]))).Read(ModelJsonContext.Default.JobSetChange);
        await community.Server.MoveAsync(JobStatus.Done, ids[1]);
        await user.PostAsync($"/api/job-sets/{made.Set.Id}/close", "");

        Assert.Equal(1, added.Added);
        await user.SetBecomesAsync(made.Set.Id, set => set.Ended is not null, "The closed set ended");
    }

    [Theory]
    [InlineData(31, 31, "Cancelled")]
    [InlineData(31, 1, "Open")]
    [InlineData(1, 31, "Open")]
    public async Task Open_NothingChangesForLong_IsCancelled(int made, int changed, string state)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var set = (await community.User().MakeSetAsync(ids, "\"open\":true")).Set.Id;
        await community.Server.MoveAsync(JobStatus.Done, ids);
        await community.Server.KeepSetsAsync();
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobSets}} SET CreatedMs = {Ago(made)} WHERE SetID = {set}");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobSetJobs}} SET ChangedMs = {Ago(changed)} WHERE SetID = {set}");

        await community.Server.RoundAsync(new JobSetRound(), "TendJobSets");

        var seen = await community.User().SetBecomesAsync(set, now => now.State == "Open" || now.Ended is not null, "The set stays open, or has ended");
        Assert.Equal(state, seen.State);
        Assert.Equal(state == "Open" ? [] : ["cancel: It was cancelled, since none of its jobs came or changed for 30 days."], seen.On!.Select(rule => $"{rule.Do}: {rule.Outcome}"));
    }

    [Fact]
    public async Task Open_WithoutJobsForLong_GoesAfterItWasCancelled()
    {
        var community = await CommunityAsync();
        var set = (await community.User().PostAsync("/api/job-sets", """{"open":true}""")).Read(ModelJsonContext.Default.JobSetChange).Set.Id;
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_JobSets}} SET CreatedMs = {Ago(31)} WHERE SetID = {set}");

        // One round cancels it, one removes it; tests beside this one may have theirs.
        await community.Server.RoundAsync(new JobSetRound(), "TendJobSets");
        await community.Server.RoundAsync(new JobSetRound(), "TendJobSets");

        (await community.User().GetAsync($"/api/job-sets/{set}")).MustBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wait_UntilTheEnd_IsAnsweredWhenItComes()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync(ids);

        var failed = user.SetAsync(made.Set.Id, "?wait=30&until=first-failed");
        var ended = user.SetAsync(made.Set.Id, "?wait=30");
        await community.Server.MoveAsync(JobStatus.Failed, ids[0]);
        Assert.Equal(1, (await failed).Counts.Failed);
        Assert.False(ended.IsCompleted);
        await community.Server.MoveAsync(JobStatus.Done, ids[1]);

        Assert.NotNull((await ended).Ended);
        Assert.Null((await user.SetAsync((await user.MakeSetAsync([(await community.WaitingAsync())[0]])).Set.Id, "?wait=1")).Ended);
    }

    [Fact]
    public async Task Cancel_WithKill_KillsAndWithdraws()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, """ "on":[{"when":"all-ended","do":"reschedule-failed"}] """);

        (await user.PostAsync($"/api/job-sets/{made.Set.Id}/cancel?kill=true", "")).MustBe(HttpStatusCode.OK);

        var set = await user.SetBecomesAsync(made.Set.Id, seen => seen.Counts.Killed == 2, "All jobs killed");
        Assert.Equal(("Cancelled", "Withdrawn", "cancelled"), (set.State, set.On![0].State, set.On[1].When));
        (await user.PostAsync($"/api/job-sets/{made.Set.Id}/jobs", SetSession.Body(ids))).MustBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Delete_Set_LeavesJobsAndNothingElse()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var user = community.User();
        var made = await user.MakeSetAsync(ids, """ "on":[{"when":"all-ended","do":"kill-rest"}],"notices":[{"to":"mail"}] """);

        (await user.DeleteAsync($"/api/job-sets/{made.Set.Id}")).MustBe(HttpStatusCode.NoContent);

        (await user.GetAsync($"/api/job-sets/{made.Set.Id}")).MustBe(HttpStatusCode.NotFound);
        foreach (var table in new[] { "x_JobSets", "x_JobSetJobs", "x_JobSetRules", "x_JobSetNotices" })
            await Eventually.SeeAsync(() => community.Server.CountAsync("JobDB", table, $"SetID = {made.Set.Id}"), count => count == 0, $"{table} empty");
        Assert.Equal("Waiting", await user.StatusAsync(ids[0]));
    }

    [Fact]
    public async Task Delete_WhileItKills_IsRefusedUntilTheKillIsDone()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var made = await user.MakeSetAsync(await community.WaitingAsync());
        var path = $"/api/job-sets/{made.Set.Id}";
        var rule = await community.Server.FireAsync(made.Set.Id, TimeProvider.System.GetUtcNow());

        var refusal = await user.DeleteAsync(path);

        refusal.MustBe(HttpStatusCode.Conflict);
        Assert.Contains("still killing jobs", refusal.Detail, StringComparison.Ordinal);
        await community.Server.EndAsync(made.Set.Id, rule);
        (await user.DeleteAsync(path)).MustBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Delete_ActionThatDiedLongAgo_HoldsNothingBack()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var made = await user.MakeSetAsync(await community.WaitingAsync());
        await community.Server.FireAsync(made.Set.Id, TimeProvider.System.GetUtcNow().AddDays(-2));

        (await user.DeleteAsync($"/api/job-sets/{made.Set.Id}")).MustBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Search_SnapshotOfOwnJobs_BecomesTheSet()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3, """[ Executable = "/bin/true"; JobGroup = "g1"; ]""");
        await community.WaitingAsync(1);
        await community.User("eve").SubmitAsync("""[ Executable = "/bin/true"; JobGroup = "g1"; ]""");

        var reply = await community.User().PostAsync("/api/job-sets", """{"search":[{"parameter":"JobGroup","operator":"eq","value":"g1"}]}""");

        Assert.Equal(ids, (await MembersAsync(community.User(), reply.Read(ModelJsonContext.Default.JobSetChange).Set.Id)).Select(member => member.JobId));
    }

    [Fact]
    public async Task Create_MixedJobs_TellsEachThatCannotBeInIt()
    {
        var community = await CommunityAsync();
        var mine = (await community.WaitingAsync())[0];
        var theirs = (await community.User("eve").SubmitAsync(Community.Simple))[0];
        var foreign = (await new Community(community.Server).WaitingAsync())[0];

        var made = await community.User().MakeSetAsync([mine, theirs, foreign, 4_000_000_000, mine, -1]);

        Assert.Equal(1, made.Added);
        Assert.Equal(new long[] { -1, foreign, 4_000_000_000, theirs }.Order(), made.Failed.Keys.Order());
        Assert.Contains("belongs to eve", made.Failed[theirs].Detail, StringComparison.Ordinal);
        Assert.Contains("does not exist", made.Failed[foreign].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_SeeNothing_GroupAndAdministratorDo()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync();
        var made = await community.User().MakeSetAsync(ids);
        var path = $"/api/job-sets/{made.Set.Id}";
        var mate = community.Server.As(new UserIdentity(
            "kim", community.Vo, $"{community.Vo}_user", new PropertySet([DiracProperties.NormalUser, DiracProperties.JobSharing])));

        foreach (var stranger in new[] { community.User("eve"), new Community(community.Server).User(), new Community(community.Server).Administrator() })
        {
            (await stranger.GetAsync(path)).MustBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"{path}?wait=1")).MustBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"{path}/jobs")).MustBe(HttpStatusCode.NotFound);
            (await stranger.PostAsync($"{path}/jobs", SetSession.Body(ids))).MustBe(HttpStatusCode.NotFound);
            (await stranger.PostAsync($"{path}/close", "")).MustBe(HttpStatusCode.NotFound);
            (await stranger.PostAsync($"{path}/cancel?kill=true", "")).MustBe(HttpStatusCode.NotFound);
            (await stranger.DeleteAsync(path)).MustBe(HttpStatusCode.NotFound);
            Assert.DoesNotContain($"\"id\":{made.Set.Id},", (await stranger.GetAsync("/api/job-sets?all=true")).Text, StringComparison.Ordinal);
        }

        foreach (var friend in new[] { community.User(), mate, community.Administrator() })
            Assert.Contains($"\"id\":{made.Set.Id},", (await friend.GetAsync("/api/job-sets?all=true")).Text, StringComparison.Ordinal);
        Assert.Null((await mate.SetAsync(made.Set.Id)).Secret);
        (await mate.DeleteAsync(path)).MustBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"job_ids":[]}""")]
    [InlineData("""{"job_ids":null}""")]
    [InlineData("""{"search":[]}""")]
    [InlineData("""{"job_ids":[{id}],"search":[{"parameter":"Status","operator":"eq","value":"Done"}]}""")]
    [InlineData("""{"search":[{"parameter":"Colour","operator":"eq","value":"red"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[null]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"sometime","do":"kill-rest"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"dance"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"reschedule-failed"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"submit"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"submit","jdl":["[ Executable = ]"]}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"submit","jdl":["[ Executable = \"x\"; ]"],"then":{"on":[{"when":"all-done","do":"submit","jdl":["x"]}]}}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"all-done","do":"kill-rest","jdl":["x"]}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"any-failed","at_least":"0","do":"kill-rest"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"any-failed","at_least":"101%","do":"kill-rest"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"first-failed","at_least":"5","do":"kill-rest"}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"first-failed","do":"reschedule-failed","most":1000}]}""")]
    [InlineData("""{"job_ids":[{id}],"on":[{"when":"first-failed","do":"notify"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"mail","when":["never"]}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"mail","when":[]}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"mail","digest_minutes":-1}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"mailto:somebody@else.org"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"mailto:a@lists.example.org\r\nBcc: b@else.org"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"ftp://example.org/"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"http://example.org/"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"https://10.0.0.1/"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"https://[fd00::1]/"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"https://169.254.169.254/latest"}]}""")]
    [InlineData("""{"job_ids":[{id}],"notices":[{"to":"https://user:secret@example.org/"}]}""")]
    [InlineData("""{"job_ids":[{id}],"secret":"short"}""")]
    [InlineData("""{"job_ids":[{id}],"name":"a\nb"}""")]
    [InlineData("""{"job_ids":[{id}],"nmae":"typo"}""")]
    [InlineData("""{"job_ids":[4000000000]}""")]
    public async Task Create_BadInput_IsRefusedAndMakesNothing(string body)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        var reply = await community.User().PostAsync("/api/job-sets", body.Replace("{id}", $"{id}", StringComparison.Ordinal));

        Assert.True((int)reply.Status is >= 400 and < 500, reply.ToString());
        Assert.Equal("[]", (await community.User().GetAsync("/api/job-sets")).Text);
    }

    [Theory]
    [InlineData("?wait=61", HttpStatusCode.BadRequest)]
    [InlineData("?wait=x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?wait=1&until=tomorrow", HttpStatusCode.BadRequest)]
    [InlineData("/jobs?state=Happy", HttpStatusCode.BadRequest)]
    [InlineData("/jobs?limit=100000000", HttpStatusCode.UnprocessableEntity)]
    public async Task Show_BadQuery_IsRefused(string query, HttpStatusCode status)
    {
        var community = await CommunityAsync();
        var made = await community.User().MakeSetAsync(await community.WaitingAsync());

        (await community.User().GetAsync($"/api/job-sets/{made.Set.Id}{query}")).MustBe(status);
    }

    private static long Ago(int days) => TimeProvider.System.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds();

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    private static async Task<IReadOnlyList<JobSetMember>> MembersAsync(Session session, long set) =>
        (await session.GetAsync($"/api/job-sets/{set}/jobs?limit=10000")).Read(ModelJsonContext.Default.IReadOnlyListJobSetMember);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
