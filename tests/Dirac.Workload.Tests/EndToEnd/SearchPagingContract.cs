using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SearchPagingSqlite(Servers servers) : SearchPagingContract(servers, Engine.Sqlite);

public sealed class SearchPagingMySql(Servers servers) : SearchPagingContract(servers, Engine.MySql);

/// <summary>From page to page by cursor.</summary>
public abstract class SearchPagingContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("")]
    [InlineData("""{"parameter":"JobID","direction":"desc"}""")]
    [InlineData("""{"parameter":"StartExecTime","direction":"asc"}""")]
    [InlineData("""{"parameter":"StartExecTime","direction":"desc"}""")]
    [InlineData("""{"parameter":"ApplicationStatus","direction":"desc"},{"parameter":"StartExecTime","direction":"asc"}""")]
    [InlineData("""{"parameter":"JobName","direction":"asc"},{"parameter":"ApplicationStatus","direction":"asc"},{"parameter":"JobID","direction":"desc"}""")]
    [InlineData("""{"parameter":"AccountedFlag","direction":"desc"},{"parameter":"UserPriority","direction":"asc"}""")]
    public async Task After_AnyOrder_GoesThroughEveryRowOnceInThatOrder(string sort)
    {
        var (community, ids) = await TwentyAsync();
        var body = $$"""{"parameters":["JobID"],"sort":[{{sort}}]}""";
        var whole = (await community.User().SearchAsync(body)).Read(Model.IReadOnlyListJsonElement);

        var pages = await WalkAsync(community.User(), body, 3);

        Assert.Equal(ids.Order(), pages.SelectMany(Ids).Order());
        Assert.Equal(whole.Select(row => row.GetProperty("JobID").GetInt64()), pages.SelectMany(Ids));
        Assert.Equal([3, 3, 3, 3, 3, 3, 2], pages.Select(page => page.Count));
    }

    [Fact]
    public async Task After_FlagsAndMissingValues_AreOrderedAlikeOnBothEngines()
    {
        var (community, _) = await TwentyAsync();

        var flags = await ValuesAsync(community, "AccountedFlag", "asc");
        var times = await ValuesAsync(community, "StartExecTime", "desc");

        Assert.Equal(["Failed", "False", "True"], flags.Select(value => value.ToString()).Distinct());
        Assert.Equal(times.Where(value => value.ValueKind != JsonValueKind.Null), times.TakeWhile(value => value.ValueKind != JsonValueKind.Null));
        Assert.Contains(times, value => value.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task After_WhileJobsComeAndGo_NamesEachJobThatStaysOnce()
    {
        var (community, ids) = await TwentyAsync();
        var seen = new List<long>();
        string? after = null;
        var user = community.User();
        const string Body = """{"parameters":["JobID"],"sort":[{"parameter":"JobName","direction":"desc"}]}""";
        for (var turn = 0; after is not null || turn == 0; turn++)
        {
            var page = await user.SearchAsync(Body, Query(3, after));
            seen.AddRange(Ids(page.Read(Model.IReadOnlyListJsonElement)));
            after = page.Next;
            await AddAsync(community, [$"j{turn:D2}x", "zzz", "aaa"]);
            if (turn == 2) await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET VO = 'elsewhere' WHERE JobID = {ids[0]}");
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(ids.Skip(1).Except(seen));
    }

    [Fact]
    public async Task After_Replies_SayWhereToGoOn()
    {
        var (community, _) = await TwentyAsync();
        var user = community.User();

        var first = await user.SearchAsync("{}", "?per_page=15");
        var second = await user.PostAsync(first.Link![1..first.Link!.IndexOf('>', StringComparison.Ordinal)], "{}");
        var named = await user.SearchAsync("""{"search":[{"parameter":"JobName","operator":"neq","value":"x"}]}""", Query(15, first.Next));

        Assert.Equal((HttpStatusCode.PartialContent, "jobs 0-14/20"), (first.Status, first.ContentRange));
        Assert.EndsWith(">; rel=\"next\"", first.Link, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.PartialContent, "jobs */20", null, null), (second.Status, second.ContentRange, second.Next, second.Link));
        Assert.Equal(5, second.Read(Model.IReadOnlyListJsonElement).Count);
        Assert.Equal((HttpStatusCode.PartialContent, null), (named.Status, named.ContentRange));
        Assert.Null((await user.SearchAsync("{}", "?per_page=20")).Next);
    }

    [Fact]
    public async Task After_DistinctRows_GivesEachOnce()
    {
        var (community, _) = await TwentyAsync();
        const string Columns = """{"parameters":["ApplicationStatus","UserPriority"],"distinct":true,"sort":[{"parameter":"UserPriority","direction":"desc"}]}""";
        const string Counted = """{"parameters":["MinorStatus","Site"],"distinct":true}""";

        var pairs = await WalkAsync(community.User(), Columns, 4);
        var counted = await WalkAsync(community.User(), Counted, 2);

        var all = pairs.SelectMany(page => page).Select(row => row.GetRawText()).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(15, all.Count);
        Assert.Equal(["m0/s0", "m0/s1", "m1/s0", "m1/s1"], counted.SelectMany(page => page).Select(row => $"{row.GetProperty("MinorStatus")}/{row.GetProperty("Site")}"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("W10")]
    [InlineData("bnVsbA")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("WyIwMDAwMDAwMCIsMV0")]
    [InlineData("%00%ff")]
    [InlineData("%F0%9F%98%80")]
    public async Task After_NoCursor_IsRefusedWithAdvice(string cursor)
    {
        var (community, _) = await TwentyAsync();

        var reply = await community.User().SearchAsync("{}", $"?after={cursor}");

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("is not a cursor of this search", reply.Detail, StringComparison.Ordinal);
        Assert.Contains("page before", reply.Json["advice"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_CursorOfAnotherOrderOrForged_IsRefused()
    {
        var (community, _) = await TwentyAsync();
        var user = community.User();
        var cursor = (await user.SearchAsync("""{"sort":[{"parameter":"StartExecTime","direction":"asc"}]}""", "?per_page=3")).Next!;
        var text = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor));
        var fingerprint = text[..text.IndexOf(',', StringComparison.Ordinal)];
        string[] forged = [$"{fingerprint},\"yesterday\",1]", $"{fingerprint},null,\"x\"]", $"{fingerprint},null,null]", $"{fingerprint},null]", $"{fingerprint},{{}},1]", $"{fingerprint},null,1e99]", $"{fingerprint},null,1,1]"];

        (await user.SearchAsync("""{"sort":[{"parameter":"StartExecTime","direction":"desc"}]}""", $"?after={cursor}")).MustBe(HttpStatusCode.BadRequest);
        (await user.PostAsync($"/api/pilots/search?after={cursor}", """{"sort":[{"parameter":"LastUpdateTime","direction":"asc"}]}""")).MustBe(HttpStatusCode.BadRequest);
        foreach (var wrong in forged)
        {
            var reply = await user.SearchAsync("""{"sort":[{"parameter":"StartExecTime","direction":"asc"}]}""", $"?after={System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(wrong))}");
            Assert.True(reply.Status == HttpStatusCode.BadRequest, $"{wrong}: {reply}");
        }
    }

    [Theory]
    [InlineData("?after=x&page=2")]
    [InlineData("?after=")]
    [InlineData("?after=x&after=y")]
    public async Task After_InTwoWaysOrEmpty_IsRefused(string query)
    {
        var (community, _) = await TwentyAsync();

        (await community.User().SearchAsync("{}", query)).MustBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Pilots_ByCursor_AreListedOnce()
    {
        var community = new Community(await servers.GetAsync(engine));
        var operators = community.Operator();
        for (var pilot = 0; pilot < 7; pilot++) (await operators.PostAsync("/api/pilots/", $$"""{"pilot_stamp":"{{Unique.Name("p")}}","vo":"{{community.Vo}}"}""")).MustBe(HttpStatusCode.Created);

        var pages = await WalkAsync(operators, """{"parameters":["PilotStamp"],"sort":[{"parameter":"BenchMark","direction":"desc"}]}""", 3, "/api/pilots/search");

        Assert.Equal([3, 3, 1], pages.Select(page => page.Count));
        Assert.Equal(7, pages.SelectMany(page => page).Select(row => row.GetProperty("PilotStamp").GetString()).Distinct().Count());
    }

    private static string Query(int perPage, string? after) => after is null ? $"?per_page={perPage}" : $"?per_page={perPage}&after={after}";

    private static IEnumerable<long> Ids(IReadOnlyList<JsonElement> rows) => rows.Select(row => row.GetProperty("JobID").GetInt64());

    private static async Task<List<IReadOnlyList<JsonElement>>> WalkAsync(Session user, string body, int perPage, string path = "/api/jobs/search")
    {
        var pages = new List<IReadOnlyList<JsonElement>>();
        string? after = null;
        do
        {
            var page = await user.PostAsync($"{path}{Query(perPage, after)}", body);
            pages.Add(page.Read(Model.IReadOnlyListJsonElement));
            after = page.Next;
        }
        while (after is not null);
        return pages;
    }

    private static async Task<IReadOnlyList<JsonElement>> ValuesAsync(Community community, string column, string direction)
    {
        var pages = await WalkAsync(community.User(), $$"""{"parameters":["{{column}}"],"sort":[{"parameter":"{{column}}","direction":"{{direction}}"}]}""", 4);
        return [.. pages.SelectMany(page => page).Select(row => row.GetProperty(column)).Select(value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonSerializer.SerializeToElement(value.ToString()!, Model.String) : value)];
    }

    private static Task<IReadOnlyList<long>> AddAsync(Community community, IReadOnlyList<string> names) =>
        JobTable.AddAsync(community.Server.Database("JobDB"), community.Vo, [.. names.Select(name => new object?[] { name })], "JobName");

    private async Task<(Community Community, IReadOnlyList<long> Ids)> TwentyAsync()
    {
        var community = new Community(await servers.GetAsync(engine));
        string[] flags = ["True", "False", "Failed"];
        var rows = Enumerable.Range(0, 20).Select(n => new object?[]
        {
            string.Create(CultureInfo.InvariantCulture, $"j{n / 2:D2}"), n % 3 == 0 ? null : Start.AddDays(n % 7), n % 5 == 0 ? null : $"a{n % 5}", n % 3, flags[n % 3], $"m{n % 2}", $"s{n / 2 % 2}",
        });
        var ids = await JobTable.AddAsync(
            community.Server.Database("JobDB"), community.Vo, [.. rows], "JobName", "StartExecTime", "ApplicationStatus", "UserPriority", "AccountedFlag", "MinorStatus", "Site");
        return (community, ids);
    }
}
