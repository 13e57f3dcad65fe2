using System.Net;
using System.Text.Json.Nodes;

namespace Dirac.Hosting.Tests.OpenApi;

public sealed class ApiPageTests
{
    [Fact]
    public async Task Docs_Page_ShowsEveryRouteWithoutScriptAndForbidsForeignContent()
    {
        await using var server = await RunningServer.StartAsync();
        var response = await server.GetAsync("/api/docs");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var document = JsonNode.Parse(await server.Client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken))!;

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(document["paths"]!.AsObject(), path => Assert.Contains($"<code>{path.Key}</code>", page, StringComparison.Ordinal));
        Assert.Equal("3.0.2", (string?)document["openapi"]);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/docs/style.css")).StatusCode);
    }

    [Fact]
    public async Task Document_WhenItIsKnown_IsNotSentAgain()
    {
        await using var server = await RunningServer.StartAsync();
        var tag = (await server.GetAsync("/api/openapi.json")).Headers.ETag!.Tag;

        Assert.Equal(HttpStatusCode.NotModified, (await server.GetAsync("/api/openapi.json", null, ("If-None-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await server.GetAsync("/api/openapi.json", null, ("If-None-Match", tag.Trim('"')))).StatusCode);
    }
}
