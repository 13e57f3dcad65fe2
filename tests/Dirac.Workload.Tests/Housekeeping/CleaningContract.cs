using System.Globalization;
using Dirac.Persistence;
using Dirac.Workload.Housekeeping;
using Dirac.Workload.Housekeeping.Cleaning;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Rescue;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class CleaningSqlite(HousekeepingServers servers) : CleaningContract(servers, Engine.Sqlite);

public sealed class CleaningMySql(HousekeepingServers servers) : CleaningContract(servers, Engine.MySql);

public abstract class CleaningContract(HousekeepingServers servers, Engine engine)
{
    [Fact]
    public async Task Clean_DeletedJobs_GoWithEverythingThatWasTheirs()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        await community.User().ControlAsync("delete", ids[0], ids[1]);

        await CleanAsync(community);

        Assert.Equal([ids[2]], await NumbersAsync(community));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "JobJDLs", $"JobID IN ({ids[0]}, {ids[1]})"));
        await Eventually.SeeAsync(() => community.Server.CountAsync("JobLoggingDB", "LoggingInfo", $"JobID IN ({ids[0]}, {ids[1]})"), count => count == 0, "The end of the history");
        Assert.Equal(1, await CountedAsync(community));
    }

    [Fact]
    public async Task Clean_EndedLongAgo_IsDeletedThenRemovedAndTheRestStays()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(6);
        await AgeAsync(community, ids[0], "Done", days: 8);
        await AgeAsync(community, ids[1], "Done", days: 6);
        await AgeAsync(community, ids[2], "Failed", days: 8);
        await AgeAsync(community, ids[3], "Waiting", days: 8);
        await AgeAsync(community, ids[4], "Completed", days: 8);
        await AgeAsync(community, ids[5], "Done", days: 8);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET JobType = 'MCSimulation' WHERE JobID = {ids[5]}");

        await CleanAsync(community);

        Assert.Equal(["Deleted", "Done", "Deleted", "Waiting", "Completed", "Done"], await StatusesAsync(community, ids));
        Assert.Equal("JobCleaningAgent", (await community.User().LogAsync(ids[0]))[^1].Source);
        await CleanAsync(community);
        Assert.Equal([ids[1], ids[3], ids[4], ids[5]], await NumbersAsync(community));
    }

    [Fact]
    public async Task Clean_MistypedDelay_RemovesNothingUntilItIsMended()
    {
        const string Delay = "/Systems/WorkloadManagement/Agents/JobCleaningAgent/RemoveStatusDelay/Done";
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        await AgeAsync(community, ids[0], "Done", days: 8);
        await community.User().ControlAsync("delete", ids[1]);
        await community.Server.ConfigureAsync(Delay, "7 dayz");

        await CleanAsync(community);
        Assert.Equal(["Done", "Deleted"], await StatusesAsync(community, ids));
        await community.Server.ConfigureAsync(Delay, "7");
        await CleanAsync(community);

        Assert.Equal("Deleted", await community.User().StatusAsync(ids[0]));
    }

    [Fact]
    public async Task Clean_JobWhosePayloadMayRun_Waits()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var pilot = community.Pilot($"{community.Vo}-p");
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;
        await community.User().ControlAsync("delete", id);
        await community.User().ControlAsync("delete", id);

        await CleanAsync(community);
        Assert.Equal("Deleted", await community.User().StatusAsync(id));
        await pilot.ReportAsync(Reports.End(job, 1));
        await CleanAsync(community);

        Assert.Empty(await NumbersAsync(community));
    }

    [Fact]
    public async Task Clean_MoreThanAtOnce_RemovesAll()
    {
        var community = await CommunityAsync();
        await community.Server.ConfigureAsync("/Systems/WorkloadManagement/Agents/JobCleaningAgent/MaxJobsAtOnce", "7");
        var ids = await community.User().SubmitAsync([.. Enumerable.Repeat(Community.Simple, 50)]);
        foreach (var id in ids) await community.QueuedAsync(id);
        await community.User().ControlAsync("delete", [.. ids]);

        await CleanAsync(community);

        Assert.Empty(await NumbersAsync(community));
        Assert.Equal(0, await CountedAsync(community));
    }

    [Fact]
    public async Task FirstSince_AnyMoment_IsTheFirstJobNotOlder()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(5);
        for (var index = 0; index < ids.Count; index++)
        {
            await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET SubmissionTime = '{2090 + index}-01-01 00:00:00' WHERE JobID = {ids[index]}");
        }

        for (var index = 0; index < ids.Count; index++)
        {
            var moment = new DateTime(2090 + index, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var first = await community.Server.Database("JobDB").ReadAsync(
                (session, token) => JobCleaningStore.FirstSinceAsync(session, moment, token), TestContext.Current.CancellationToken);
            Assert.InRange(first, index == 0 ? 0 : ids[index - 1] + 1, ids[index]);
        }

        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET SubmissionTime = LastUpdateTime WHERE VO = '{community.Vo}'");
    }

    [Fact]
    public async Task CleanSandboxes_FileWithoutRow_GoesAfterADayWithItsDirectories()
    {
        var community = await CommunityAsync();
        var folder = Path.Combine(community.Server.Sandboxes, community.Vo, "group", "ann", "aa");
        var (old, fresh, foreign) = (Name(folder, 'a'), Name(Path.Combine(community.Server.Sandboxes, community.Vo, "group", "eve", "bb"), 'b'), Path.Combine(community.Server.Sandboxes, "README"));
        foreach (var file in new[] { old, fresh, foreign })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        }

        var half = old + ".0123.new";
        await File.WriteAllTextAsync(half, "x", TestContext.Current.CancellationToken);
        foreach (var file in new[] { old, half, foreign }) File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await community.Server.RoundAsync(new SandboxRound(), "CleanSandboxes");

        Assert.Equal((false, true, true), (Directory.Exists(Path.GetDirectoryName(folder)), File.Exists(fresh), File.Exists(foreign)));
    }

    [Fact]
    public async Task CleanSandboxes_FilePutAsideOfASandboxThatIsKnown_IsPutBack()
    {
        var community = await CommunityAsync();
        var file = Name(Path.Combine(community.Server.Sandboxes, community.Vo, "group", "ann", "cc"), 'c');
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file + ".0123.gone", "x", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file + ".0123.gone", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await community.Server.ExecuteAsync("SandboxMetadataDB", $"INSERT INTO {{sb_Owners}} (Owner, OwnerGroup, VO) VALUES ('ann', 'group', '{community.Vo}')");
        await community.Server.ExecuteAsync(
            "SandboxMetadataDB",
            $"INSERT INTO {{sb_SandBoxes}} (OwnerId, SEName, SEPFN, RegistrationTime, LastAccessTime) SELECT OwnerId, 'ProductionSandboxSE',"
            + $" '/S3/sandboxes/{community.Vo}/group/ann/sha256:{new string('c', 64)}.tar.zst', '2099-01-01 00:00:00', '2099-01-01 00:00:00' FROM {{sb_Owners}} WHERE VO = '{community.Vo}'");

        await community.Server.RoundAsync(new SandboxRound(), "CleanSandboxes");

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task DeadOptimizer_JobInChecking_FailsWithTheError()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Checking', MinorStatus = 'JobSanity' WHERE JobID IN ({ids[0]}, {ids[1]})");
        foreach (var (id, optimizer) in new[] { (ids[0], "JobSanity"), (ids[1], "InputData"), (ids[2], "JobScheduling") })
        {
            await BuryAsync(community, id, optimizer);
        }

        await community.Server.RoundAsync(new DeadOptimizerRound(), "FailDeadOptimizations");

        var row = await community.User().RowAsync(ids[0]);
        Assert.Equal(
            ("Failed", "JobSanity optimizer", "The disk is full."),
            (row.GetProperty("Status").GetString(), row.GetProperty("MinorStatus").GetString(), row.GetProperty("ApplicationStatus").GetString()));
        Assert.Equal("JobSanity", (await community.User().LogAsync(ids[0]))[^1].Source);
        Assert.Equal(["Checking", "Waiting"], await StatusesAsync(community, [ids[1], ids[2]]));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_DeadTasks", "Name = 'OptimizeJobs'"));
    }

    [Fact]
    public async Task Requeue_WaitingJobInNoQueue_IsPutBackWhenTheNumbersDifferTwice()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("TaskQueueDB", $"DELETE FROM {{tq_Jobs}} WHERE JobId = {id}");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET LastUpdateTime = '2026-01-01 00:00:00' WHERE JobID = {id}");

        for (var look = 0; look < 2; look++) await community.Server.RoundAsync(new RequeueRound(), "RequeueWaitingJobs");

        await community.QueuedAsync(id);
        Assert.Equal(id, (await community.Pilot($"{community.Vo}-p").MatchAsync(Community.Offer(wait: 10)))!.JobID);
    }

    private static Task<int> BuryAsync(Community community, long id, string optimizer) => community.Server.Database("JobDB").WriteAsync(
        (session, token) => session.ExecuteAsync(
            "INSERT INTO {x_DeadTasks} (TaskID, Name, Priority, Size, Body, Attempt, Reason, CreatedMs, DiedMs, Errors)"
            + " VALUES (@task, 'OptimizeJobs', 0, 0, @body, 5, 'Failed', 1, 2, @errors)",
            new
            {
                task = id + 1_000_000,
                body = $$"""{"Jobs":[{{id}}],"Optimizer":"{{optimizer}}"}""",
                errors = """[{"Attempt":5,"At":"2026-01-01T00:00:00Z","Error":"The disk is full.\n at Somewhere"}]""",
            },
            token),
        TestContext.Current.CancellationToken);

    private static string Name(string folder, char digit) => Path.Combine(folder, $"{new string(digit, 64)}.tar.zst");

    private static Task CleanAsync(Community community) => community.Server.RoundAsync(new JobCleaningRound(), "JobCleaningAgent");

    // Numbers rise with the time of submission: those before it are as old.
    private static async Task AgeAsync(Community community, long id, string status, int days)
    {
        var time = TimeProvider.System.GetUtcNow().AddDays(-days).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET SubmissionTime = '2026-01-01 00:00:00' WHERE JobID <= {id}");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}', LastUpdateTime = '{time}' WHERE JobID = {id}");
    }

    private static Task<IReadOnlyList<long>> NumbersAsync(Community community) => community.Server.Database("JobDB").ReadAsync(
        (session, token) => session.QueryAsync<long>("SELECT JobID FROM {Jobs} WHERE VO = @Vo ORDER BY JobID", new { community.Vo }, token), TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<string>> StatusesAsync(Community community, IReadOnlyList<long> ids)
    {
        var statuses = new List<string>();
        foreach (var id in ids) statuses.Add(await community.User().StatusAsync(id));
        return statuses;
    }

    private static Task<long> CountedAsync(Community community) => community.Server.Database("JobDB").ReadAsync(
        (session, token) => session.ScalarAsync<long>($"SELECT COALESCE(SUM(Jobs), 0) FROM {JobCounts.Source("VO = @Vo")}", new { community.Vo }, token),
        TestContext.Current.CancellationToken);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
