using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Tests.Stores;

public sealed class JobStoreSqlite(Support.Stores stores) : JobStoreContract(stores, Engine.Sqlite);

public sealed class JobStoreMySql(Support.Stores stores) : JobStoreContract(stores, Engine.MySql);

public abstract class JobStoreContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    [Fact]
    public async Task Insert_Many_NumbersFollowEachOtherAndRowsHaveTheDefaults()
    {
        var ids = await AddJobsAsync(1_203, "JobName = \"n %j\"; InputData = {\"LFN:/demo/a\",\"/demo/b\"};");

        Assert.Equal(1_203, ids.Count);
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(1, await CountAsync("JobDB", "Jobs", $"JobID = {ids[700]} AND JobName = 'n {ids[700]}' AND JobType = 'User' AND JobGroup = '00000000' AND VerifiedFlag = 'True'"));
        Assert.Equal(2, await CountAsync("JobDB", "InputData", $"JobID = {ids[0]} AND Status = 'AprioriGood'"));
        var text = (await ReadAsync("JobDB", (session, token) => JobStore.LoadJdlsAsync(session, [ids[^1]], token))).Single();
        Assert.Contains($"JobID = {ids[^1]};", text.DerivedText, StringComparison.Ordinal);
        Assert.DoesNotContain("JobID", text.OriginalText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insert_Concurrently_NumbersAreNeverShared()
    {
        var sets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AddJobsAsync(60)));

        Assert.Equal(480, sets.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public async Task Insert_BesideOtherProgramsInserts_NeverTakesTheNumberOneOfTheseWasGiven()
    {
        var ours = Enumerable.Range(0, 4).Select(_ => RepeatAsync(async () => await AddJobsAsync(2)));
        var others = Enumerable.Range(0, 4).Select(_ => RepeatAsync(async () => [await WriteAsync("JobDB", InsertAsPythonDiracAsync)]));

        var ids = (await Task.WhenAll(ours.Concat(others))).SelectMany(found => found).ToList();

        Assert.Equal(4 * 100 * 3, ids.Distinct().Count());

        static Task<List<long>> RepeatAsync(Func<Task<IReadOnlyList<long>>> insert) => Task.Run(async () =>
        {
            var found = new List<long>();
            for (var round = 0; round < 100; round++)
                found.AddRange(await insert());
            return found;
        });

        static async Task<long> InsertAsPythonDiracAsync(IDbSession session, CancellationToken token)
        {
            await session.ExecuteAsync("INSERT INTO {JobJDLs} (JDL, JobRequirements, OriginalJDL) VALUES ('', '', '[]')", null, token);
            return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, token);
        }
    }

    [Fact]
    public async Task Load_AnotherVo_LeavesOut()
    {
        var ids = await AddJobsAsync(2);

        Assert.Equal(ids, (await ReadAsync("JobDB", (session, token) => JobStore.LoadAsync(session, "demo", [.. ids, 4_000_000_000], token))).Select(row => row.JobID));
        Assert.Empty(await ReadAsync("JobDB", (session, token) => JobStore.LoadAsync(session, "other", ids, token)));
        Assert.Empty(await ReadAsync("JobDB", (session, token) => JobStore.LoadAsync(session, "demo", [], token)));
    }

    [Fact]
    public async Task SetMatched_ManyAtOnce_OnlyOneWins()
    {
        var id = (await AddJobsAsync(1))[0];
        await WriteAsync("JobDB", (session, token) => JobStore.MoveAsync(session, [id], JobStatus.Waiting, "x", "y", Now, token));

        var wins = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => WriteAsync("JobDB", (session, token) => JobStore.SetMatchedAsync(session, id, $"Site{n}", Now, token))));

        Assert.Single(wins, won => won);
    }

    [Theory]
    [InlineData("Matched", "Running")]
    [InlineData("Stalled", "Running")]
    [InlineData("Killed", "Killed")]
    [InlineData("Completing", "Completing")]
    public async Task Beat_MovesOnlyMatchedAndStalled(string before, string after)
    {
        var id = (await AddJobsAsync(1))[0];
        await WriteAsync("JobDB", (session, token) => JobStore.MoveAsync(session, [id], Enum.Parse<JobStatus>(before), "x", "y", Now, token));

        await WriteAsync("JobDB", (session, token) => JobStore.BeatAsync(session, [id], Now.AddSeconds(5), token));

        var row = (await ReadAsync("JobDB", (session, token) => JobStore.LoadAsync(session, null, [id], token))).Single();
        Assert.Equal((after, Now.AddSeconds(5)), (row.Status, row.HeartBeatTime));
    }

    [Fact]
    public async Task Parameters_SetTwice_LastCountsAndAtticKeepsTheCycle()
    {
        var id = (await AddJobsAsync(1))[0];
        await WriteAsync("JobDB", (session, token) => ParameterStore.SetAsync(session, [(id, "A", "1"), (id, "B", "é")], token));
        await WriteAsync("JobDB", (session, token) => ParameterStore.SetAsync(session, [(id, "A", "2")], token));
        await WriteAsync("JobDB", (session, token) => ParameterStore.SetOptimizerAsync(session, [(id, "OptimizerChain", "x")], token));

        var before = await ReadAsync("JobDB", (session, token) => ParameterStore.GetAsync(session, [id], null, token));
        for (var time = 0; time < 2; time++) await WriteAsync("JobDB", (session, token) => ParameterStore.MoveToAtticAsync(session, id, 3, token));

        Assert.Equal([("A", "2"), ("B", "é")], before.Select(value => (value.Name, value.Value)));
        Assert.Empty(await ReadAsync("JobDB", (session, token) => ParameterStore.GetAsync(session, [id], null, token)));
        Assert.Empty(await ReadAsync("JobDB", (session, token) => ParameterStore.GetOptimizerAsync(session, id, token)));
        Assert.Equal(2, await CountAsync("JobDB", "AtticJobParameters", $"JobID = {id} AND RescheduleCycle = 3"));
    }

    [Fact]
    public async Task Commands_SameOrderInOneSecond_IsOneAndIsToldUntilDone()
    {
        var id = (await AddJobsAsync(1))[0];
        for (var time = 0; time < 2; time++) await WriteAsync("JobDB", (session, token) => CommandStore.AddAsync(session, id, "Kill", "", Now, token));

        var open = Assert.Single(await ReadAsync("JobDB", (session, token) => CommandStore.OpenAsync(session, [id], token)));
        await WriteAsync("JobDB", (session, token) => CommandStore.DoneAsync(session, CommandRow.FromId(open.Id)!, Now, token));

        Assert.Empty(await ReadAsync("JobDB", (session, token) => CommandStore.OpenAsync(session, [id], token)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1|2|3")]
    [InlineData("x|2026-01-01 00:00:00|Kill|")]
    [InlineData("1|yesterday|Kill|")]
    [InlineData("1|2026-01-01 00:00:00|λ|")]
    public void Command_IdThatIsNoneOfOurs_IsNull(string id) => Assert.Null(CommandRow.FromId(id));
}
