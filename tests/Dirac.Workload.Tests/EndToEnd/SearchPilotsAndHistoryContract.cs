using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SearchPilotsAndHistorySqlite(Servers servers) : SearchPilotsAndHistoryContract(servers, Engine.Sqlite);

public sealed class SearchPilotsAndHistoryMySql(Servers servers) : SearchPilotsAndHistoryContract(servers, Engine.MySql);

/// <summary>The pseudo-columns: LoggingInfo and PilotStamp of jobs, JobID of pilots.</summary>
public abstract class SearchPilotsAndHistoryContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    [Fact]
    public async Task LoggingInfo_Named_AttachesTheWholeHistory()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);

        var rows = (await community.User().SearchAsync("""{"parameters":["JobID","LoggingInfo"],"sort":[{"parameter":"JobID","direction":"asc"}]}""")).Read(Model.IReadOnlyListJsonElement);

        Assert.Equal(ids, rows.Select(row => row.GetProperty("JobID").GetInt64()));
        foreach (var (id, row) in ids.Zip(rows))
        {
            Assert.Equal(["JobID", "LoggingInfo"], row.EnumerateObject().Select(member => member.Name));
            var lines = row.GetProperty("LoggingInfo").EnumerateArray().ToList();
            Assert.Equal(["Status", "MinorStatus", "ApplicationStatus", "StatusTime", "Source"], lines[0].EnumerateObject().Select(member => member.Name));
            Assert.Equal(
                (await community.User().LogAsync(id)).Select(line => $"{line.Status}/{line.MinorStatus}/{line.ApplicationStatus}/{line.Source}"),
                lines.Select(line => $"{line.GetProperty("Status")}/{line.GetProperty("MinorStatus")}/{line.GetProperty("ApplicationStatus")}/{line.GetProperty("Source")}"));
        }
    }

    [Fact]
    public async Task LoggingInfo_Alone_OrOfNoRows_IsAnswered()
    {
        var community = await CommunityAsync();
        await community.User().SubmitAsync(Community.Simple);

        var alone = (await community.User().SearchAsync("""{"parameters":["LoggingInfo"]}""")).Read(Model.IReadOnlyListJsonElement);

        Assert.Equal("LoggingInfo", Assert.Single(Assert.Single(alone).EnumerateObject()).Name);
        Assert.Equal("[]", (await community.User("bob").SearchAsync("""{"parameters":["LoggingInfo"],"search":[{"parameter":"Owner","operator":"eq","value":"bob"}]}""")).Text);
    }

    [Fact]
    public async Task PilotStamp_OfJobs_IsFoundAndShown()
    {
        var community = await CommunityAsync();
        var (first, second) = (Unique.Name("p"), Unique.Name("p"));
        var ids = await community.WaitingAsync(3);
        var user = community.User();
        var taken = await MatchAsync(community, first);
        var other = await MatchAsync(community, second);

        Assert.Equal([taken], await IdsAsync(user, $$"""{"parameter":"PilotStamp","operator":"eq","value":"{{first}}"}"""));
        Assert.Equal(new[] { taken, other }.Order(), await IdsAsync(user, $$"""{"parameter":"PilotStamp","operator":"in","values":["{{first}}","{{second}}","none"]}"""));
        Assert.Empty(await IdsAsync(user, """{"parameter":"PilotStamp","operator":"eq","value":"none"}"""));
        Assert.Empty(await IdsAsync(user, """{"parameter":"PilotStamp","operator":"in","values":[]}"""));
        Assert.Empty(await IdsAsync(user, $$"""{"parameter":"PilotStamp","operator":"eq","value":"{{first}}"},{"parameter":"PilotStamp","operator":"eq","value":"{{second}}"}"""));
        Assert.Empty(await IdsAsync(user, $$"""{"parameter":"PilotStamp","operator":"eq","value":"{{first}}"},{"parameter":"Owner","operator":"eq","value":"bob"}"""));
        var shown = (await user.SearchAsync("""{"parameters":["JobID","PilotStamp"]}""")).Read(Model.IReadOnlyListJsonElement).ToDictionary(row => row.GetProperty("JobID").GetInt64(), row => row.GetProperty("PilotStamp").GetString());
        Assert.Equal((first, second, null), (shown[taken], shown[other], shown[ids.Single(id => id != taken && id != other)]));
    }

    [Fact]
    public async Task PilotStamp_KnownToPilotAgentsOnly_IsFoundAndShown()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("p");
        var id = (await community.User().SubmitAsync(Community.Simple))[0];
        await RegisterAsync(community, stamp);
        await community.Server.ExecuteAsync(
            "PilotAgentsDB", $"INSERT INTO {{JobToPilotMapping}} (PilotID, JobID, StartTime) SELECT PilotID, {id}, '2026-01-01 00:00:00' FROM {{PilotAgents}} WHERE PilotStamp = '{stamp}'");

        Assert.Equal([id], await IdsAsync(community.User(), $$"""{"parameter":"PilotStamp","operator":"eq","value":"{{stamp}}"}"""));
        Assert.Equal(stamp, (await community.User().SearchAsync("""{"parameters":["PilotStamp"]}""")).Read(Model.IReadOnlyListJsonElement)[0].GetProperty("PilotStamp").GetString());
        Assert.Equal([stamp], await StampsAsync(community.User(), $$"""{"parameter":"JobID","operator":"eq","value":{{id}}}"""));
    }

    [Fact]
    public async Task JobID_OfPilots_FindsThoseThatTookTheJob()
    {
        var community = await CommunityAsync();
        var (first, second) = (Unique.Name("p"), Unique.Name("p"));
        await RegisterAsync(community, first);
        await RegisterAsync(community, second);
        await community.WaitingAsync(2);
        var taken = await MatchAsync(community, first);

        Assert.Equal([first], await StampsAsync(community.User(), $$"""{"parameter":"JobID","operator":"eq","value":{{taken}}}"""));
        Assert.Equal([first], await StampsAsync(community.User(), $$"""{"parameter":"JobID","operator":"in","values":[{{taken}},4000000000]}"""));
        Assert.Empty(await StampsAsync(community.User(), """{"parameter":"JobID","operator":"eq","value":4000000000}"""));
        Assert.Equal(1, (await community.User().PostAsync("/api/pilots/summary", $$"""{"grouping":["Status"],"search":[{"parameter":"JobID","operator":"eq","value":{{taken}}}]}""")).Read(Model.IReadOnlyListJsonElement).Single().GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Operation_OnAPilotsJobs_TakesThese()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("p");
        await community.WaitingAsync(2);
        var taken = await MatchAsync(community, stamp);

        var accepted = await community.User().PostAsync("/api/jobs/operations", $$"""{"verb":"kill","search":[{"parameter":"PilotStamp","operator":"eq","value":"{{stamp}}"}]}""");
        var ended = await community.User().EndOfAsync(accepted.Read(Model.JobOperation).Id);

        Assert.Equal(("Done", 1, 1), (ended.State, ended.Total, ended.Succeeded));
        Assert.Equal("Killed", await community.User().StatusAsync(taken));
        (await community.User().PostAsync("/api/jobs/operations", """{"verb":"kill","search":[{"parameter":"PilotStamp","operator":"gt","value":"p"}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Pseudo_OfAnotherVo_FindsNothing()
    {
        var community = await CommunityAsync();
        var stamp = Unique.Name("p");
        await RegisterAsync(community, stamp);
        await community.WaitingAsync();
        var id = await MatchAsync(community, stamp);
        var stranger = new Community(community.Server);

        Assert.Empty(await IdsAsync(stranger.Administrator(), $$"""{"parameter":"PilotStamp","operator":"eq","value":"{{stamp}}"}"""));
        Assert.Empty(await StampsAsync(stranger.Operator(), $$"""{"parameter":"JobID","operator":"eq","value":{{id}}}"""));
    }

    [Theory]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"neq","value":"p"}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"like","value":"p%"}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"eq"}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"eq","value":1}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"in","value":"p"}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"in","values":[null]}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"PilotStamp","operator":"eq","value":"p"},{"parameter":"JobID","operator":"gt","value":1}]}""")]
    [InlineData("jobs", """{"sort":[{"parameter":"PilotStamp","direction":"asc"}]}""")]
    [InlineData("jobs", """{"search":[{"parameter":"LoggingInfo","operator":"eq","value":"p"}]}""")]
    [InlineData("jobs", """{"sort":[{"parameter":"LoggingInfo","direction":"asc"}]}""")]
    [InlineData("jobs", """{"parameters":["Status","LoggingInfo"],"distinct":true}""")]
    [InlineData("pilots", """{"search":[{"parameter":"JobID","operator":"gt","value":1}]}""")]
    [InlineData("pilots", """{"search":[{"parameter":"JobID","operator":"eq","value":"x"}]}""")]
    [InlineData("pilots", """{"search":[{"parameter":"JobID","operator":"eq","value":1},{"parameter":"PilotID","operator":"eq","value":1}]}""")]
    [InlineData("pilots", """{"parameters":["JobID"]}""")]
    [InlineData("pilots", """{"parameters":["LoggingInfo"]}""")]
    public async Task Pseudo_InAnotherForm_IsRefused(string unit, string body)
    {
        var community = await CommunityAsync();

        var reply = await community.User().PostAsync($"/api/{unit}/search", body);
        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
    }

    [Fact]
    public async Task Pseudo_ManyValues_AreBounded()
    {
        var community = await CommunityAsync();
        var stamps = string.Join(',', Enumerable.Range(0, 1_001).Select(number => $"\"p{number}\""));
        var ids = string.Join(',', Enumerable.Range(1, 10_001));

        (await community.User().SearchAsync($$"""{"search":[{"parameter":"PilotStamp","operator":"in","values":[{{stamps}}]}]}""")).MustBe(HttpStatusCode.BadRequest);
        (await community.User().PostAsync("/api/pilots/search", $$"""{"search":[{"parameter":"JobID","operator":"in","values":[{{ids}}]}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    private static async Task<long> MatchAsync(Community community, string stamp) => (await community.Pilot(stamp).MatchAsync(Community.Offer(wait: 20)))!.JobID;

    private static async Task RegisterAsync(Community community, string stamp) =>
        (await community.Operator().PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{stamp}}","vo":"{{community.Vo}}"}""")).MustBe(HttpStatusCode.Created);

    private static async Task<IEnumerable<long>> IdsAsync(Session user, string conditions) =>
        (await user.SearchAsync($$"""{"parameters":["JobID"],"search":[{{conditions}}]}""")).Read(Model.IReadOnlyListJsonElement).Select(row => row.GetProperty("JobID").GetInt64());

    private static async Task<IEnumerable<string?>> StampsAsync(Session user, string conditions) =>
        (await user.PostAsync("/api/pilots/search", $$"""{"search":[{{conditions}}]}""")).Read(Model.IReadOnlyListJsonElement).Select(row => row.GetProperty("PilotStamp").GetString());

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
