using Dirac.Persistence;

namespace Dirac.Workload.Tests.Stores;

/// <summary>SQLite looks for jobs by the numbers it is given, whatever else is asked of them: other columns find a good part of all jobs.</summary>
public sealed class SqlitePlanTests(Support.Stores stores)
{
    private static readonly long[] Numbers = [1, 2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT JobID FROM {Jobs} WHERE JobID IN @Numbers AND VO = 'demo' ORDER BY JobID")]
    [InlineData("SELECT JobID FROM {Jobs} WHERE JobID IN @Numbers AND Status IN ('Matched', 'Stalled')")]
    [InlineData("SELECT JobID FROM {Jobs} WHERE JobID IN @Numbers AND Status = 'Waiting' AND MinorStatus = 'x'")]
    [InlineData("SELECT JobID FROM {x_JobAttempts} WHERE JobID IN @Numbers AND EndedMs IS NULL")]
    [InlineData("SELECT JobID FROM {x_JobAttempts} WHERE JobID IN @Numbers AND PilotStamp = 'p' AND EndedMs IS NULL")]
    public async Task ByNumber_LooksForTheNumbers(string sql)
    {
        var plan = await PlanAsync(sql);

        Assert.True(plan.Any(step => step.Contains("rowid=?", StringComparison.Ordinal) || step.Contains("JobID=?", StringComparison.Ordinal)), string.Join('\n', plan));
    }

    [Fact]
    public async Task ByOwner_NewestFirst_NeedsNoSorting()
    {
        var plan = await PlanAsync("SELECT JobID FROM {Jobs} WHERE VO = 'demo' AND Owner = 'ann' ORDER BY LastUpdateTime DESC, JobID DESC LIMIT 50");

        Assert.Contains(plan, step => step.Contains("x_Jobs_OwnerUpdate", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("VO = 'demo' AND Owner = 'ann'", "JobDB_Jobs_Owner ")]
    [InlineData("VO = 'demo' AND Status = 'Failed'", "JobDB_Jobs_Status ")]
    [InlineData("VO = 'demo' AND JobGroup = '00001234'", "JobDB_Jobs_JobGroup ")]
    public async Task Page_ByNumber_FindsItsJobsInTheirOrder(string condition, string index)
    {
        var plan = await PlanAsync($"SELECT JobID FROM {{Jobs}} WHERE {condition} ORDER BY JobID DESC LIMIT 50");

        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string sql)
    {
        var database = (await stores.GetAsync(Engine.Sqlite)).Get("JobDB");
        var steps = await database.ReadAsync((session, token) => session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {sql}", new { Numbers }, token), Token);
        return [.. steps.Select(step => step.Detail)];
    }

    private sealed record Step
    {
        public required string Detail { get; init; }
    }
}
