using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Tests.Stores;

public sealed class JobCountsSqlite(Support.Stores stores) : JobCountsContract(stores, Engine.Sqlite);

public sealed class JobCountsMySql(Support.Stores stores) : JobCountsContract(stores, Engine.MySql);

public abstract class JobCountsContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    private readonly string _vo = $"counts{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task Change_OfEveryKind_IsCounted()
    {
        var ids = await AddJobsAsync(10, vo: _vo);
        Assert.Equal([("ANY", "Received", 10L)], await CountedAsync());

        await WriteAsync("JobDB", (session, token) => JobStore.MoveAsync(session, [ids[0], ids[1], ids[2]], JobStatus.Waiting, "Pilot Agent Submission", "Unknown", Now, token));
        await WriteAsync("JobDB", (session, token) => JobStore.SetOptimizedAsync(
            session, [new OptimizedJob(ids[1], JobStatus.Waiting, "Pilot Agent Submission", "Unknown", "A.B.c", null, "[]")], Now, token));
        await WriteAsync("JobDB", (session, token) => JobStore.SetMatchedAsync(session, ids[0], "D.E.f", Now, token));
        await WriteAsync("JobDB", (session, token) => JobStore.BeatAsync(session, [ids[0], ids[1]], Now, token));
        await WriteAsync("JobDB", async (session, token) =>
        {
            var job = (await JobStore.LoadAsync(session, _vo, [ids[3]], token)).Single();
            await JobStore.SetStatesAsync(
                session, [new StateUpdate(job, new JobState { Status = JobStatus.Done, MinorStatus = "Execution Complete", ApplicationStatus = "x" }, Now)], Now, token);
        });

        Assert.Equal(
            [("A.B.c", "Waiting", 1L), ("ANY", "Done", 1L), ("ANY", "Received", 6L), ("ANY", "Waiting", 1L), ("D.E.f", "Running", 1L)], await CountedAsync());
        Assert.DoesNotContain((await DifferenceAsync()).All, change => change.Key.VO == _vo);
    }

    [Fact]
    public async Task Compare_AfterSomebodyElsesChange_NamesIt()
    {
        var ids = await AddJobsAsync(3, vo: _vo);
        await WriteAsync("JobDB", (session, token) => session.ExecuteAsync("UPDATE {Jobs} SET Status = 'Killed' WHERE JobID = @id", new { id = ids[0] }, token));

        var found = await DifferenceAsync();

        Assert.Equal([("Killed", 1L), ("Received", -1L)], found.All.Where(change => change.Key.VO == _vo).Select(change => (change.Key.Status, change.Jobs)));
        await WriteAsync("JobDB", (session, token) => JobCounts.WriteAsync(session, found, token));
        Assert.Equal([("ANY", "Killed", 1L), ("ANY", "Received", 2L)], await CountedAsync());
    }

    [Fact]
    public async Task Fold_AtAnyTime_ChangesNoSum()
    {
        var ids = await AddJobsAsync(4, vo: _vo);
        await FoldAsync();
        await WriteAsync("JobDB", (session, token) => JobStore.MoveAsync(session, [ids[0]], JobStatus.Killed, "x", "Unknown", Now, token));
        var before = await CountedAsync();

        await FoldAsync();

        Assert.Equal([("ANY", "Killed", 1L), ("ANY", "Received", 3L)], before);
        Assert.Equal(before, await CountedAsync());
        Assert.Equal(0, await CountAsync("JobDB", "x_JobCountDeltas", $"VO = '{_vo}'"));
    }

    [Theory]
    [InlineData("x_JobCountsBySite", "Site", "Status")]
    [InlineData("x_JobCountsBySite", "MinorStatus", "JobType")]
    [InlineData("x_JobCountsByOwner", "Owner", "JobGroup")]
    [InlineData("x_JobCounts", "Owner", "Site")]
    public async Task Source_OfSomeColumns_IsTheSmallestTableAndSumsUpToTheSame(string table, string first, string second)
    {
        var ids = await AddJobsAsync(5, vo: _vo);
        await FoldAsync();
        await WriteAsync("JobDB", (session, token) => JobStore.MoveAsync(session, [ids[0], ids[1]], JobStatus.Failed, "x", "Unknown", Now, token));
        foreach (var (id, change) in new[] { (ids[0], "Site = 'A.B.c'"), (ids[1], "JobGroup = 'g'") })
        {
            await WriteAsync("JobDB", (session, token) => JobCounts.KeepAsync(
                session, [id], () => session.ExecuteAsync($"UPDATE {{Jobs}} SET {change} WHERE JobID = @id", new { id }, token), token));
        }

        string[] columns = ["VO", first, second];

        var source = JobCounts.Source("VO = @vo", columns);
        var sums = await SumsAsync(source, first, second);

        Assert.Contains($"{{{table}}}", source, StringComparison.Ordinal);
        Assert.Equal(await SumsAsync(JobCounts.Source("VO = @vo"), first, second), sums);
        await FoldAsync();
        Assert.Equal(sums, await SumsAsync(source, first, second));
        Assert.Equal(5, sums.Sum(sum => sum.Jobs));
    }

    [Fact]
    public async Task Align_AfterAServerThatDoesNotKnowTheViews_MakesThemRight()
    {
        await AddJobsAsync(3, vo: _vo);
        await FoldAsync();
        await WriteAsync("JobDB", (session, token) => session.ExecuteAsync("UPDATE {x_JobCountsBySite} SET Jobs = 7 WHERE VO = @vo", new { vo = _vo }, token));
        await WriteAsync("JobDB", (session, token) => session.ExecuteAsync("DELETE FROM {x_JobCountsByOwner} WHERE VO = @vo", new { vo = _vo }, token));

        await WriteAsync("JobDB", JobCountStore.AlignViewsAsync);
        await WriteAsync("JobDB", JobCountStore.AlignViewsAsync);

        Assert.Equal(3, (await SumsAsync(JobCounts.Source("VO = @vo", ["VO", "Site", "Status"]), "Site", "Status")).Single().Jobs);
        Assert.Equal(3, (await SumsAsync(JobCounts.Source("VO = @vo", ["VO", "Owner", "JobGroup"]), "Owner", "JobGroup")).Single().Jobs);
    }

    private async Task<IReadOnlyList<(string, string, long Jobs)>> SumsAsync(string source, string first, string second)
    {
        var rows = await ReadAsync("JobDB", (session, token) => session.QueryAsync<Row>(
            $"SELECT {first} AS Site, {second} AS Status, SUM(Jobs) AS Jobs FROM {source} GROUP BY {first}, {second} HAVING SUM(Jobs) <> 0 ORDER BY {first}, {second}", new { vo = _vo }, token));
        return [.. rows.Select(row => (row.Site, row.Status, row.Jobs))];
    }

    private async Task FoldAsync()
    {
        while (await WriteAsync("JobDB", (session, token) => JobCountStore.FoldAsync(session, 3, token)) > 0)
        {
            Assert.False(Token.IsCancellationRequested);
        }
    }

    private Task<JobCountChanges> DifferenceAsync() => ReadAsync("JobDB", JobCountStore.CompareAsync);

    private async Task<IEnumerable<(string Site, string Status, long Jobs)>> CountedAsync()
    {
        var rows = await ReadAsync("JobDB", (session, token) => session.QueryAsync<Row>(
            $"SELECT Site, Status, SUM(Jobs) AS Jobs FROM {JobCounts.Source("VO = @vo")} GROUP BY Site, Status HAVING SUM(Jobs) <> 0 ORDER BY Site, Status", new { vo = _vo }, token));
        return rows.Select(row => (row.Site, row.Status, row.Jobs));
    }

    private sealed class Row
    {
        public string Site { get; init; } = "";

        public string Status { get; init; } = "";

        public long Jobs { get; init; }
    }
}
