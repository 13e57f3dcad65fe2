using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Dips;

/// <summary>Files between the server's conversation and clients whose bytes were recorded, or are wrong.</summary>
public sealed class ServerTransferTests
{
    private const string OkSix = """24:{"OK": true, "Value": 6}""";
    private const string Abort = """50:{"OK": true, "Value": null, "AbortTransfer": true}""";

    private readonly DuplexPair _pair = new();

    private RawPeer Client => new(_pair.Client);

    [Fact]
    public async Task FromClient_Recorded_IsTakenByteForByte()
    {
        var server = new FakeServer();
        var outcome = RunAsync(server);

        await Client.SayAsync(FileProposal);
        await Client.HearAsync(Go);
        await Client.SayAsync(FileRequest);
        await Client.HearAsync(Accepted);
        await Client.SayAsync(Hello);
        await Client.HearAsync(Go);
        await Client.SayAsync(HelloEnd);
        await Client.HearAsync(OkSix);
        await Client.HearCloseAsync();

        Assert.Null((await outcome).Fault);
        Assert.Equal("hello\n"u8, server.Stored);
        Assert.Equal(new TransferRequest(TransferDirection.FromClient, "id-f1", "") { Size = 6 }, server.Request);
    }

    [Fact]
    public async Task ToClient_Mirrored_IsSentByteForByte()
    {
        var outcome = RunAsync(new FakeServer());

        await Client.SayAsync(ProposalOf("ToClient"));
        await Client.HearAsync(Go);
        await Client.SayAsync(RawPeer.Framed("""{"OK": true, "Value": ["id-f1", ""]}"""));
        await Client.HearAsync(Accepted);
        await Client.HearAsync(Hello);
        await Client.SayAsync(Go);
        await Client.HearAsync(HelloEnd + Go);
        await Client.HearCloseAsync();

        Assert.Null((await outcome).Fault);
    }

    [Fact]
    public async Task ListBulk_HasNoDataPhase()
    {
        await StartAsync("ListBulk", """["x.tar", ""]""");

        await RunAsync(new FakeServer());

        Assert.Equal(Go + Accepted + RawPeer.Framed("""{"OK": true, "Value": ["a", "b"]}"""), await Client.HearAllAsync());
    }

    [Theory]
    [InlineData("ToClient", "toClient")]
    [InlineData("Sideways", "sideways")]
    [InlineData("0", "0")]
    public async Task Direction_Unsupported_IsAnsweredOnce(string direction, string shown)
    {
        await StartAsync(direction, """["x", "", 1]""");
        var server = new FakeServer();
        server.Unsupported.Add(TransferDirection.ToClient);

        await RunAsync(server);

        Assert.Equal(Go + RawPeer.Framed($$"""{"OK": false, "Errno": 0, "Message": "Service can't transfer files {{shown}}"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task FromClient_OfNothing_IsAnEmptyFile()
    {
        await StartAsync("FromClient", """["x", "", 0]""", """{"OK": true, "Value": [false, "d41d8cd98f00b204e9800998ecf8427e"]}""");

        Assert.Equal(RpcReply.Ok(0), (await RunAsync(new FakeServer())).Reply);
    }

    [Theory]
    [InlineData("", "Error in the file CRC")]
    [InlineData("x NoCheckSum y", "")]
    public async Task FromClient_WithAWrongChecksum_FailsUnlessTheTokenSaysNotToCheck(string token, string message)
    {
        await StartAsync("FromClient", $"""["x", "{token}", 6]""", Payload(Hello), """{"OK": true, "Value": [false, "d41d8cd98f00b204e9800998ecf8427e"]}""");

        var outcome = await RunAsync(new FakeServer());

        Assert.Equal((message, null), (outcome.Reply!.Message, outcome.Fault));
    }

    [Fact]
    public async Task FromClient_LargerThanAllowed_IsRefusedInsteadOfAcknowledged()
    {
        await StartAsync("FromClient", """["x", "", 1]""", Payload(Hello));
        var outcome = await RunAsync(new FakeServer
        {
            Receive = async (_, content, token) =>
            {
                content.MaxBytes = 5;
                await content.CopyToAsync(Stream.Null, token);
                return RpcReply.Ok();
            },
        });

        Assert.Equal(Go + Accepted + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Exceeded maximum file size"}"""), await Client.HearAllAsync());
        Assert.Null(outcome.Fault);
    }

    [Theory]
    [InlineData("""{"OK": false, "Errno": 2, "Message": "disk gone"}""", "", "disk gone")]
    [InlineData("""{"OK": true, "Value": [false, ""], "AbortTransfer": true}""", Go, "The sender aborted the transfer")]
    public async Task FromClient_WhoseSenderGivesUp_EndsWithItsFailure(string message, string ack, string reply)
    {
        await StartAsync("FromClient", """["x", "", 9]""", Payload(Hello), message);

        var outcome = await RunAsync(new FakeServer());

        Assert.Equal(reply, outcome.Reply!.Message);
        Assert.StartsWith(Go + Accepted + Go + ack, await Client.HearAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromClient_WhenTheHandlerHasEnough_TellsTheSenderToStop()
    {
        await StartAsync("FromClient", """["x", "", 9]""", Payload(Hello));

        await RunAsync(new FakeServer { Receive = (_, _, _) => Task.FromResult(RpcReply.Ok()) });

        Assert.Equal(Go + Accepted + Abort + Go, await Client.HearAllAsync());
    }

    [Fact]
    public async Task FromClient_WhenTheHandlerFails_AnswersInPlaceOfTheAck()
    {
        await StartAsync("FromClient", """["x", "", 9]""", Payload(Hello));

        await RunAsync(new FakeServer { Receive = (_, _, _) => Task.FromResult(RpcReply.Fail("full")) });

        Assert.Equal(Go + Accepted + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "full"}"""), await Client.HearAllAsync());
    }

    [Theory]
    [InlineData("""{"OK": true, "Value": [true]}""")]
    [InlineData("""{"OK": true, "Value": [1, "x"]}""")]
    [InlineData("""{"OK": true, "Value": [true, 5]}""")]
    [InlineData("""{"OK": true, "Value": [false, null]}""")]
    [InlineData("""{"OK": true, "Value": [true, "\ud800"]}""")]
    [InlineData("7")]
    public async Task FromClient_WithSomethingThatIsNoChunk_EndsTheConversation(string message)
    {
        await StartAsync("FromClient", """["x", "", 9]""", message);

        var outcome = await RunAsync(new FakeServer());

        Assert.Equal(DipsFault.Malformed, Assert.IsType<DipsException>(outcome.Fault).Fault);
        Assert.Equal(Go + Accepted, await Client.HearAllAsync());
    }

    [Fact]
    public async Task ToClient_WhenTheHandlerFails_SendsTheFailureInPlaceOfTheFile()
    {
        await StartAsync("ToClient", """["x", ""]""");

        await RunAsync(new FakeServer { Send = (_, _, _) => Task.FromResult(RpcReply.Fail("no such file")) });

        Assert.Equal(Go + Accepted + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "no such file"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task ToClient_WhenTheHandlerAborts_TheClientIsToldAndThenAnswered()
    {
        await StartAsync("ToClient", """["x", ""]""", Payload(Go));

        await RunAsync(new FakeServer
        {
            Send = async (_, content, token) =>
            {
                await content.AbortAsync(token);
                return RpcReply.Fail("not now");
            },
        });

        Assert.Equal(
            Go + Accepted + RawPeer.Framed("""{"OK": true, "Value": [false, ""], "AbortTransfer": true}""") + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "not now"}"""),
            await Client.HearAllAsync());
    }

    [Theory]
    [InlineData("""{"OK": true, "Value": null, "AbortTransfer": true}""", "The receiver aborted the transfer")]
    [InlineData("""{"OK": false, "Errno": 0, "Message": "disk full"}""", "disk full")]
    public async Task ToClient_WhenTheClientWantsNoMore_Ends(string ack, string message)
    {
        await StartAsync("ToClient", """["x", ""]""", ack);

        var outcome = await RunAsync(new FakeServer());

        Assert.Equal((message, null), (outcome.Reply!.Message, outcome.Fault));
        Assert.StartsWith(Go + Accepted + Hello, await Client.HearAllAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FromClient", """["x", ""]""")]
    [InlineData("ToClient", """["x"]""")]
    public async Task Request_WithSomethingMissing_IsRefused(string direction, string info)
    {
        await StartAsync(direction, info);

        Assert.Contains("something is missing", (await RunAsync(new FakeServer())).Reply!.Message, StringComparison.Ordinal);
    }

    private static string ProposalOf(string direction) =>
        RawPeer.Framed($$"""{"OK": true, "Value": [["WireTest/Echo", "WireSetup", "wirevo"], ["FileTransfer", "{{direction}}"], "", "9.0.0a37"]}""");

    private static string Payload(string framed) => framed[(framed.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private Task StartAsync(string direction, string info, params string[] payloads) => Client.SayAsync(
        ProposalOf(direction) + RawPeer.Framed($$"""{"OK": true, "Value": {{info}}}""") + string.Concat(payloads.Select(RawPeer.Framed)));

    private Task<DipsOutcome> RunAsync(FakeServer server) =>
        DipsServerConversation.RunAsync(_pair.Server, server, new DipsServerOptions(), RawPeer.Soon);
}
