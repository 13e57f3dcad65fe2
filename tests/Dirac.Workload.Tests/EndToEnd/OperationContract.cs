using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Operations;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class OperationSqlite(Servers servers) : OperationContract(servers, Engine.Sqlite);

public sealed class OperationMySql(Servers servers) : OperationContract(servers, Engine.MySql);

/// <summary>One request for many jobs; the test server changes 20 jobs in a step.</summary>
public abstract class OperationContract(Servers servers, Engine engine)
{
    private const int Many = 105;

    [Fact]
    public async Task Kill_NamedJobs_AllAreKilledAndCounted()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(Many);

        var accepted = await community.User().StartAsync("kill", ids);
        var ended = await community.User().EndOfAsync(accepted.Id);

        Assert.Equal(("kill", "ann", Many, true), (accepted.Verb, accepted.Owner, accepted.Total, accepted.IsTotalKnown));
        Assert.Equal(("Done", Many, Many, 0), (ended.State, ended.Done, ended.Succeeded, ended.Failed));
        Assert.Equal([("Succeeded", "Killed", Many)], Outcomes(ended));
        Assert.Empty(ended.Failures!);
        Assert.NotNull(ended.Started);
        Assert.True(ended.Ended >= ended.Created);
        Assert.Equal(Many, await WithStatusAsync(community, "Killed"));
        Assert.Equal(0, await community.Server.CountAsync("TaskQueueDB", "tq_Jobs", $"JobId IN ({string.Join(',', ids)})"));
    }

    [Fact]
    public async Task Filter_TakesJobsOfThatMomentOnly()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, Many);
        await community.PlaceAsync(ids, "Failed");
        await community.PlaceAsync([ids[3]], "Done");

        var ended = await FilterAsync(community, community.User(), "delete", Condition("Status", "Failed"));

        Assert.Equal(("Done", Many - 1, Many - 1), (ended.State, ended.Total, ended.Succeeded));
        Assert.Equal("Done", await community.User().StatusAsync(ids[3]));
        Assert.Equal("Status", Assert.Single(ended.Search!).Parameter);
    }

    [Fact]
    public async Task Filter_NothingFits_IsDoneAtOnce()
    {
        var community = await CommunityAsync();

        var ended = await FilterAsync(community, community.User(), "kill", Condition("JobName", "nothing is called so"));

        Assert.Equal(("Done", 0, true), (ended.State, ended.Total, ended.IsTotalKnown));
    }

    [Fact]
    public async Task Filter_ByPilot_TakesTheJobsItTook()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(2);
        var stamp = Unique.Name("taker");
        var taken = await community.Pilot(stamp).MatchAsync(Community.Offer(wait: 20));

        var ended = await FilterAsync(community, community.User(), "kill", Condition("PilotStamp", stamp));

        Assert.Equal((1, 1), (ended.Total, ended.Succeeded));
        Assert.Equal("Killed", await community.User().StatusAsync(taken!.JobID));
        Assert.Equal(1, await WithStatusAsync(community, "Killed"));
    }

    [Fact]
    public async Task Filter_ThatMatchesAll_LeavesForeignJobsAndOtherVosAlone()
    {
        var community = await CommunityAsync();
        var mine = await SubmittedAsync(community, 30);
        var theirs = await community.User("eve").SubmitAsync(Community.Simple, Community.Simple);
        var stranger = new Community(community.Server);
        var elsewhere = await stranger.User().SubmitAsync(Community.Simple);

        var ended = await FilterAsync(community, community.User(), "kill", """{"parameter":"JobID","operator":"gt","value":0}""");

        Assert.Equal((32, 30, 2), (ended.Total, ended.Succeeded, ended.Failed));
        Assert.Contains(("Failed", "It belongs to eve; you (ann) may not do this.", 2), Outcomes(ended));
        Assert.Equal(theirs, ended.Outcomes!.Single(outcome => outcome.Kind == "Failed").JobIds);
        Assert.Equal(theirs, ended.Failures!.Select(failure => failure.JobId));
        Assert.Equal(mine.Count, await WithStatusAsync(community, "Killed"));
        Assert.NotEqual("Killed", await stranger.User().StatusAsync(elsewhere[0]));
    }

    [Fact]
    public async Task Ids_MissingForeignOfAnotherVoAndTwice_EachHasItsReason()
    {
        var community = await CommunityAsync();
        var mine = await SubmittedAsync(community, 1);
        var theirs = (await community.User("eve").SubmitAsync(Community.Simple))[0];
        var elsewhere = (await new Community(community.Server).User().SubmitAsync(Community.Simple))[0];

        var ended = await community.User().OperateAsync("kill", mine[0], mine[0], theirs, elsewhere, 4_000_000_000, -7, long.MaxValue);

        Assert.Equal((6, 1, 5), (ended.Total, ended.Succeeded, ended.Failed));
        Assert.Contains(("Failed", "It does not exist.", 4), Outcomes(ended));
        Assert.Contains(new OperationFailure(theirs, "It belongs to eve; you (ann) may not do this."), ended.Failures!);
    }

    [Theory]
    [InlineData("""{"verb":"kill"}""", "empty filter")]
    [InlineData("""{"verb":"kill","search":[]}""", "empty filter")]
    [InlineData("""{"verb":"kill","job_ids":[]}""", "empty filter")]
    [InlineData("""{"verb":"kill","job_ids":[1],"search":[{"parameter":"Status","operator":"eq","value":"Done"}]}""", "Both")]
    [InlineData("""{"verb":"explode","job_ids":[1]}""", "no operation")]
    [InlineData("""{"verb":"kill","search":[{"parameter":"Nothing","operator":"eq","value":"Done"}]}""", "Nothing")]
    [InlineData("""{"verb":"kill","search":[{"parameter":"Status","operator":"is","value":"Done"}]}""", "is")]
    [InlineData("""{"verb":"kill","search":[null]}""", "null")]
    public async Task Create_NonsenseRequest_IsRefused(string body, string word)
    {
        var community = await CommunityAsync();

        var reply = (await community.User().TryStartAsync(body)).MustBe(HttpStatusCode.BadRequest);

        Assert.Contains(word, reply.Detail, StringComparison.Ordinal);
        Assert.Equal("[]", (await community.User().GetAsync("/api/jobs/operations")).Text);
    }

    [Fact]
    public async Task Create_OversizedNote_IsRefused()
    {
        var community = await CommunityAsync();

        (await community.User().TryStartAsync($$"""{"verb":"kill","job_ids":[1],"note":"{{new string('x', 256)}}"}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Create_MoreThanAMillionIds_IsRefused()
    {
        var community = await CommunityAsync();

        var reply = await community.User().TryStartAsync($$"""{"verb":"kill","job_ids":[{{string.Join(',', Enumerable.Repeat("1", 1_000_001))}}]}""");

        Assert.Contains("at most 1000000", reply.MustBe(HttpStatusCode.RequestEntityTooLarge).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ManyThousandIds_AreAllTried()
    {
        var community = await CommunityAsync();
        var mine = await SubmittedAsync(community, 1);
        var first = (await community.User().StartAsync("kill", [.. Enumerable.Range(1, 12_000).Select(number => 3_000_000_000L + number), mine[0]])).Id;

        Assert.Equal(12_001, (await community.User().OperationAsync(first)).Total);
        var ended = await community.User().EndOfAsync(first);

        Assert.Equal((12_001, 1, 12_000), (ended.Done, ended.Succeeded, ended.Failed));
        Assert.Equal(50, ended.Failures!.Count);
        Assert.Equal([.. Enumerable.Range(1, 10).Select(number => 3_000_000_000L + number)], ended.Outcomes!.Single(outcome => outcome.Kind == "Failed").JobIds);
    }

    [Fact]
    public async Task Reset_IsForOwnersAndAdministrators_AndFailsForEachJobOfOthers()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 2);

        var refused = await community.User("bob").OperateAsync("reset", ids);
        var reset = await community.User().OperateAsync("reset", ids);

        Assert.Equal((0, 2), (refused.Succeeded, refused.Failed));
        Assert.Equal((2, 0), (reset.Succeeded, reset.Failed));
    }

    [Fact]
    public async Task Reschedule_CountsEachJobOnce()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 45);

        var ended = await community.User().OperateAsync("reschedule", ids);

        Assert.Equal(45, ended.Succeeded);
        Assert.Equal(45, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND RescheduleCounter = 1"));
    }

    [Fact]
    public async Task Show_WithAfter_ComesBackWhenMoreIsDone()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, Many);
        var user = community.User();
        var operation = await user.StartAsync("kill", ids);
        var seen = new List<int>();

        for (var done = 0; operation.State != "Done"; done = operation.Done)
        {
            operation = await user.OperationAsync(operation.Id, $"?wait=30&after={done}");
            seen.Add(operation.Done);
        }

        Assert.Equal(Many, seen[^1]);
        // The last may tell of the end alone.
        Assert.Equal(seen[..^1].Distinct().Order(), seen[..^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Theory]
    [InlineData("?wait=-1")]
    [InlineData("?wait=61")]
    public async Task Show_ImpossibleWait_IsRefused(string query)
    {
        var community = await CommunityAsync();
        var operation = await community.User().OperateAsync("kill", 1);

        (await community.User().GetAsync($"/api/jobs/operations/{operation.Id}{query}")).MustBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/undo")]
    public async Task Operation_OfSomebodyElseOrAnotherVo_DoesNotExist(string method, string path)
    {
        var community = await CommunityAsync();
        var operation = await community.User().OperateAsync("kill", 1);

        foreach (var session in new[] { community.User("eve"), new Community(community.Server).Administrator(), new Community(community.Server).User() })
        {
            var reply = await session.SendAsync(new HttpMethod(method), $"/api/jobs/operations/{operation.Id}{path}", null);
            Assert.Contains($"There is no operation {operation.Id}.", reply.MustBe(HttpStatusCode.NotFound).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_ShowsOnesOwn_AndAllOfTheVoToAnAdministrator()
    {
        var community = await CommunityAsync();
        var mine = await community.User().OperateAsync("kill", 1);
        var theirs = await community.User("eve").OperateAsync("kill", 2);

        Assert.Equal([mine.Id], await ListAsync(community.User(), ""));
        Assert.Equal([mine.Id], await ListAsync(community.User(), "?all=true"));
        Assert.Empty(await ListAsync(community.Administrator(), ""));
        Assert.Equal([theirs.Id, mine.Id], await ListAsync(community.Administrator(), "?all=true"));
        Assert.Equal([theirs.Id], await ListAsync(community.Administrator(), "?all=true&limit=1"));
    }

    [Fact]
    public async Task TwoOperations_OnTheSameJobs_BothEndAndEachJobIsKilledOnce()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, Many);
        var user = community.User();

        var both = await Task.WhenAll(user.StartAsync("kill", ids), user.StartAsync("kill", ids));
        var first = await user.EndOfAsync(both[0].Id);
        var second = await user.EndOfAsync(both[1].Id);

        Assert.Equal((Many, Many), (first.Done, second.Done));
        Assert.Equal(Many, first.Succeeded + second.Succeeded);
        Assert.All([first, second], operation => Assert.DoesNotContain(operation.Outcomes!, outcome => outcome.Kind == "Failed" && outcome.Text != "It is Killed: there is nothing to kill."));
        Assert.Equal(1, (await user.LogAsync(ids[0])).Count(line => line.Status == "Killed"));
    }

    [Fact]
    public async Task Clean_OldOperations_AreForgottenAndYoungOnesKept()
    {
        var community = await CommunityAsync();
        var old = await community.User().OperateAsync("kill", 1, 2, 3);
        var young = await community.User().OperateAsync("kill", 1);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_Operations}} SET CreatedMs = 1, EndedMs = 2 WHERE Id = {old.Id}");

        await community.Server.StartRoundAsync(new OperationRound());
        await Eventually.SeeAsync(() => community.Server.CountAsync("JobDB", "x_Operations", $"Id = {old.Id}"), count => count == 0, "The old operation gone");

        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_OperationJobs", $"OperationId = {old.Id}"));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_OperationOutcomes", $"OperationId = {old.Id}"));
        Assert.Equal([young.Id], await ListAsync(community.User(), ""));
    }

    private static IEnumerable<(string, string, int)> Outcomes(JobOperation operation) => operation.Outcomes!.Select(outcome => (outcome.Kind, outcome.Text, outcome.Jobs));

    private static async Task<IReadOnlyList<long>> ListAsync(Session session, string query) =>
        [.. (await session.GetAsync($"/api/jobs/operations{query}")).Read(ModelJsonContext.Default.IReadOnlyListJobOperation).Select(operation => operation.Id)];

    private static async Task<JobOperation> FilterAsync(Community community, Session session, string verb, params string[] conditions)
    {
        var reply = await session.TryStartAsync($$"""{"verb":"{{verb}}","search":[{{string.Join(',', conditions)}}]}""");
        return await session.EndOfAsync(reply.Read(ModelJsonContext.Default.JobOperation).Id);
    }

    private static string Condition(string column, string value) => $$"""{"parameter":"{{column}}","operator":"eq","value":"{{value}}"}""";

    private static async Task<IReadOnlyList<long>> SubmittedAsync(Community community, int count) =>
        await community.User().SubmitAsync([.. Enumerable.Repeat(Community.Simple, count)]);

    private static Task<long> WithStatusAsync(Community community, string status) =>
        community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = '{status}'");

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
