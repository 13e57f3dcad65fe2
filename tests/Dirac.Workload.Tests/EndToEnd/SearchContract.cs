using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SearchSqlite(Servers servers) : SearchContract(servers, Engine.Sqlite);

public sealed class SearchMySql(Servers servers) : SearchContract(servers, Engine.MySql);

/// <summary>Five jobs with known columns in a VO of their own, found by every operator.</summary>
public abstract class SearchContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    [Theory]
    [InlineData("JobName", "eq", "\"j2\"", "2")]
    [InlineData("JobName", "neq", "\"j2\"", "1345")]
    [InlineData("JobName", "gt", "\"j3\"", "45")]
    [InlineData("JobName", "lt", "\"j3\"", "12")]
    [InlineData("JobName", "in", "[\"j1\",\"j5\",\"x\"]", "15")]
    [InlineData("JobName", "in", "[]", "")]
    [InlineData("JobName", "not in", "[\"j1\",\"j5\"]", "234")]
    [InlineData("JobName", "not in", "[]", "12345")]
    [InlineData("JobName", "like", "\"j%\"", "12345")]
    [InlineData("JobName", "like", "\"_3\"", "3")]
    [InlineData("JobName", "not like", "\"%3\"", "1245")]
    [InlineData("JobName", "regex", "\"^j[1-3]$\"", "123")]
    [InlineData("JobName", "eq", "\"' OR 1=1 -- \"", "")]
    [InlineData("JobName", "eq", "\"\\\\' OR 1=1 -- \"", "")]
    [InlineData("JobName", "like", "\"\\\\\"", "")]
    [InlineData("JobName", "eq", "\"\\u4f60\\ud83d\\ude00\"", "")]
    [InlineData("JobName", "eq", "\"a\\u0000b\"", "")]
    [InlineData("UserPriority", "eq", "3", "3")]
    [InlineData("UserPriority", "eq", "\"3\"", "3")]
    [InlineData("UserPriority", "gt", "3", "45")]
    [InlineData("UserPriority", "lt", "-9223372036854775808", "")]
    [InlineData("UserPriority", "in", "[1,2]", "12")]
    [InlineData("UserPriority", "like", "\"1%\"", "1")]
    [InlineData("VerifiedFlag", "eq", "true", "12345")]
    [InlineData("VerifiedFlag", "eq", "\"False\"", "")]
    [InlineData("AccountedFlag", "eq", "false", "12345")]
    [InlineData("StartExecTime", "eq", "\"2025-03\"", "23")]
    [InlineData("StartExecTime", "eq", "\"2025-03-28\"", "3")]
    [InlineData("StartExecTime", "eq", "\"2025\"", "1234")]
    [InlineData("StartExecTime", "neq", "\"2025-03\"", "145")]
    [InlineData("StartExecTime", "gt", "\"2025-03\"", "45")]
    [InlineData("StartExecTime", "lt", "\"2025-03\"", "1")]
    [InlineData("StartExecTime", "lt", "\"2025-03-28T14\"", "12")]
    [InlineData("StartExecTime", "gt", "\"2025-03-28T14:05\"", "45")]
    [InlineData("StartExecTime", "eq", "\"2025-03-28T14:05:06\"", "3")]
    [InlineData("StartExecTime", "eq", "\"2025-03-28 14:05:06Z\"", "3")]
    [InlineData("StartExecTime", "eq", "\"2025-03-28T14:05:06.123456+00:00\"", "3")]
    [InlineData("StartExecTime", "in", "[\"2025-03-28T14:05:06\"]", "3")]
    [InlineData("StartExecTime", "in", "[\"2025-03\",\"2026\"]", "235")]
    [InlineData("StartExecTime", "not in", "[\"2025-03\",\"2026\"]", "14")]
    [InlineData("StartExecTime", "like", "\"2025-0_-28%\"", "13")]
    [InlineData("JobName", "like", "\"j\\\\_\"", "")]
    [InlineData("JobName", "like", "\"J%\"", "12345")]
    [InlineData("JobName", "regex", "\"J[12]\"", "12")]
    [InlineData("JobName", "regex", "\"^(j+)+$\"", "")]
    public async Task Search_Operator_FindsTheRightJobs(string parameter, string word, string value, string expected)
    {
        var (_, user) = await FiveAsync();
        var what = word.EndsWith("in", StringComparison.Ordinal) ? "values" : "value";

        var reply = await user.SearchAsync($$"""{"parameters":["JobName"],"search":[{"parameter":"{{parameter}}","operator":"{{word}}","{{what}}":{{value}}}],"sort":[{"parameter":"JobName","direction":"asc"}]}""");

        Assert.Equal(expected, string.Concat(reply.Read(Model.IReadOnlyListJsonElement).Select(row => row.GetProperty("JobName").GetString()![1..])));
    }

    [Theory]
    [InlineData("""{"search":[{"parameter":"Nonsense","operator":"eq","value":"x"}]}""", "Unknown column 'Nonsense'")]
    [InlineData("""{"search":[{"parameter":"Status; DROP TABLE Jobs","operator":"eq","value":"x"}]}""", "Unknown column")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"is","value":"x"}]}""", "Unknown operator")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"eq"}]}""", "Required and not given: value")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"eq","value":null}]}""", "")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"in","value":"x"}]}""", "Required and not given: values")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"eq","value":{"a":1}}]}""", "a text or a number")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"in","values":[["x"]]}]}""", "a text or a number")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"in","values":[null]}]}""", "a text or a number")]
    [InlineData("""{"search":[{"parameter":"JobID","operator":"eq","value":"x"}]}""", "whole number")]
    [InlineData("""{"search":[{"parameter":"JobID","operator":"eq","value":1e400}]}""", "whole number")]
    [InlineData("""{"search":[{"parameter":"JobID","operator":"eq","value":1.5}]}""", "whole number")]
    [InlineData("""{"search":[{"parameter":"SubmissionTime","operator":"eq","value":"yesterday"}]}""", "is not a time")]
    [InlineData("""{"search":[{"parameter":"SubmissionTime","operator":"eq","value":"9999"}]}""", "is not a time")]
    [InlineData("""{"search":[{"parameter":"SubmissionTime","operator":"eq","value":"0000"}]}""", "is not a time")]
    [InlineData("""{"search":[{"parameter":"SubmissionTime","operator":"eq","value":"2025-03-28T14:05:06+02:00"}]}""", "is not a time")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"(["}]}""", "")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":""}]}""", "empty")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"(a)\\1"}]}""", "is not a regular expression that can be searched for")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"(?<=a)b"}]}""", "is not a regular expression that can be searched for")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"[[:alpha:]]"}]}""", "is not a regular expression that can be searched for")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"((a{100}){100}){100}"}]}""", "is not a regular expression that can be searched for")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"a{99999999999999}"}]}""", "is not a regular expression that can be searched for")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"regex","value":"a\u0000"}]}""", "no column can hold")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"like","value":"a\u0000%"}]}""", "no column can hold")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"like","value":"\u4f60%"}]}""", "no column can hold")]
    [InlineData("""{"search":[{"parameter":"Status","operator":"like","value":["a"]}]}""", "a text or a number")]
    [InlineData("""{"search":[{"parameter":"StartExecTime","operator":"in","values":["yesterday"]}]}""", "is not a time")]
    [InlineData("""{"parameters":["Owner"],"distinct":true,"sort":[{"parameter":"UserPriority","direction":"desc"}]}""", "not one of their columns")]
    [InlineData("""{"search":[null]}""", "")]
    [InlineData("""{"parameters":["Nonsense"]}""", "Unknown column")]
    [InlineData("""{"parameters":[null]}""", "")]
    [InlineData("""{"sort":[{"parameter":"JobID","direction":"up"}]}""", "asc or desc")]
    [InlineData("""{"sort":[{"parameter":"1;--","direction":"asc"}]}""", "Unknown column")]
    [InlineData("""{"sort":[null]}""", "")]
    public async Task Search_NotUnderstood_IsRefusedByName(string body, string said)
    {
        var (_, user) = await FiveAsync();

        var reply = await user.SearchAsync(body);

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
        Assert.Contains(said, reply.Json["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_MoreThanAllowed_IsRefused()
    {
        var (_, user) = await FiveAsync();
        var many = string.Join(',', Enumerable.Repeat("""{"parameter":"Status","operator":"eq","value":"x"}""", 51));
        var values = string.Join(',', Enumerable.Repeat("1", 10_001));

        (await user.SearchAsync($$"""{"search":[{{many}}]}""")).MustBe(HttpStatusCode.BadRequest);
        (await user.SearchAsync($$"""{"search":[{"parameter":"JobID","operator":"in","values":[{{values}}]}]}""")).MustBe(HttpStatusCode.BadRequest);
        (await user.SearchAsync($$"""{"search":[{"parameter":"Status","operator":"regex","value":"{{new string('a', 300)}}"}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_ManyValues_AreTakenUpToTenThousandInAll()
    {
        var (_, user) = await FiveAsync();
        var half = $$"""{"parameter":"UserPriority","operator":"in","values":[{{string.Join(',', Enumerable.Range(1, 5_000))}}]}""";

        Assert.Equal(5, (await user.SearchAsync($$"""{"search":[{{half}},{{half}}]}""")).Read(Model.IReadOnlyListJsonElement).Count);
        (await user.SearchAsync($$"""{"search":[{{half}},{{half}},{{half}}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_Row_HasTheColumnsOfDiracX()
    {
        var (community, user) = await FiveAsync();

        var row = (await user.SearchAsync("{}")).Read(Model.IReadOnlyListJsonElement)[0];

        Assert.Equal(
            [
                "JobID", "JobType", "JobGroup", "Site", "JobName", "Owner", "OwnerGroup", "VO", "SubmissionTime", "RescheduleTime", "LastUpdateTime",
                "StartExecTime", "HeartBeatTime", "EndExecTime", "Status", "MinorStatus", "ApplicationStatus", "UserPriority", "RescheduleCounter",
                "VerifiedFlag", "AccountedFlag",
            ],
            row.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Number, row.GetProperty("JobID").ValueKind);
        Assert.Equal(JsonValueKind.True, row.GetProperty("VerifiedFlag").ValueKind);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("RescheduleTime").ValueKind);
        Assert.Matches("^2025-0.-..T..:..:..Z$", row.GetProperty("StartExecTime").GetString());
        Assert.Equal(community.Vo, row.GetProperty("VO").GetString());
    }

    [Theory]
    [InlineData("?page=1&per_page=2", 206, 2, "jobs 0-1/5")]
    [InlineData("?page=3&per_page=2", 206, 1, "jobs 4-4/5")]
    [InlineData("?page=1&per_page=5", 200, 5, null)]
    [InlineData("", 200, 5, null)]
    [InlineData("?page=4&per_page=2", 416, 0, "jobs */5")]
    [InlineData("?page=2147483647&per_page=10000", 416, 0, "jobs */5")]
    public async Task Search_Page_IsSaidInTheHeader(string query, int status, int rows, string? range)
    {
        var (_, user) = await FiveAsync();

        var reply = await user.SearchAsync("{}", query);

        Assert.Equal((status, range), ((int)reply.Status, reply.ContentRange));
        if (status != 416) Assert.Equal(rows, reply.Read(Model.IReadOnlyListJsonElement).Count);
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-1")]
    [InlineData("?page=x")]
    [InlineData("?page=99999999999999999999")]
    [InlineData("?per_page=10001")]
    [InlineData("?per_page=0")]
    [InlineData("?page=1&page=2")]
    public async Task Search_AbsurdPaging_IsRefused(string query)
    {
        var (_, user) = await FiveAsync();

        (await user.SearchAsync("{}", query)).MustBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Search_NothingFound_IsAnEmptyList()
    {
        var user = new Community(await servers.GetAsync(engine)).User();

        Assert.Equal("[]", (await user.SearchAsync("{}")).MustBe(HttpStatusCode.OK).Text);
        Assert.Equal("[]", (await user.PostAsync("/api/jobs/search", "")).MustBe(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Search_DistinctAndSorted_GivesEachOnce()
    {
        var (_, user) = await FiveAsync();

        var rows = (await user.SearchAsync("""{"parameters":["Owner","Status"],"distinct":true,"sort":[{"parameter":"Owner","direction":"desc"}]}""")).Read(Model.IReadOnlyListJsonElement);

        Assert.Equal("ann", Assert.Single(rows).GetProperty("Owner").GetString());
    }

    [Fact]
    public async Task Summary_CountsByColumns()
    {
        var (_, user) = await FiveAsync();

        var rows = (await user.PostAsync("/api/jobs/summary", """{"grouping":["Site","Owner"],"search":[{"parameter":"UserPriority","operator":"gt","value":1}]}""")).Read(Model.IReadOnlyListJsonElement);

        Assert.Equal(["ANY/ann/3", "DIRAC.Test.local/ann/1"], rows.Select(row => $"{row.GetProperty("Site")}/{row.GetProperty("Owner")}/{row.GetProperty("count")}"));
    }

    [Theory]
    [InlineData("""{"grouping":[],"search":[{"parameter":"UserPriority","operator":"gt","value":1}]}""", 4)]
    [InlineData("""{"grouping":[],"search":[{"parameter":"Owner","operator":"eq","value":"ann"}]}""", 5)]
    [InlineData("""{"grouping":[],"search":[{"parameter":"Owner","operator":"eq","value":"nobody"}]}""", 0)]
    public async Task Summary_ByNoColumn_CountsAll(string body, int count)
    {
        var (_, user) = await FiveAsync();

        Assert.Equal($$"""[{"count":{{count}}}]""", (await user.PostAsync("/api/jobs/summary", body)).Text);
    }

    [Theory]
    [InlineData("""{"grouping":["Nonsense"]}""")]
    [InlineData("""{"grouping":["Status","COUNT(*)"]}""")]
    [InlineData("""{"grouping":[null]}""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Summary_NotUnderstood_IsRefused(string body)
    {
        var (_, user) = await FiveAsync();

        var reply = await user.PostAsync("/api/jobs/summary", body);

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
    }

    private async Task<(Community Community, Session User)> FiveAsync()
    {
        var community = new Community(await servers.GetAsync(engine));
        var user = community.User();
        string[] times = ["2025-02-28 23:59:59", "2025-03-01 00:00:00", "2025-03-28 14:05:06", "2025-04-01 00:00:00", "2026-01-01 00:00:00"];
        var ids = await user.SubmitAsync([.. Enumerable.Range(1, 5).Select(n => $"[ Executable = \"/bin/true\"; JobName = \"j{n}\"; Priority = {n}; {(n == 5 ? $"Site = \"{Community.Site}\";" : "")} ]")]);
        foreach (var (id, time) in ids.Zip(times))
        {
            await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET StartExecTime = '{time}' WHERE JobID = {id}");
        }

        return (community, user);
    }
}
