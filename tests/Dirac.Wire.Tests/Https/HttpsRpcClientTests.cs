using System.IO.Compression;
using System.Net;
using System.Text;
using Dirac.Wire.Https;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Wire.Tests.Https;

public sealed class HttpsRpcClientTests
{
    private static readonly Uri Url = new("https://host:8443/System/Component");
    private static readonly RpcForm Form = new("echo", ["x"]) { ClientVo = "v" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_Reply_IsRead()
    {
        var server = new FakeHandler(HttpStatusCode.OK, """{"OK": true, "Value": {"__dCls": "dt", "obj": "2024-10-17 13:41:46"}}""");

        var answer = await CallAsync(server);

        Assert.Equal(new DateTime(2024, 10, 17, 13, 41, 46), answer.Reply.Value.AsDateTime());
        Assert.Equal("method=echo&args=%5B%22x%22%5D&clientVO=v&clientSetup=", server.Body);
        Assert.Equal("POST https://host:8443/System/Component application/x-www-form-urlencoded gzip", server.Head);
    }

    [Theory]
    [InlineData(501, 38, "Function not implemented ( 38 : echo is not implemented)", false)]
    [InlineData(401, 13, "Permission denied ( 13 : No access to https://host:8443/System/Component)", false)]
    [InlineData(403, 13, "Permission denied ( 13 : No access to https://host:8443/System/Component)", false)]
    [InlineData(404, 0, "404 Client Error: Not Found for url: https://host:8443/System/Component: https://host:8443/System/Component is not found", true)]
    [InlineData(400, 0, "400 Client Error: Bad Request for url: https://host:8443/System/Component: <html>", true)]
    [InlineData(500, 0, "500 Server Error: Internal Server Error for url: https://host:8443/System/Component: <html>", true)]
    public async Task Call_Status_IsTranslatedAsCurrentClientsDo(int status, int errno, string message, bool isServersFault)
    {
        var answer = await CallAsync(new FakeHandler((HttpStatusCode)status, "<html>"));

        Assert.Equal((errno, message, isServersFault), (answer.Reply.Errno, answer.Reply.Message, answer.IsServersFault));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("5")]
    [InlineData("ds2:OKb1e")]
    public async Task Call_OfSomethingElse_IsAFailure(string body)
    {
        var answer = await CallAsync(new FakeHandler(HttpStatusCode.OK, body));

        Assert.Equal((false, 0), (answer.Reply.IsOk, answer.Reply.Errno));
        Assert.Contains(Url.ToString(), answer.Reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CompressedBothWays_IsRead()
    {
        var server = new FakeHandler(HttpStatusCode.OK, $$"""{"OK": true, "Value": "{{new string('y', 3000)}}"}""") { IsCompressed = true };
        using var client = new HttpMessageInvoker(server);

        var answer = await new HttpsRpcClient(client, new HttpsRpcOptions { CompressesRequests = true })
            .CallAsync(Url, Form with { Arguments = [new string('x', 3000)] }, Token);

        Assert.Equal(3000, answer.Reply.Value.AsText().Length);
        Assert.StartsWith("method=echo&args=%5B%22xxx", server.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAReplyThatGrowsInMemory_IsStopped()
    {
        var server = new FakeHandler(HttpStatusCode.OK, new string(' ', 10_000_000)) { IsCompressed = true };
        using var client = new HttpMessageInvoker(server);

        var answer = await new HttpsRpcClient(client, new HttpsRpcOptions { MaxReplyBytes = 100_000 }).CallAsync(Url, Form, Token);

        Assert.EndsWith("larger than 100000 bytes.", answer.Reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutAnAnswer_IsAFailureOfTheServer()
    {
        var answer = await CallAsync(new FakeHandler(HttpStatusCode.OK, "") { Error = new HttpRequestException("refused") });

        Assert.Equal((true, null), (answer.IsServersFault, answer.Status));
        Assert.Contains("refused", answer.Reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfASlowServer_TimesOut()
    {
        var time = new FakeTimeProvider();
        using var client = new HttpMessageInvoker(new FakeHandler(HttpStatusCode.OK, "") { IsSilent = true });
        var calling = new HttpsRpcClient(client, new HttpsRpcOptions { Time = time }).CallAsync(Url, Form, Token);

        time.Advance(HttpsRpcOptions.DefaultTimeout);

        Assert.EndsWith("within 600 seconds.", (await calling).Reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_Content_IsSaved()
    {
        var server = new FakeHandler(HttpStatusCode.OK, "hello\n", "application/octet-stream");
        var (answer, saved) = await DownloadAsync(server);

        Assert.True(answer.Reply.IsOk);
        Assert.Equal("hello\n", saved);
        Assert.EndsWith("rawContent=True", server.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"OK": false, "Errno": 2, "Message": "no such file"}""", "no such file")]
    [InlineData("""{"OK": true, "Value": 1}""", "https://host:8443/System/Component sent a reply where content was asked for.")]
    public async Task Download_OfAStructure_IsAFailureAndNoContent(string body, string message)
    {
        var (answer, saved) = await DownloadAsync(new FakeHandler(HttpStatusCode.OK, body));

        Assert.Equal((message, ""), (answer.Reply.Message, saved));
    }

    [Fact]
    public async Task Download_WhoseTargetFails_Throws()
    {
        using var client = new HttpMessageInvoker(new FakeHandler(HttpStatusCode.OK, "hello\n", "application/octet-stream"));

        await Assert.ThrowsAsync<IOException>(() => new HttpsRpcClient(client, new HttpsRpcOptions()).DownloadAsync(Url, Form, new FullStream(), Token));
    }

    [Fact]
    public async Task Upload_File_GoesAsBytes()
    {
        var server = new FakeHandler(HttpStatusCode.OK, """{"OK": true, "Value": null}""");
        using var client = new HttpMessageInvoker(server);

        await new HttpsRpcClient(client, new HttpsRpcOptions()).UploadAsync(Url, Form, "id", "hello\n"u8.ToArray(), Token);

        Assert.StartsWith(
            """method=streamFromClient&args=["id", "", 6, {"__dCls": "b64", "obj": "aGVsbG8K"}]""",
            WebUtility.UrlDecode(server.Body),
            StringComparison.Ordinal);
    }

    private static async Task<HttpsAnswer> CallAsync(FakeHandler server)
    {
        using var client = new HttpMessageInvoker(server);
        return await new HttpsRpcClient(client, new HttpsRpcOptions()).CallAsync(Url, Form, Token);
    }

    private static async Task<(HttpsAnswer Answer, string Saved)> DownloadAsync(FakeHandler server)
    {
        using var client = new HttpMessageInvoker(server);
        var saved = new MemoryStream();
        var answer = await new HttpsRpcClient(client, new HttpsRpcOptions()).DownloadAsync(Url, Form, saved, Token);
        return (answer, Encoding.UTF8.GetString(saved.ToArray()));
    }

    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("full");
    }

    private sealed class FakeHandler(HttpStatusCode status, string body, string mediaType = "application/json") : HttpMessageHandler
    {
        public bool IsCompressed { get; init; }

        public bool IsSilent { get; init; }

        public Exception? Error { get; init; }

        public string Head { get; private set; } = "";

        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Head = $"{request.Method} {request.RequestUri} {request.Content!.Headers.ContentType} {request.Headers.AcceptEncoding}";
            Stream sent = await request.Content.ReadAsStreamAsync(cancellationToken);
            if (request.Content.Headers.ContentEncoding.Contains("gzip")) sent = new GZipStream(sent, CompressionMode.Decompress);
            Body = await new StreamReader(sent).ReadToEndAsync(cancellationToken);
            if (Error is not null) throw Error;
            if (IsSilent) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

            var content = new ByteArrayContent(IsCompressed ? Compressed(body) : Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = new(mediaType) { CharSet = "UTF-8" };
            if (IsCompressed) content.Headers.ContentEncoding.Add("gzip");
            return new HttpResponseMessage(status) { Content = content };
        }

        private static byte[] Compressed(string text)
        {
            var target = new MemoryStream();
            using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
            return target.ToArray();
        }
    }
}
