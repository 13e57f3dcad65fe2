using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Tests.Rpc;

public sealed class HttpsCallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("echoAny", """[{"__dCls": "dt", "obj": "2024-10-17 13:41:46"}]""", """{"OK": true, "Value": {"__dCls": "dt", "obj": "2024-10-17 13:41:46"}}""")]
    [InlineData("add", "[2, 3]", """{"OK": true, "Value": 5}""")]
    [InlineData("add", "[true, 3]", """{"OK": true, "Value": 4}""")]
    [InlineData("count", "[1, 2, 3]", """{"OK": true, "Value": 3}""")]
    [InlineData("count", "[]", """{"OK": true, "Value": 0}""")]
    [InlineData("greet", """["ann"]""", """{"OK": true, "Value": "Hello, ann"}""")]
    [InlineData("greet", """["ann", null, true]""", """{"OK": true, "Value": "Hello, ANN"}""")]
    [InlineData("countCalls", "[]", """{"OK": true, "Value": 1}""")]
    [InlineData("byDefault", "[]", """{"OK": true, "Value": "by default"}""")]
    [InlineData("refuse", "[]", """{"OK": false, "Errno": 1501, "Message": "Invalid job description ( 1501 : That is no job. Write one.)"}""")]
    [InlineData("failExtra", "[]", """{"OK": false, "Errno": 1111, "Message": "Unauthorized query ( 1111 : with an errno)", "Extra": 1}""")]
    [InlineData("add", """["a", 3]""", """{"OK": false, "Errno": 0, "Message": "Type mismatch in parameter 0 (starting with param 0) Received <class 'str'>, expected <class 'int'>"}""")]
    [InlineData("add", "[1, 2.0]", """{"OK": false, "Errno": 0, "Message": "Type mismatch in parameter 1 (starting with param 0) Received <class 'float'>, expected <class 'int'>"}""")]
    [InlineData("streamFromClient", """["id", "", 5, {"__dCls": "b64", "obj": "aGVsbG8="}]""", """{"OK": true, "Value": "id::5:hello"}""")]
    public async Task Call_Method_AnswersWithAStructure(string method, string arguments, string expected)
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.PostAsync(server.Server.Token("NormalUser"), ("method", method), ("args", arguments), ("clientVO", "demo"), ("clientSetup", "x"));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("noSuchMethod", "[]", HttpStatusCode.NotImplemented)]
    [InlineData("onlyDips", "[]", HttpStatusCode.NotImplemented)]
    [InlineData("refreshConfiguration", "[true]", HttpStatusCode.NotImplemented)]
    [InlineData("streamBulk", "[]", HttpStatusCode.NotImplemented)]
    [InlineData("adminOnly", "[]", HttpStatusCode.Unauthorized)]
    [InlineData("add", "[1]", HttpStatusCode.InternalServerError)]
    [InlineData("add", "[1, 2, 3]", HttpStatusCode.InternalServerError)]
    [InlineData("add", "{", HttpStatusCode.InternalServerError)]
    [InlineData("add", "5", HttpStatusCode.InternalServerError)]
    [InlineData("crash", "[]", HttpStatusCode.InternalServerError)]
    [InlineData("", "[]", HttpStatusCode.BadRequest)]
    public async Task Call_ThatCannotBeMade_HasTheStatusClientsKnow(string method, string arguments, HttpStatusCode status)
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.PostAsync(server.Server.Token("NormalUser"), ("method", method), ("args", arguments));

        Assert.Equal(status, response.StatusCode);
        Assert.Contains($"<title>{(int)status}: ", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_UnderTheTornadoName_IsTheSameService()
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), Form("method=byDefault"), "/Test/TornadoEcho");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Call_WithoutCredentials_Gets401_WhateverTheRule()
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.PostAsync(null, ("method", "ping"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(server.Server.Log.Entries, entry => entry.Id == 5401 && entry.Text.StartsWith("Somebody without", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("noDatabase", "MySQL Error ( 1131 : Unable to connect")]
    [InlineData("lostCommit", "MySQL Error ( 1131 : The connection to JobDB broke during a commit; whether the change was saved is not known.)")]
    public async Task Call_DatabaseAway_IsAFailureThatNobodyRepeats_InOneLineOfTheLog(string method, string message)
    {
        await using var server = await RpcServer.StartAsync();

        var reply = await server.CallAsync(method);

        Assert.Equal(1131, reply.Errno);
        Assert.StartsWith(message, reply.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (server.Server.Log.Count(5400), server.Server.Log.Count(5403)));
    }

    [Fact]
    public async Task Call_RuleInTheConfiguration_ReplacesTheMethodsOwn()
    {
        await using var server = await RpcServer.StartAsync();
        await server.Server.ReplaceConfigurationAsync(RunningServer.Configuration + """

            Systems
            {
              Test
              {
                Services
                {
                  Echo
                  {
                    Authorization
                    {
                      Default = JobAdministrator
                      adminOnly = NormalUser
                    }
                  }
                }
              }
            }
            """);
        server.Server.Reload();

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("adminOnly"));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("byDefault"));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("echoAny", "[1]"));
    }

    [Theory]
    [InlineData("Echo", "/Test/TornadoEcho")]
    [InlineData("TornadoEcho", "/Test/Echo")]
    public async Task Call_RuleUnderTheOtherName_HoldsToo(string component, string path)
    {
        await using var server = await RpcServer.StartAsync($$"""
            Systems
            {
              Test
              {
                Services
                {
                  {{component}}
                  {
                    Authorization
                    {
                      Default = JobAdministrator
                    }
                  }
                }
              }
            }
            """);

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), Form("method=byDefault"), path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Call_Ping_TellsWhatClientsExpect()
    {
        await using var server = await RpcServer.StartAsync();

        var facts = (await server.CallAsync("ping")).Value.AsDict();

        Assert.Equal("Test/Echo", facts["name"].AsText());
        Assert.Equal(WireKind.DateTime, facts["time"].Kind);
        Assert.Equal(WireKind.DateTime, facts["service start time"].Kind);
        Assert.Equal(WireKind.Whole, facts["service uptime"].Kind);
        Assert.Equal(WireKind.Whole, facts["host uptime"].Kind);
        Assert.Equal(3, facts["load"].AsText().Split(' ').Length);
        Assert.Equal(WireKind.Real, facts["cpu times"].AsDict()["user time"].Kind);
        Assert.NotEmpty(facts["version"].AsText());
    }

    [Fact]
    public async Task Call_WhoamiByToken_TellsUserAndGroup()
    {
        await using var server = await RpcServer.StartAsync();

        var caller = (await server.CallAsync("whoami")).Value.AsDict();

        Assert.Equal(("ann", "demo_user"), (caller["username"].AsText(), caller["group"].AsText()));
        Assert.StartsWith("/O=DIRAC/CN=", caller["DN"].AsText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RawContent_AnswersWithBytes()
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.PostAsync(server.Server.Token("NormalUser"), ("method", "byDefault"), ("rawContent", "True"));

        Assert.Equal("by default", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Call_StreamToClient_SendsTheFile_AndAFailureAsOne()
    {
        await using var server = await RpcServer.StartAsync();

        using var file = await server.PostAsync(server.Server.Token("NormalUser"), ("method", "streamToClient"), ("args", """["abc"]"""), ("rawContent", "True"));
        using var missing = await server.PostAsync(server.Server.Token("NormalUser"), ("method", "streamToClient"), ("args", """["missing"]"""), ("rawContent", "True"));

        Assert.Equal("abc", await file.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Contains("no file missing", await missing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_LargeReply_IsPackedForWhoTakesIt()
    {
        await using var server = await RpcServer.StartAsync();
        var request = Form($"method=echoAny&args=[\"{new string('x', 3000)}\"]");
        server.Server.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), request);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Contains("xxx", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_PackedRequest_IsRead()
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), Packed(Encoding.UTF8.GetBytes("method=byDefault")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Call_GzipBomb_IsRefused()
    {
        await using var server = await RpcServer.StartAsync();
        var bomb = new byte[120 * 1024 * 1024];
        bomb.AsSpan().Fill((byte)'a');

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), Packed(bomb));

        Assert.InRange((int)response.StatusCode, 400, 413);
    }

    [Fact]
    public async Task Call_FormBomb_IsRefused()
    {
        await using var server = await RpcServer.StartAsync();

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), Form(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=1")) + "&method=byDefault"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Call_Multipart_IsRead()
    {
        await using var server = await RpcServer.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("add"), "method" }, { new StringContent("[1, 2]"), "args" } };

        using var response = await server.SendAsync(server.Server.Token("NormalUser"), form);

        Assert.Equal("""{"OK": true, "Value": 3}""", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Get_IsNotAllowed()
    {
        await using var server = await RpcServer.StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await server.Server.GetAsync(RpcServer.Service).StatusAsync());
    }

    [Fact]
    public async Task Crash_IsLoggedOnce_AndTellsThePeerNoStack()
    {
        await using var server = await RpcServer.StartAsync();

        await server.StatusAsync("crash");

        Assert.Single(server.Server.Log.Entries, entry => entry.Text.Contains("Test/Echo.crash", StringComparison.Ordinal));
    }

    [Fact]
    public void Service_MethodWithoutARule_IsRefusedAtStart()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new RpcService(typeof(RulelessRpc), []));

        Assert.Contains("RulelessRpc.Open names no rule", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Service_MethodThatWantsThePeerOfAConnection_IsRefusedAtStart()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new RpcService(typeof(PeerlessRpc), []));

        Assert.Contains("PeerlessRpc.Greet takes an RpcPeer", fault.Message, StringComparison.Ordinal);
    }

    private static StringContent Form(string text) => new(text, MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded"));

    private static ByteArrayContent Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    [RpcService("Test/Ruleless")]
    private sealed class RulelessRpc
    {
        [RpcMethod]
        public static string Open() => "open";
    }

    [RpcService("Test/Peerless")]
    private sealed class PeerlessRpc
    {
        [RpcMethod(RpcRules.All)]
        public static string Greet(RpcPeer peer) => peer.UniqueName;
    }
}
