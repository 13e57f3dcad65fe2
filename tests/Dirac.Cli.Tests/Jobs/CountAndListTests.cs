using System.Text.Json.Nodes;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Jobs;

public sealed class CountAndListTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_SortAndColumns_AreAskedForAndShown()
    {
        _server.AddJob(1, "Done", "mine");

        var outcome = await _dirac.RunAsync("job", "list", "--sort", "-updated,site", "--columns", "id,name,OWNER");

        var body = Asked("/api/jobs/search");
        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal("""[{"parameter":"LastUpdateTime","direction":"desc"},{"parameter":"Site","direction":"asc"}]""", body["sort"]!.ToJsonString());
        Assert.Equal("""["JobID","JobName","Owner"]""", body["parameters"]!.ToJsonString());
        Assert.Contains("mine", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Minor status", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sort", "updatd", "Did you mean 'updated'?")]
    [InlineData("--columns", "nonsense", "Columns are id")]
    [InlineData("--id", "x", "")]
    public async Task List_WordsNotUnderstood_AreExplained(string option, string value, string said)
    {
        var outcome = await _dirac.RunAsync("job", "list", option, value);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AllFilters_BecomeConditions()
    {
        await _dirac.RunAsync(
            "job", "list", "--all", "--status", "failed", "--minor", "Input*", "--application", "100%_", "--type", "User,Merge", "--owner-group", "g", "--pilot", "p1,p2", "--id", "3-5");

        Assert.Equal(
            [
                "Status eq \"Failed\"", "JobType in [\"User\",\"Merge\"]", "OwnerGroup eq \"g\"", "PilotStamp in [\"p1\",\"p2\"]", "MinorStatus like \"Input%\"",
                "ApplicationStatus eq \"100%_\"", "JobID in [3,4,5]",
            ],
            Asked("/api/jobs/search")["search"]!.AsArray().Select(condition => $"{condition!["parameter"]} {condition["operator"]} {(condition["value"] ?? condition["values"])!.ToJsonString()}"));
    }

    [Fact]
    public void Filter_Star_LeavesOtherLettersTheirOwnMeaning()
    {
        var condition = Assert.Single(new JobFilter { Name = @"a_b%\*" }.ToConditions());

        Assert.Equal(("like", @"a\_b\%\\%"), (condition.Operator, condition.Value!.Value.GetString()));
    }

    [Fact]
    public async Task Count_ByColumns_ShowsLinesAndTheirSum()
    {
        _server.AddJob(1, "Done");
        _server.AddJob(2, "Done");
        _server.AddJob(3, "Failed");

        var outcome = await _dirac.RunAsync("job", "count", "--by", "status,site");

        Assert.Equal("""["Status","Site"]""", Asked("/api/jobs/summary")["grouping"]!.ToJsonString());
        Assert.Contains("Failed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("3 jobs.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_OfAColumn_AreOneALine_OrJson()
    {
        _server.AddJob(1, "Done", "b");
        _server.AddJob(2, "Done", "a");

        var text = await _dirac.RunAsync("job", "values", "name");
        var json = await _dirac.RunAsync("job", "values", "name", "--json");

        Assert.Equal(["a", "b"], text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order());
        Assert.Equal(2, JsonNode.Parse(json.Output)!.AsArray().Count);
        Assert.True(Asked("/api/jobs/search")["distinct"]!.GetValue<bool>());
    }

    [Fact]
    public async Task SiteSummary_ShowsNumbersAndEfficiency()
    {
        _server.Answers["/api/jobs/sites"] = """[{"Site":"A.a.a","jobs":7,"statuses":{"Done":3,"Failed":1,"Killed":3},"efficiency":75.0},{"Site":"B.b.b","jobs":1,"statuses":{"Waiting":1}}]""";

        var outcome = await _dirac.RunAsync("site", "summary");
        var json = await _dirac.RunAsync("site", "summary", "--json");

        Assert.Contains("75 %", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("B.b.b", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(7, JsonNode.Parse(json.Output)![0]!["jobs"]!.GetValue<int>());
    }

    private JsonNode Asked(string path) => JsonNode.Parse(_server.Calls.Last(call => call.Call.Contains(path, StringComparison.Ordinal)).Body)!;
}
