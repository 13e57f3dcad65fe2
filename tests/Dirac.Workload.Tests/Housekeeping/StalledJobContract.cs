using System.Globalization;
using System.Net;
using Dirac.Persistence;
using Dirac.Workload.Housekeeping.Stalled;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Housekeeping;

public sealed class StalledJobSqlite(HousekeepingServers servers) : StalledJobContract(servers, Engine.Sqlite);

public sealed class StalledJobMySql(HousekeepingServers servers) : StalledJobContract(servers, Engine.MySql);

public abstract class StalledJobContract(HousekeepingServers servers, Engine engine)
{
    [Fact]
    public async Task Silent_RunningJobOfAnUnknownPilot_IsStalledThenFailedAndOneSignOfLifeRevivesIt()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await AgeAsync(community, id, "Running", hours: 2);

        await RoundAsync(community);
        await community.User().BecomesAsync(id, "Stalled");
        (await community.User().PatchAsync("/api/jobs/heartbeat", $$$"""{"{{{id}}}":{"LoadAverage":1}}""")).MustBe(HttpStatusCode.OK);
        Assert.Equal("Running", await community.User().StatusAsync(id));
        await AgeAsync(community, id, "Stalled", hours: 2);
        await RoundAsync(community);
        await community.User().BecomesAsync(id, "Failed");

        Assert.Equal("Job stalled: pilot not running", await MinorAsync(community, id));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id} AND Command = 'Kill'"));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "Jobs", $"JobID = {id} AND AccountedFlag = 'False'"));
        Assert.Equal("StalledJobAgent", (await community.User().LogAsync(id))[^1].Source);
    }

    [Theory]
    [InlineData("Running", 2, "Stalled", "Pilot Agent Submission")]
    [InlineData("Running", 4, "Failed", "Stalling for more than 11700 sec")]
    [InlineData("Done", 2, "Failed", "Job stalled: pilot not running")]
    public async Task Stalled_JobOfAPilotInState_Becomes(string pilot, int hours, string after, string minor)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await AgeAsync(community, id, "Stalled", hours);
        await community.Server.ExecuteAsync("JobDB", $"INSERT INTO {{JobParameters}} (JobID, Name, Value) VALUES ({id}, 'Pilot_Reference', 'https://ce/{community.Vo}')");
        await community.Server.ExecuteAsync(
            "PilotAgentsDB", $"INSERT INTO {{PilotAgents}} (PilotJobReference, PilotStamp, VO, Status) VALUES ('https://ce/{community.Vo}', '', '{community.Vo}', '{pilot}')");

        await RoundAsync(community);

        Assert.Equal((after, minor), (await community.User().StatusAsync(id), await MinorAsync(community, id)));
    }

    [Theory]
    [InlineData("Submitting", "Failed", 0)]
    [InlineData("Matched", "Received", 1)]
    [InlineData("Rescheduled", "Received", 1)]
    public async Task Silent_JobOfAnotherState_IsTreatedAsStalledJobAgentDoes(string before, string after, int counter)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await AgeAsync(community, id, before, hours: 3);

        await RoundAsync(community);

        Assert.Equal(after, (await community.User().StatusAsync(id)).Replace("Checking", "Received", StringComparison.Ordinal));
        Assert.Equal(counter, (await community.User().RowAsync(id)).GetProperty("RescheduleCounter").GetInt32());
    }

    [Fact]
    public async Task Stalled_AtASiteToReschedule_IsForcedToRescheduledAndThenRunAgain()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await AgeAsync(community, id, "Stalled", hours: 2);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Site = 'Again.{community.Vo}' WHERE JobID = {id}");
        await community.Server.ConfigureAsync("/Systems/WorkloadManagement/Agents/StalledJobAgent/StalledJobsToRescheduleSites", $"Again.{community.Vo}");

        await RoundAsync(community);
        Assert.Equal(("Rescheduled", "Job stalled: pilot not running"), (await community.User().StatusAsync(id), await MinorAsync(community, id)));
        await AgeAsync(community, id, "Rescheduled", hours: 1);
        await RoundAsync(community);

        Assert.Contains(await community.User().StatusAsync(id), new[] { "Received", "Checking", "Waiting" });
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id} AND Status = 'Received'"));
    }

    [Fact]
    public async Task Silent_MoreThanOneTransactionTakes_AreAllTreatedAndTheLeasedOnesLeft()
    {
        var community = await CommunityAsync();
        var ids = await community.User().SubmitAsync([.. Enumerable.Repeat(Community.Simple, 450)]);
        foreach (var id in ids) await community.QueuedAsync(id);
        var held = (await community.Pilot($"{community.Vo}-p").MatchAsync(Community.Offer(wait: 20)))!.JobID;
        await community.Server.ExecuteAsync(
            "JobDB", $"UPDATE {{Jobs}} SET Status = 'Running', LastUpdateTime = '2026-01-01 00:00:00', HeartBeatTime = NULL WHERE VO = '{community.Vo}'");

        await RoundAsync(community);

        Assert.Equal(449, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Stalled'"));
        Assert.Equal("Running", await community.User().StatusAsync(held));
    }

    // As if it had been in this state, and silent, for some hours.
    private static Task AgeAsync(Community community, long id, string status, int hours)
    {
        var time = TimeProvider.System.GetUtcNow().AddHours(-hours).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return community.Server.ExecuteAsync(
            "JobDB", $"UPDATE {{Jobs}} SET Status = '{status}', LastUpdateTime = '{time}', HeartBeatTime = '{time}' WHERE JobID = {id}");
    }

    private static Task RoundAsync(Community community) => community.Server.RoundAsync(new StalledJobRound(), "StalledJobAgent");

    private static async Task<string?> MinorAsync(Community community, long id) => (await community.User().RowAsync(id)).GetProperty("MinorStatus").GetString();

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
