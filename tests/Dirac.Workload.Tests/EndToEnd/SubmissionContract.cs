using System.Net;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SubmissionSqlite(Servers servers) : SubmissionContract(servers, Engine.Sqlite);

public sealed class SubmissionMySql(Servers servers) : SubmissionContract(servers, Engine.MySql);

public abstract class SubmissionContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Submit_OneJob_PassesTheOptimizersWithTheHistoryOfDirac()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var id = Assert.Single(await user.SubmitAsync("""[ Executable = "/bin/echo"; Arguments = "job %j"; JobName = "n%j"; ]"""));
        await user.BecomesAsync(id, "Waiting");

        var log = await Eventually.SeeAsync(() => user.LogAsync(id), rows => rows.Count == 4, "The history");
        Assert.Equal(
            [
                "Received/Job accepted/JobManager", "Checking/JobSanity/JobPath", "Checking/JobScheduling/JobSanity",
                "Waiting/Pilot Agent Submission/JobScheduling",
            ],
            log.Select(row => $"{row.Status}/{row.MinorStatus}/{row.Source}"));
        Assert.All(log, row => Assert.Equal("Unknown", row.ApplicationStatus));
        var details = await user.DescribeAsync(id);
        Assert.Contains($"job {id}", details.Jdl, StringComparison.Ordinal);
        Assert.Contains("%j", details.OriginalJdl, StringComparison.Ordinal);
        Assert.Equal($"n{id}", (await user.RowAsync(id)).GetProperty("JobName").GetString());
    }

    [Fact]
    public async Task Submit_Many_NumbersThemInOrder()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var ids = await user.SubmitAsync([.. Enumerable.Range(0, 600).Select(n => $"[ Executable = \"/bin/true\"; JobName = \"job{n}\"; ]")]);

        Assert.Equal(600, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal("job599", (await user.RowAsync(ids[^1])).GetProperty("JobName").GetString());
    }

    [Fact]
    public async Task Submit_SameKeyAgain_GivesTheSameJobs()
    {
        var community = await CommunityAsync();
        var (user, key) = (community.User(), Unique.Name("key"));
        const string Two = """[ Executable = "/bin/true"; Parameters = 2; ]""";

        var first = await user.TrySubmitWithKeyAsync(key, Two);
        var again = await user.TrySubmitWithKeyAsync(key, Two);
        var other = await user.TrySubmitWithKeyAsync(key, """[ Executable = "/bin/false"; ]""");
        var others = await community.User("eve").TrySubmitWithKeyAsync(key, Two);

        first.MustBe(HttpStatusCode.Created);
        Assert.Equal(first.Text, again.Text);
        other.MustBe(HttpStatusCode.Conflict);
        Assert.Empty(others.Jobs().Intersect(first.Jobs()));
    }

    [Fact]
    public async Task Submit_SameKeyAtOnce_MakesTheJobsOnce()
    {
        var community = await CommunityAsync();
        var (user, key) = (community.User(), Unique.Name("key"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.TrySubmitWithKeyAsync(key, """[ Executable = "/bin/true"; Parameters = 20; ]""")));

        Assert.Single(replies.Select(reply => string.Join(',', reply.Jobs())).Distinct());
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_Submissions", $"SubmissionKey = '{key}' AND Jobs = 20"));
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("")]
    public async Task Submit_BadKey_IsRefusedAndStoresNothing(string key)
    {
        var community = await CommunityAsync();

        (await community.User().TrySubmitWithKeyAsync(key, """[ Executable = "/bin/true"; ]""")).MustBe(HttpStatusCode.BadRequest);

        Assert.Empty((await community.User().SearchAsync("{}")).Json.AsArray());
    }

    [Fact]
    public async Task Submit_Parametric_MakesOneJobPerValue()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var ids = await user.SubmitAsync("""[ Executable = "/bin/echo"; Parameters = {"a","b","c"}; Arguments = "%s %n"; ]""");

        Assert.Equal(3, ids.Count);
        Assert.Contains("\"b 1\"", (await user.DescribeAsync(ids[1])).Jdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_OneBadAmongMany_StoresNothingAndNamesIt()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var reply = await user.TrySubmitAsync(Community.Simple, "[ Arguments = \"x\"; ]", Community.Simple);

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("Job 2 of 3", reply.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}'"));
    }

    [Fact]
    public async Task Submit_MistypedSite_IsRefusedWithTheNearestName()
    {
        var community = await CommunityAsync();

        var reply = await community.User().TrySubmitAsync("""[ Executable = "/bin/true"; Site = "DIRAC.Tset.local"; ]""");

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("DIRAC.Test.local", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_InputDataWithoutCatalogue_FailsWithTheReason()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var id = (await user.SubmitAsync($$"""[ Executable = "/bin/true"; InputData = {"LFN:/{{community.Vo}}/a.dat"}; ]"""))[0];
        await user.BecomesAsync(id, "Failed");

        Assert.Contains($"no replica of /{community.Vo}/a.dat", (await user.DescribeAsync(id)).Reason, StringComparison.Ordinal);
        Assert.Equal("InputData optimizer", (await user.RowAsync(id)).GetProperty("MinorStatus").GetString());
    }

    [Fact]
    public async Task Submit_FilesThatDifferInCaseOnly_AreBothKept()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var id = (await user.SubmitAsync($$"""[ Executable = "/bin/true"; InputData = {"LFN:/{{community.Vo}}/A","LFN:/{{community.Vo}}/a"}; ]"""))[0];

        Assert.Contains($"/{community.Vo}/A", (await user.DescribeAsync(id)).Jdl, StringComparison.Ordinal);
        Assert.Contains($"/{community.Vo}/a", (await user.DescribeAsync(id)).Jdl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Tags = {"GPU","gpu"};""", "differ in case only")]
    [InlineData("""Tags = {"Grün"};""", "ASCII")]
    [InlineData("""Owner = "bob";""", "you are ann")]
    [InlineData("""CPUTime = 3;""", "between 100 and 500000")]
    [InlineData("""Priority = 11;""", "between 0 and 10")]
    [InlineData("""NumberOfProcessors = 2000;""", "between 1 and 1024")]
    [InlineData("""JobType = "Nonsense";""", "JobType 'Nonsense' is not known")]
    [InlineData("""Site = "DIRAC.Test.local"; BannedSites = {"DIRAC.Test.local"};""", "could run nowhere")]
    [InlineData("""InputData = {"LFN:/elsewhere/a"};""", "does not lie in your VO")]
    [InlineData("""Parameters = {"a","b"}; Parameters.X = {"1"};""", "")]
    [InlineData("""Parameters = 0;""", "")]
    public async Task Submit_BadDescription_SaysWhatIsWrongAndStoresNothing(string attribute, string said)
    {
        var community = await CommunityAsync();

        var reply = await community.User().TrySubmitAsync($"[ Executable = \"/bin/true\"; {attribute} ]");

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains(said, reply.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}'"));
    }

    [Fact]
    public async Task Submit_ParametricAmongPlain_IsRefused()
    {
        var community = await CommunityAsync();

        var reply = await community.User().TrySubmitAsync(Community.Simple, """[ Executable = "/bin/true"; Parameters = 2; ]""");

        Assert.Contains("Job description 2 of 2 is parametric", reply.MustBe(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MoreThanAllowed_IsRefused()
    {
        var community = await CommunityAsync();

        var parametric = await community.User().TrySubmitAsync("""[ Executable = "/bin/true"; Parameters = 2001; ]""");
        var plain = await community.User().TrySubmitAsync([.. Enumerable.Repeat(Community.Simple, 2_001)]);

        parametric.MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("2001", plain.MustBe(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
