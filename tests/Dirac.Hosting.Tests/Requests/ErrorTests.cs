using System.IO.Compression;
using System.Net;
using System.Text;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Tests.Requests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(ErrorCode.BadJobDescription, 400)]
    [InlineData(ErrorCode.BadRequest, 400)]
    [InlineData(ErrorCode.NotAuthenticated, 401)]
    [InlineData(ErrorCode.NotAuthorized, 403)]
    [InlineData(ErrorCode.NotFound, 404)]
    [InlineData(ErrorCode.NoMatch, 404)]
    [InlineData(ErrorCode.NoPilot, 404)]
    [InlineData(ErrorCode.Conflict, 409)]
    [InlineData(ErrorCode.TooLarge, 413)]
    [InlineData(ErrorCode.TooManyRequests, 429)]
    [InlineData(ErrorCode.Unavailable, 503)]
    public async Task DiracException_HasItsStatus_CodeAndAdvice_AndIsNotLogged(ErrorCode code, int status)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(string () => throw new DiracException(code, "What is wrong.", "What to do.")));

        using var response = await server.GetAsync("/test");
        var error = await Task.FromResult(response).ErrorAsync((HttpStatusCode)status);

        Assert.Equal(("What is wrong.", code.ToString(), "What to do.", "What is wrong. What to do."), (error.Detail, error.Code, error.Advice, error.Message));
        Assert.Equal(status is 429 or 503, response.Headers.RetryAfter is not null);
        Assert.Equal(0, server.Log.Count(5000));
    }

    [Fact]
    public async Task UnknownException_Gets500_WithoutItsText_LoggedOnceWithTheTraceId()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(string () => throw new InvalidOperationException("inner matters")));

        var error = await server.GetAsync("/test").ErrorAsync(HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("inner matters", error.Detail, StringComparison.Ordinal);
        Assert.Equal(1, server.Log.Count(5000));
        Assert.Contains(error.TraceId!, server.Log.Entries.Single(entry => entry.Id == 5000).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatDoesNotAnswer_Gets503_InOneLineOfTheLog()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((CancellationToken cancellationToken) => DeadDatabase.OpenAsync(cancellationToken)));

        var error = await server.GetAsync("/test").ErrorAsync(HttpStatusCode.ServiceUnavailable);

        Assert.Equal(("A database of the server does not answer.", nameof(ErrorCode.Unavailable)), (error.Detail, error.Code));
        Assert.Equal((0, 1), (server.Log.Count(5000), server.Log.Count(5003)));
    }

    [Fact]
    public async Task ClientThatGoesAway_IsNoFailure()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.StartAsync(RunningServer.Route(async (CancellationToken cancellationToken) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }));
        using var leaving = new CancellationTokenSource();

        var call = server.Client.GetAsync("/test", leaving.Token);
        await entered.Task;
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await server.Log.SeenAsync(5002, TestContext.Current.CancellationToken);
        Assert.Equal(0, server.Log.Count(5000));
    }

    [Fact]
    public async Task UnknownAddressAndWrongMethod_HaveBodiesToo()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal("NotFound", (await server.GetAsync("/api/nothing").ErrorAsync(HttpStatusCode.NotFound)).Code);
        await server.PostAsync("/api/config/", "{}", server.Token()).ErrorAsync(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task UnreadableParameter_Gets422()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route((int page) => page));

        Assert.Contains("page", (await server.GetAsync("/test?page=x").ProblemAsync()).Msg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.1a1", HttpStatusCode.OK)]
    [InlineData("0.0.1", HttpStatusCode.OK)]
    [InlineData("v0.1.dev3+g1a2b3c", HttpStatusCode.OK)]
    [InlineData("1!0.0.1rc1.post2", HttpStatusCode.OK)]
    [InlineData("0.0.1a0", HttpStatusCode.BadRequest)]
    [InlineData("0.0.1.dev5", HttpStatusCode.BadRequest)]
    [InlineData("0.0.0", HttpStatusCode.BadRequest)]
    [InlineData("banana", HttpStatusCode.BadRequest)]
    [InlineData("99999999999999999999", HttpStatusCode.BadRequest)]
    public async Task ClientVersion_TooOldOrUnreadable_Gets400(string version, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(expected, await server.GetAsync("/api/health/live", null, (ClientVersionFilter.Header, version)).StatusAsync());
    }

    [Fact]
    public async Task Body_LargerThanTheRouteTakes_Gets413()
    {
        await using var server = await RunningServer.StartAsync();

        await server.PostAsync("/api/auth/local", $"{{\"secret\":\"{new string('x', 20_000)}\"}}").ErrorAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("{\"search\":[{\"parameter\":\"JobID\"}]}", "missing", "body.search.0", "'operator'")]
    [InlineData("{\"distinct\":7}", "type_error", "body.distinct", "distinct")]
    [InlineData("{\"search\":", "json_invalid", "body", "line 1")]
    public async Task JsonOfTheWrongShape_Gets422_ThatSaysWhereAndHidesOurTypes(string body, string kind, string place, string said)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(SearchAsync, method: "POST"));

        var problem = await server.PostAsync("/test", body).ProblemAsync();

        Assert.Equal(kind, problem.Type);
        Assert.StartsWith(place, string.Join('.', problem.Loc), StringComparison.Ordinal);
        Assert.Contains(said, problem.Msg, StringComparison.Ordinal);
        Assert.DoesNotContain("Dirac.", problem.Msg, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.Msg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_NotPackedAsItsHeaderSays_Gets422(string encoding)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(SearchAsync, method: "POST"));
        using var body = new StringContent("{\"search\":[]}", Encoding.UTF8, "application/json");
        body.Headers.ContentEncoding.Add(encoding);

        var problem = await server.SendAsync(HttpMethod.Post, "/test", body, null).ProblemAsync();

        Assert.Equal("header.Content-Encoding", string.Join('.', problem.Loc));
    }

    [Fact]
    public async Task Body_PackedAsItsHeaderSays_IsRead()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(SearchAsync, method: "POST"));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync("{\"search\":[]}"u8.ToArray(), TestContext.Current.CancellationToken);
        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new("application/json");
        body.Headers.ContentEncoding.Add("gzip");

        using var response = await server.SendAsync(HttpMethod.Post, "/test", body, null);

        Assert.Equal("some", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task JsonNestedTooDeep_Gets422()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(SearchAsync, method: "POST"));
        var deep = "{\"search\":[{\"parameter\":\"a\",\"operator\":\"eq\",\"value\":" + new string('[', 100_000) + "]}]}";

        Assert.Equal("json_invalid", (await server.PostAsync("/test", deep).ProblemAsync()).Type);
    }

    [Fact]
    public async Task ExtraKeys_WhereTheSurfaceForbidsThem_Get422()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(RegisterAsync, method: "POST"));

        var problem = await server.PostAsync("/test", """{"pilot_stamp":"s","vo":"demo","colour":"red"}""").ProblemAsync();

        Assert.Equal("extra_forbidden", problem.Type);
        Assert.Contains("colour", problem.Msg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionalBody_Absent_IsNull()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(SearchAsync, method: "POST"));

        using var response = await server.PostAsync("/test", "");

        Assert.Equal("none", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> SearchAsync(HttpContext context, CancellationToken cancellationToken) =>
        await context.Request.ReadOptionalJsonAsync(ModelJsonContext.Default.SearchRequest, cancellationToken) is null ? "none" : "some";

    private static async Task<string> RegisterAsync(HttpContext context, CancellationToken cancellationToken) =>
        (await context.Request.ReadJsonAsync(ModelJsonContext.Default.PilotRegistration, cancellationToken)).PilotStamp;
}
