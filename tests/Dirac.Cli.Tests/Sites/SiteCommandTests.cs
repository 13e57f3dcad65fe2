using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Model.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Cli.Tests.Sites;

public sealed class SiteCommandTests : IAsyncLifetime
{
    private const string Site =
        """[{"name":"LCG.A.ch","kind":"site","status_type":"all","vo":"all","status":"Banned","usable":false,"reason":"cooling","since":"2026-03-01T10:00:00+00:00","set_by":"ann","until":"2026-03-02T10:00:00+00:00","source":"status"}]""";

    private const string Elements =
        """[{"name":"ce1","kind":"compute","site":"LCG.A.ch","status_type":"all","vo":"all","status":"Active","usable":true,"reason":"","source":"configuration"}]""";

    private const string Downtime =
        """{"id":7,"kind":"site","name":"LCG.A.ch","vo":"all","from":"2026-03-01T20:00:00+00:00","until":"2026-03-02T12:00:00+00:00","drains_from":"2026-03-01T12:00:00+00:00","state":"Draining","reason":"disks","planner":"ann"}""";

    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server) { Clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) };
        _server.Answers["/api/rss/status/site"] = Site;
        _server.Answers["/api/rss/status/compute"] = Elements;
        _server.Answers["/api/rss/status/site/LCG.A.ch"] = "";
        _server.Answers["/api/rss/status/compute/ce1"] = "";
        _server.Answers["/api/rss/downtimes"] = Downtime;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Ban_Site_SendsStatusReasonAndEnd()
    {
        var outcome = await _dirac.RunAsync("site", "ban", "LCG.A.ch", "--reason", "cooling", "--until", "12h", "--vo", "demo");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal("LCG.A.ch is Banned: cooling.", outcome.Output.Trim());
        var sent = JsonDocument.Parse(Assert.Single(_server.Calls, call => call.Call == "PUT /api/rss/status/site/LCG.A.ch").Body).RootElement;
        Assert.Equal(("Banned", "cooling", "demo"), (sent.GetProperty("status").GetString(), sent.GetProperty("reason").GetString(), sent.GetProperty("vo").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), sent.GetProperty("until").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("allow", "Active")]
    [InlineData("degrade", "Degraded")]
    [InlineData("probe", "Probing")]
    public async Task Change_ComputingElement_SendsItsStatus(string verb, string status)
    {
        var outcome = await _dirac.RunAsync("site", verb, "LCG.A.ch", "--ce", "ce1", "--reason", "x");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        var sent = Assert.Single(_server.Calls, call => call.Call == "PUT /api/rss/status/compute/ce1");
        Assert.Contains($"\"status\":\"{status}\"", sent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("until", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ban_ElementOfAnotherSite_IsRefused()
    {
        var outcome = await _dirac.RunAsync("site", "ban", "LCG.B.de", "--ce", "ce1", "--reason", "x");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("LCG.B.de has no computing element ce1", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Calls, call => call.Call.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ban", "LCG.A.ch")]
    [InlineData("ban", "LCG.A.ch", "--reason", "x", "--until", "soon")]
    [InlineData("drain", "LCG.A.ch", "--reason", "x")]
    [InlineData("cancel-downtime", "first")]
    public async Task Anything_ThatMakesNoSense_IsRefusedBeforeAnythingIsChanged(params string[] words)
    {
        Assert.NotEqual(ExitCodes.Ok, (await _dirac.RunAsync(["site", .. words])).Code);
        Assert.DoesNotContain(_server.Calls, call => !call.Call.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_FromAndUntil_ArePlanned()
    {
        var outcome = await _dirac.RunAsync("site", "drain", "LCG.A.ch", "--from", "8h", "--until", "2026-03-02T12:00", "--reason", "disks", "--drain-hours", "8");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("Draining", outcome.Output, StringComparison.Ordinal);
        var sent = JsonDocument.Parse(Assert.Single(_server.Calls, call => call.Call == "POST /api/rss/downtimes").Body).RootElement;
        Assert.Equal(("site", "LCG.A.ch", 8.0), (sent.GetProperty("kind").GetString(), sent.GetProperty("name").GetString(), sent.GetProperty("drain_hours").GetDouble()));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero), sent.GetProperty("from").GetDateTimeOffset());
    }

    [Fact]
    public async Task List_Sites_ShowsStatusReasonAndJobs()
    {
        _server.Answers["/api/jobs/sites"] = """[{"Site":"LCG.A.ch","jobs":9,"statuses":{"Running":4,"Done":5},"efficiency":100}]""";

        var outcome = await _dirac.RunAsync("site", "list");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Matches(@"LCG\.A\.ch +Banned +2026-03-01 10:00:00 +ann, held until 2026-03-02 10:00:00 +0 +4 +cooling", outcome.Output);
    }

    [Fact]
    public async Task Why_Site_TellsJobsPilotsAndOffers()
    {
        _server.Answers["/api/sites/LCG.A.ch/why"] =
            """{"Site":"LCG.A.ch","Summary":"The site is Banned.","OutOfService":"Banned","Offers":[{"GridCE":"ce1","Queue":"long","OutOfService":"Banned (full)"}],"Waiting":[{"Verdict":"NotNow","Sentence":"It fits, but not now.","Jobs":12,"Queues":2}]}""";
        _server.Answers["/api/pilots/summary"] = """[{"Status":"Running","count":3}]""";

        var outcome = await _dirac.RunAsync("site", "why", "LCG.A.ch");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("The site is Banned.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("3 Running", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"12 +2 +It fits, but not now\.", outcome.Output);
        Assert.Matches(@"ce1 +long +no: Banned \(full\)", outcome.Output);
    }

    [Fact]
    public async Task Remove_Site_TakesItsSectionOutOfTheConfiguration()
    {
        var file = Configure("LCG.A.ch", "LCG.B.de");
        _server.Answers["/api/sites/direction"] = "[]";

        var outcome = await _dirac.RunAsync("site", "remove", "LCG.A.ch", "--yes");

        Assert.Equal((ExitCodes.Ok, $"LCG.A.ch is no longer in {file}."), (outcome.Code, outcome.Output.Trim()));
        var left = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("LCG.A.ch", left, StringComparison.Ordinal);
        Assert.Contains("LCG.B.de", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_SiteWithPilots_IsRefusedAndSaysHowTheyEnd()
    {
        var file = Configure("LCG.A.ch");
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        _server.Answers["/api/sites/direction"] = """[{"site":"LCG.A.ch","ce":"ce1","queue":"q","kind":"Host","waiting":1,"running":2,"max_total":5,"max_waiting":5}]""";

        var outcome = await _dirac.RunAsync("site", "remove", "LCG.A.ch", "--yes");

        Assert.Contains("3 pilots are still there.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("dirac site ban LCG.A.ch --reason leaving --as GROUP", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Remove_UnknownSite_NamesTheNearest()
    {
        Configure("LCG.A.ch");

        Assert.Contains("Did you mean LCG.A.ch?", (await _dirac.RunAsync("site", "remove", "LCG.A.cd", "--yes")).Error, StringComparison.Ordinal);
    }

    private string Configure(params string[] sites)
    {
        var file = Path.Combine(_server.DataDirectory, "dirac.cfg");
        File.WriteAllText(file, Cfg.Write(sites.Aggregate(CfgSection.Empty, (tree, site) => tree.With($"/Resources/Sites/LCG/{site}/CEs/ce1/CEType", "Local"))));
        return file;
    }
}
