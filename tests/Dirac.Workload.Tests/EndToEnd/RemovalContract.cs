using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Jobs.Removal;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class RemovalSqlite(Servers servers) : RemovalContract(servers, Engine.Sqlite);

public sealed class RemovalMySql(Servers servers) : RemovalContract(servers, Engine.MySql);

public abstract class RemovalContract(Servers servers, Engine engine)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Remove_JobWithEverything_LeavesNothingInAnyDatabase()
    {
        var community = await CommunityAsync();
        var (id, other) = await WithEverythingAsync(community);

        var removed = await RemoveAsync(community, id, 4_000_000_000);

        Assert.Equal([id], removed);
        foreach (var table in JobRemovalStore.Tables) Assert.Equal(0, await community.Server.CountAsync("JobDB", table, $"JobID = {id}"));
        await Eventually.SeeAsync(() => LeftAsync(community.Server, id), left => left == 0, "The end of the job in the other databases");
        Assert.Equal("Waiting", await community.User().StatusAsync(other));
        Assert.NotEmpty(await community.User().LogAsync(other));
        Assert.Equal([("Waiting", 1L)], await CountedAsync(community));
    }

    [Fact]
    public async Task Remove_JobWithARunningPayload_IsLeftUntilItIsGone()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var pilot = community.Pilot("p1");
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;

        Assert.Empty(await RemoveAsync(community, id));

        await pilot.ReportAsync(Reports.End(job, 1, "Done"));
        Assert.Equal([id], await RemoveAsync(community, id));
    }

    [Fact]
    public async Task RemovedJobs_TaskRepeated_ChangesNothing()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await RemoveAsync(community, ids[0]);
        await Eventually.SeeAsync(() => LeftAsync(community.Server, ids[0]), left => left == 0, "The end of the job in the other databases");

        await community.Server.StartRoundAsync(new RemovedJobs([ids[0]]));
        await Eventually.SeeAsync(
            () => community.Server.CountAsync("JobDB", "x_Tasks", "Name = 'ForgetRemovedJobs'"), count => count == 0, "The end of the repeated task");

        Assert.Equal("Waiting", await community.User().StatusAsync(ids[1]));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_DeadTasks", "Name = 'ForgetRemovedJobs'"));
    }

    [Fact]
    public async Task Tables_OfOneJob_AreAllKnownToTheRemoval()
    {
        var server = (await CommunityAsync()).Server;
        var tables = await server.Database("JobDB").ReadAsync(
            (session, token) => session.QueryAsync<string>(
                engine == Engine.MySql
                    ? "SELECT TABLE_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'JobID'"
                    : "SELECT substr(m.name, 7) FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'JobDB%' AND c.name = 'JobID'",
                null,
                token),
            Cancellation);

        // Lines of history go to JobLoggingDB first and are deleted there; operations and sets remember their jobs until they go themselves.
        Assert.Equal(JobRemovalStore.Tables.Concat(["x_LoggingOutbox", "x_OperationJobs", "x_JobSetJobs"]).Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
    }

    private static Task<IReadOnlyList<long>> RemoveAsync(Community community, params long[] ids) => community.Server.Database("JobDB").WriteAsync(
        (session, token) => community.Server.Services.GetRequiredService<JobRemoval>().RunAsync(session, ids, token), Cancellation);

    // A job with rows wherever a job can have some, and another one beside it.
    private static async Task<(long Id, long Other)> WithEverythingAsync(Community community)
    {
        var server = community.Server;
        var ids = await community.WaitingAsync(2, """[ Executable = "/bin/true"; ]""");
        var id = ids[0];
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{InputData}} (JobID, LFN) VALUES ({id}, '/vo/a')");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{JobParameters}} (JobID, Name, Value) VALUES ({id}, 'A', 'x')");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{AtticJobParameters}} (JobID, Name, Value, RescheduleCycle) VALUES ({id}, 'A', 'x', 0)");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{HeartBeatLoggingInfo}} (JobID, Name, Value, HeartBeatTime) VALUES ({id}, 'A', '1', '2026-01-01 00:00:00')");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{JobCommands}} (JobID, Command, Arguments, ReceptionTime) VALUES ({id}, 'Kill', '', '2026-01-01 00:00:00')");
        await server.ExecuteAsync(
            "JobDB",
            $"INSERT INTO {{x_JobAttempts}} (JobID, Attempt, MatchId, PilotStamp, Site, LeaseUntilMs, StartedMs, EndedMs) VALUES ({id}, 1, '{Guid.NewGuid():N}', 'p', 's', 1, 1, 1)");
        await server.ExecuteAsync("SandboxMetadataDB", $"INSERT INTO {{sb_EntityMapping}} (SBId, EntityId, Type) VALUES (1, 'Job:{id}', 'Input')");
        return (id, ids[1]);
    }

    private static async Task<long> LeftAsync(WorkloadServer server, long id) =>
        await server.CountAsync("TaskQueueDB", "tq_Jobs", $"JobId = {id}") + await server.CountAsync("JobLoggingDB", "LoggingInfo", $"JobID = {id}")
        + await server.CountAsync("SandboxMetadataDB", "sb_EntityMapping", $"EntityId = 'Job:{id}'") + await server.CountAsync("JobDB", "x_LoggingOutbox", $"JobID = {id}");

    private static async Task<IEnumerable<(string Status, long Jobs)>> CountedAsync(Community community)
    {
        var rows = await community.Server.Database("JobDB").ReadAsync(
            (session, token) => session.QueryAsync<Counted>(
                $"SELECT Status, SUM(Jobs) AS Jobs FROM {JobCounts.Source("VO = @Vo")} GROUP BY Status HAVING SUM(Jobs) <> 0", new { community.Vo }, token),
            Cancellation);
        return rows.Select(row => (row.Status, row.Jobs));
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));

    private sealed class Counted
    {
        public string Status { get; init; } = "";

        public long Jobs { get; init; }
    }
}
