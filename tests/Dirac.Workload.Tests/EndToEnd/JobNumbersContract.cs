using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class JobNumbersSqlite(Servers servers) : JobNumbersContract(servers, Engine.Sqlite);

public sealed class JobNumbersMySql(Servers servers) : JobNumbersContract(servers, Engine.MySql);

/// <summary>What JobMonitoring counts and lists: values, sites, pages with numbers, ids.</summary>
public abstract class JobNumbersContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;
    private static readonly string[] Columns = ["Site", "Status", "JobGroup", "ApplicationStatus", "UserPriority"];

    [Theory]
    [InlineData("Site", "", "[\"A.a.a\",\"B.b.b\"]")]
    [InlineData("Status", "", "[\"Done\",\"Failed\",\"Running\",\"Waiting\"]")]
    [InlineData("Status", "?Site=A.a.a", "[\"Done\",\"Failed\",\"Waiting\"]")]
    [InlineData("Status", "?Site.like=b%25", "[\"Done\",\"Running\"]")]
    [InlineData("Status", "?Status=Done,Waiting,Nothing", "[\"Done\",\"Waiting\"]")]
    [InlineData("Status", "?UserPriority.gt=2", "[\"Done\",\"Waiting\"]")]
    [InlineData("ApplicationStatus", "", "[null,\"x\",\"y\"]")]
    [InlineData("UserPriority", "?Status=Done", "[1,2,3]")]
    [InlineData("AccountedFlag", "", "[false]")]
    [InlineData("JobGroup", "?JobGroup.regex=2$", "[\"g2\"]")]
    [InlineData("Owner", "?Owner=bob", "[]")]
    public async Task Values_OfAColumn_AreListedInOrder(string column, string query, string expected)
    {
        var (user, _) = await SixAsync();

        Assert.Equal(expected, (await user.GetAsync($"/api/jobs/values/{column}{query}")).MustBe(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Values_Many_ComeInPages()
    {
        var (user, _) = await SixAsync();

        var first = await user.GetAsync("/api/jobs/values/Status?per_page=3");
        var second = await user.GetAsync($"/api/jobs/values/Status?per_page=3&after={first.Next}");

        Assert.Equal((HttpStatusCode.PartialContent, "values 0-2/4", "[\"Done\",\"Failed\",\"Running\"]"), (first.Status, first.ContentRange, first.Text));
        Assert.Equal("[\"Waiting\"]", second.Text);
    }

    [Theory]
    [InlineData("/api/jobs/values/Nonsense")]
    [InlineData("/api/jobs/values/JobID")]
    [InlineData("/api/jobs/values/SubmissionTime")]
    [InlineData("/api/jobs/values/LoggingInfo")]
    [InlineData("/api/jobs/values/Status?Nonsense=1")]
    [InlineData("/api/jobs/values/Status?Site.is=1")]
    [InlineData("/api/jobs/values/Status?Site=A&Site=B")]
    [InlineData("/api/jobs/values/Status%3B--")]
    [InlineData("/api/jobs/sites?Nonsense=1")]
    [InlineData("/api/jobs/sites?SubmissionTime.gt=yesterday")]
    public async Task Numbers_NotUnderstood_AreRefused(string path)
    {
        var (user, _) = await SixAsync();

        var reply = await user.GetAsync(path);

        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
    }

    [Fact]
    public async Task Sites_AreSummarised_WithTheShareThatDidNotFail()
    {
        var (user, _) = await SixAsync();

        var sites = (await user.GetAsync("/api/jobs/sites")).Read(Model.IReadOnlyListSiteJobs);
        var some = (await user.GetAsync("/api/jobs/sites?UserPriority.lt=3&Status=Done")).Read(Model.IReadOnlyListSiteJobs);

        Assert.Equal([("A.a.a", 4L, 66.7), ("B.b.b", 2L, 100.0)], sites.Select(site => (site.Site, site.Jobs, site.Efficiency ?? -1)));
        Assert.Equal([("Done", 2L), ("Failed", 1L), ("Waiting", 1L)], sites[0].Statuses.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([("A.a.a", 1L), ("B.b.b", 1L)], some.Select(site => (site.Site, site.Jobs)));
    }

    [Fact]
    public async Task Page_TellsTheNumbersOfTheWholeSelection()
    {
        var (user, ids) = await SixAsync();

        var page = (await user.PostAsync("/api/jobs/page?per_page=2", """{"parameters":["JobID"],"sort":[{"parameter":"JobID","direction":"desc"}],"search":[{"parameter":"Site","operator":"eq","value":"A.a.a"}]}""")).Read(Model.JobPage);
        var rest = (await user.PostAsync($"/api/jobs/page?per_page=2&after={page.Next}", """{"parameters":["JobID"],"sort":[{"parameter":"JobID","direction":"desc"}],"search":[{"parameter":"Site","operator":"eq","value":"A.a.a"}]}""")).Read(Model.JobPage);

        Assert.Equal((4L, true), (page.Total, page.IsTotalExact));
        Assert.Equal([("Done", 2L), ("Failed", 1L), ("Waiting", 1L)], page.Statuses!.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(ids.Take(4).Reverse(), page.Rows.Concat(rest.Rows).Select(row => row.GetProperty("JobID").GetInt64()));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task Ids_AreAllListed_Ascending()
    {
        var (user, ids) = await SixAsync();

        var all = (await user.PostAsync("/api/jobs/ids", "")).MustBe(HttpStatusCode.OK).Text;
        var done = (await user.PostAsync("/api/jobs/ids", """{"search":[{"parameter":"Status","operator":"eq","value":"Done"}]}""")).Text;

        Assert.Equal($"[{string.Join(',', ids)}]", all);
        Assert.Equal($"[{ids[0]},{ids[1]},{ids[4]}]", done);
        Assert.Equal("[]", (await user.PostAsync("/api/jobs/ids", """{"search":[{"parameter":"Status","operator":"in","values":[]}]}""")).Text);
        (await user.PostAsync("/api/jobs/ids", """{"search":[{"parameter":"Nonsense","operator":"eq","value":"Done"}]}""")).MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Numbers_OfAnotherVo_AreNotSeen()
    {
        var (user, _) = await SixAsync();
        var stranger = new Community(await servers.GetAsync(engine)).Administrator();

        Assert.NotEqual("[]", (await user.GetAsync("/api/jobs/sites")).Text);
        Assert.Equal("[]", (await stranger.GetAsync("/api/jobs/sites")).Text);
        Assert.Equal("[]", (await stranger.GetAsync("/api/jobs/values/Owner")).Text);
        Assert.Equal("[]", (await stranger.PostAsync("/api/jobs/ids", "")).Text);
        Assert.Equal(0, (await stranger.PostAsync("/api/jobs/page", "")).Read(Model.JobPage).Total);
    }

    [Fact]
    public async Task ClosedVo_ShowsPeopleTheirOwn_AndOfficersAll()
    {
        var server = await servers.GetAsync(engine);
        var closed = new Community(server, WorkloadServer.PrivateVo);
        var (mine, other) = (Unique.Name("u"), Unique.Name("u"));
        var own = (await closed.User(mine).SubmitAsync(Community.Simple))[0];
        await closed.User(other).SubmitAsync(Community.Simple, Community.Simple);
        var owners = $$"""{"parameter":"Owner","operator":"in","values":["{{mine}}","{{other}}"]}""";

        async Task<(string Ids, string Count, string Owners, long Total)> SeenAsync(Session session) => (
            (await session.PostAsync("/api/jobs/ids", $$"""{"search":[{{owners}}]}""")).Text,
            string.Join(',', (await session.PostAsync("/api/jobs/summary", $$"""{"grouping":["Owner"],"search":[{{owners}}]}""")).Read(Model.IReadOnlyListJsonElement).Select(row => row.GetProperty("count").GetInt64()).Order()),
            (await session.GetAsync($"/api/jobs/values/Owner?Owner={mine},{other}")).Text,
            (await session.PostAsync("/api/jobs/page?per_page=1", $$"""{"search":[{{owners}},{"parameter":"UserPriority","operator":"gt","value":-9}]}""")).Read(Model.JobPage).Total!.Value);

        Assert.Equal(($"[{own}]", "1", $"[\"{mine}\"]", 1L), await SeenAsync(closed.User(mine)));
        var (_, count, _, total) = await SeenAsync(closed.Administrator());
        Assert.Equal(("1,2", 3L), (count, total));
        var sharing = server.As(new Security.Tokens.UserIdentity(
            mine, closed.Vo, $"{closed.Vo}_user", new Security.Identities.PropertySet([Security.Identities.DiracProperties.NormalUser, Security.Identities.DiracProperties.JobSharing])));
        Assert.Equal(("1,2", 3L), await SeenAsync(sharing) is var (_, shared, _, all) ? (shared, all) : default);
    }

    private async Task<(Session User, IReadOnlyList<long> Ids)> SixAsync()
    {
        var community = new Community(await servers.GetAsync(engine));
        var ids = await JobTable.AddAsync(
            community.Server.Database("JobDB"),
            community.Vo,
            [
                ["A.a.a", "Done", "g1", "x", 1], ["A.a.a", "Done", "g1", "y", 3], ["A.a.a", "Failed", "g2", null, 1], ["A.a.a", "Waiting", "g2", "x", 3],
                ["B.b.b", "Done", "g2", "x", 2], ["B.b.b", "Running", "g1", null, 1],
            ],
            Columns);
        return (community.User(), ids);
    }
}
