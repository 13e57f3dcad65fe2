using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dirac.Portal.Tests;

public sealed class PortalTests : IAsyncLifetime
{
    private const string Hostile = """"><script>alert('x')</script><img src=x onerror="y">&amp;"""";
    private PortalHost _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalHost.StartAsync();
        var text = JsonEncodedText.Encode(Hostile, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var row = $$"""
            {"JobID":7,"Status":"{{text}}","MinorStatus":"{{text}}","ApplicationStatus":"{{text}}","Site":"{{text}}","JobName":"{{text}}","Owner":"{{text}}",
             "OwnerGroup":"{{text}}","SubmissionTime":"2026-11-22T20:00:00.5Z"}
            """;
        _portal.Answers["/api/jobs/search"] = $"[{row}]";
        _portal.Answers["/api/jobs/summary"] = $$"""[{"Status":"{{text}}","count":3}]""";
        _portal.Answers["/api/pilots/search"] = $$"""[{"PilotStamp":"{{text}}","Status":"{{text}}","GridSite":"{{text}}","DestinationSite":"{{text}}","StatusReason":"{{text}}"}]""";
        _portal.Answers["/api/jobs/7"] = $$"""
            {"JobID":7,"Jdl":"[]","OriginalJdl":"{{text}}","Reason":"{{text}}","Parameters":{"{{text}}":"{{text}}","StandardOutput":"{{text}}"},
             "Attempts":[{"Attempt":1,"PilotStamp":"{{text}}","Site":"{{text}}","StartTime":"2026-11-22T20:00:01Z","Outcome":"{{text}}"}]}
            """;
        _portal.Answers["/api/jobs/7/logging"] = $$"""
            [{"Status":"{{text}}","MinorStatus":"{{text}}","ApplicationStatus":"{{text}}","StatusTime":"2026-11-22T20:00:00Z","Source":"{{text}}"}]
            """;
        _portal.Answers["/api/jobs/7/sandbox/output"] = $$"""["/S3/bucket/{{text}}"]""";
        _portal.Answers["/api/jobs/sandbox"] = """{"url":"http://127.0.0.1:1/signed","expires_in":300}""";
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs")]
    [InlineData("/jobs/7")]
    public async Task Page_HostileNames_StayText(string path)
    {
        var (response, body) = await _portal.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs/7")]
    [InlineData("/jobs/8")]
    public async Task Page_Any_ForbidsScriptsAndFrames(string path)
    {
        var (response, body) = await _portal.GetAsync(path);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("<b>such", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("an-old-token")]
    public async Task Page_WithoutSession_Is401ThatSaysWhatToDo(string? token)
    {
        var (response, body) = await _portal.GetAsync("/", token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("dirac up", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_Jobs_CountsTimesAndPilots()
    {
        var (_, body) = await _portal.GetAsync("/");

        Assert.Contains(">3</strong>", body, StringComparison.Ordinal);
        Assert.Contains("2026-11-22 20:00:00<", body, StringComparison.Ordinal);
        Assert.Contains("<h2>Pilots</h2>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_Output_SendsToTheSignedAddress()
    {
        var (response, _) = await _portal.GetAsync("/jobs/7/output/1");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("http://127.0.0.1:1/signed", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Job_OutputThatIsNot_Is404() => Assert.Equal(HttpStatusCode.NotFound, (await _portal.GetAsync("/jobs/7/output/2")).Response.StatusCode);

    [Fact]
    public async Task Job_Unknown_Is404()
    {
        _portal.Answers["/api/jobs/search"] = "[]";

        var (response, body) = await _portal.GetAsync("/jobs/8");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no job 8.", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/jobs?status=%22%3E%3Cscript%3E")]
    [InlineData("/jobs?page=-1")]
    [InlineData("/jobs?page=99999999999999")]
    public async Task Jobs_AbsurdQuery_IsTheFirstPageOfAll(string path)
    {
        var (response, body) = await _portal.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("<h1>Jobs</h1>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylesheet_NeedsNoSession()
    {
        var (response, _) = await _portal.GetAsync("/portal.css", null);

        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
    }
}
