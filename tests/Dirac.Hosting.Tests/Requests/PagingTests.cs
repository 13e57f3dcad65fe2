using System.Net;
using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Tests.Requests;

public sealed class PagingTests
{
    [Theory]
    [InlineData("", 5, 200, null)]
    [InlineData("?page=1&per_page=2", 5, 206, "jobs 0-1/5")]
    [InlineData("?page=3&per_page=2", 5, 206, "jobs 4-4/5")]
    [InlineData("?page=4&per_page=2", 5, 416, "jobs */5")]
    [InlineData("?page=2147483647&per_page=10000", 5, 416, "jobs */5")]
    [InlineData("", 0, 200, null)]
    [InlineData("?page=2", 0, 416, "jobs */0")]
    public async Task Page_HasTheStatusAndRangeOfTheSurface(string query, int total, int status, string? range)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((HttpContext context) => Rows(context, total)));

        using var response = await server.GetAsync("/test" + query);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(range, response.Content.Headers.TryGetValues("Content-Range", out var values) ? values.Single() : null);
    }

    [Theory]
    [InlineData("?page=0", "page")]
    [InlineData("?page=-1", "page")]
    [InlineData("?page=1.5", "page")]
    [InlineData("?page=99999999999999999999", "page")]
    [InlineData("?page=", "page")]
    [InlineData("?page=1&page=2", "page")]
    [InlineData("?per_page=0", "per_page")]
    [InlineData("?per_page=10001", "per_page")]
    public async Task AbsurdPaging_Gets422_ThatNamesTheParameter(string query, string name)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((HttpContext context) => Rows(context, 5)));

        Assert.Equal(["query", name], (await server.GetAsync("/test" + query).ProblemAsync()).Loc);
    }

    [Theory]
    [InlineData("?after=abc&page=1")]
    [InlineData("?after=")]
    [InlineData("?after=a&after=b")]
    public async Task AbsurdCursor_Gets422_ThatNamesTheParameter(string query)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((HttpContext context) => Rows(context, 5)));

        Assert.Equal(["query", "after"], (await server.GetAsync("/test" + query).ProblemAsync()).Loc);
    }

    [Fact]
    public async Task Page_WithMoreBehindIt_LinksToIt()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((HttpContext _) =>
            ApiResults.Page("[\"a\"]"u8.ToArray(), 1, new Paging(1, 1, "x"), RowTotal.AtLeast(7), "jobs", "next-one")));

        using var response = await server.GetAsync("/test?after=x");

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("jobs */7", response.Content.Headers.GetValues("Content-Range").Single());
        Assert.Equal("next-one", response.Headers.GetValues(ApiResults.NextCursorHeader).Single());
        Assert.Equal("at-least", response.Headers.GetValues(ApiResults.TotalHeader).Single());
        Assert.Equal("</test?after=next-one&per_page=1>; rel=\"next\"", response.Headers.GetValues("Link").Single());
    }

    private static IResult Rows(HttpContext context, int total)
    {
        var paging = Paging.From(context.Request.Query);
        IReadOnlyList<string> rows = [.. Enumerable.Range(0, total).Select(i => $"job {i}").Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.PerPage)];
        return ApiResults.Page(JsonSerializer.SerializeToUtf8Bytes(rows, ModelJsonContext.Default.IReadOnlyListString), rows.Count, paging, RowTotal.Exactly(total), "jobs", next: null);
    }
}
