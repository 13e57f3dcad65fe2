using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Dips;

/// <summary>The server's conversation with clients whose bytes were recorded, or are wrong.</summary>
public sealed class ServerCallTests
{
    private readonly FakeServer _server = new();
    private readonly DuplexPair _pair = new();

    private RawPeer Client => new(_pair.Client);

    [Theory]
    [InlineData(WireEncoding.JEncode, Proposal, Go, Arguments, Five)]
    [InlineData(WireEncoding.DEncode, OldProposal, OldGo, OldArguments, OldFive)]
    [InlineData(WireEncoding.JEncode, OldProposal, Go, OldArguments, Five)]
    public async Task Call_RecordedClient_IsAnsweredByteForByte(WireEncoding encoding, string proposal, string go, string arguments, string reply)
    {
        var outcome = RunAsync(_server, new DipsServerOptions { Encoding = encoding });

        await Client.SayAsync(proposal);
        await Client.HearAsync(go);
        await Client.SayAsync(arguments);
        await Client.HearAsync(reply);
        await Client.HearCloseAsync();

        Assert.Null((await outcome).Fault);
        Assert.Equal(
            DipsProposal.ForCall("WireTest/Echo", "add") with { Setup = "WireSetup", Vo = "wirevo", ClientVersion = "9.0.0a37" },
            _server.Proposal);
    }

    [Theory]
    [InlineData(Proposal + Arguments)]
    [InlineData(Ping + Proposal + Ping + Arguments)]
    public async Task Call_PipelinedWithKeepAlives_IsAnswered(string bytes)
    {
        await Client.SayAsync(bytes);

        Assert.Null((await RunAsync(_server)).Fault);

        Assert.Equal(bytes.StartsWith('d') ? Pong + Go + Pong + Five : Go + Five, await Client.HearAllAsync());
    }

    [Theory]
    [InlineData("""[["S/C", "s"], ["RPC", "m"]]""", null, null, "None")]
    [InlineData("""[["S/C", "s", "v"], ["RPC", "m"], "hosts"]""", "v", null, "Host")]
    [InlineData("""[["S/C", "s", "v"], ["RPC", "m"], "g", "1"]""", "v", "1", "Group")]
    [InlineData("""[["S/C", null, "v"], ["RPC", "m"], ["/DN", "g"], null]""", "v", null, "Delegation")]
    [InlineData("""[["S/C", "s", "v"], ["RPC", "m"], 7]""", "v", null, "Malformed")]
    public async Task Proposal_OfOldOrOddClient_IsUnderstood(string value, string? vo, string? version, string credentials)
    {
        await Client.SayAsync(RawPeer.Framed($$"""{"OK": true, "Value": {{value}}}""") + RawPeer.Framed("""{"OK": true, "Value": []}"""));

        Assert.Null((await RunAsync(_server)).Fault);

        var proposal = _server.Proposal!;
        Assert.Equal((vo, version, credentials), (proposal.Vo, proposal.ClientVersion, proposal.ExtraCredentials.GetType().Name));
        Assert.Equal(DipsActionType.Rpc, proposal.ActionType);
    }

    [Theory]
    [InlineData("""[["S/C", "s", "v"], ["RPC", "m"], "", "1"]""")]
    [InlineData("""{"OK": false, "Value": [["S/C", "s", "v"], ["RPC", "m"]]}""")]
    [InlineData("""{"OK": true, "Value": [["S/C"], ["RPC", "m"]]}""")]
    [InlineData("""{"OK": true, "Value": [["S/C", "s"], ["RPC"]]}""")]
    [InlineData("""{"OK": true, "Value": [[1, "s"], ["RPC", "m"]]}""")]
    [InlineData("""{"OK": true, "Value": "x"}""")]
    [InlineData("""{"OK": true, "Value": [""")]
    [InlineData("")]
    [InlineData("""{"__dCls": "Popen", "__dMod": "subprocess"}""")]
    public async Task Proposal_ThatIsNone_IsAnsweredAndClosed(string payload)
    {
        await Client.SayAsync(RawPeer.Framed(payload));

        await RunAsync(_server);

        Assert.Equal(RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Invalid action proposal"}"""), await Client.HearAllAsync());
        Assert.Null(_server.Proposal);
    }

    [Theory]
    [InlineData(":")]
    [InlineData("-5:")]
    [InlineData("x")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\x16\x03\x01")]
    [InlineData("1234567890")]
    [InlineData("999999999:")]
    [InlineData("16385:")]
    [InlineData("1_0:")]
    [InlineData("dkb")]
    [InlineData("dka:")]
    [InlineData("dka9999:")]
    public async Task Proposal_WithSuchALength_IsRefusedAtOnce(string bytes)
    {
        await Client.SayAsync(bytes);

        var outcome = await RunAsync(_server);

        Assert.Contains(Assert.IsType<DipsException>(outcome.Fault).Fault, new[] { DipsFault.Malformed, DipsFault.TooLarge });
        Assert.Contains("Invalid action proposal", await Client.HearAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfTheServer_IsSentAndNothingElse()
    {
        await Client.SayAsync(Proposal + Arguments);

        await RunAsync(new FakeServer { Decide = _ => new DipsDecision.Refuse(DipsRefusals.Unauthorized) });

        Assert.Equal(
            RawPeer.Framed("""{"OK": false, "Errno": 1111, "Message": "Unauthorized query ( 1111 : Unauthorized query)"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task Arguments_OfAClientThatFailed_EndItSilently()
    {
        await Client.SayAsync(Proposal + RawPeer.Framed("""{"OK": false, "Message": "no"}"""));

        var outcome = await RunAsync(_server);

        Assert.Equal(Go, await Client.HearAllAsync());
        Assert.Equal((null, null), (outcome.Reply, outcome.Fault));
    }

    [Theory]
    [InlineData("""{"OK": true, "Value": 5}""", "Invalid arguments: they should be a list.")]
    [InlineData("[2, 3]", "Invalid arguments: The peer's message is no return structure: a dict with true or false under 'OK'.")]
    [InlineData("{", "Invalid arguments: The peer's message cannot be read. At byte 1 there should be a key or '}'.")]
    public async Task Arguments_ThatAreNone_AreRefusedWithAReason(string payload, string message)
    {
        await Client.SayAsync(Proposal + RawPeer.Framed(payload));

        var outcome = await RunAsync(_server);

        Assert.Equal(message, outcome.Reply!.Message);
        Assert.EndsWith($"\"{message}\"}}", await Client.HearAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_ThatThrows_LeavesNoTraceOnTheWire()
    {
        await Client.SayAsync(Proposal + Arguments);

        var outcome = await RunAsync(new FakeServer { Called = _ => throw new InvalidOperationException("secret") });

        Assert.Equal("secret", outcome.Fault!.Message);
        Assert.Equal(Go + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Server error while serving add"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task Handler_WhoseReplyCannotBeExpressed_FailsPlainly()
    {
        await Client.SayAsync(Proposal + Arguments);

        var outcome = await RunAsync(new FakeServer { Called = _ => RpcReply.Ok(WireValue.Of(new TimeOnly(1, 2))) });

        Assert.IsType<WireEncodingException>(outcome.Fault);
        Assert.Equal(Go + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Server error while serving add"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task Decision_ThatThrows_IsAPlainFailure()
    {
        await Client.SayAsync(Proposal);

        await RunAsync(new FakeServer { Decide = _ => throw new InvalidOperationException("secret") });

        Assert.Equal(RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Server error while serving add"}"""), await Client.HearAllAsync());
    }

    [Fact]
    public async Task Client_ThatHangsUpAtAnyByte_IsAnOutcome()
    {
        for (var length = 0; length < Proposal.Length + Arguments.Length; length++)
        {
            var pair = new DuplexPair();
            var client = new RawPeer(pair.Client);
            await client.SayAsync((Proposal + Arguments)[..length]);
            await client.HangUpAsync();

            var outcome = await DipsServerConversation.RunAsync(pair.Server, new FakeServer(), new DipsServerOptions(), RawPeer.Soon);

            Assert.Null(outcome.Reply);
            if (length == 0) Assert.Null(outcome.Fault);
            else Assert.Equal(length == Proposal.Length ? DipsFault.Closed : DipsFault.Truncated, Assert.IsType<DipsException>(outcome.Fault).Fault);
            Assert.Equal(length >= Proposal.Length ? Go : "", await client.HearAllAsync());
        }
    }

    [Fact]
    public async Task KeepAlives_WithoutEnd_AreBounded()
    {
        var flood = Client.SayAsync(string.Concat(Enumerable.Repeat(Pong, DipsOptions.DefaultMaxKeepAlives + 1)));

        var outcome = await RunAsync(_server);

        await flood;
        Assert.Equal(DipsFault.Flooded, Assert.IsType<DipsException>(outcome.Fault).Fault);
    }

    [Fact]
    public async Task Stopping_ServerThatWaits_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var running = DipsServerConversation.RunAsync(_pair.Server, _server, new DipsServerOptions(), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Client.HearCloseAsync();
    }

    private Task<DipsOutcome> RunAsync(FakeServer server, DipsServerOptions? options = null) =>
        DipsServerConversation.RunAsync(_pair.Server, server, options ?? new DipsServerOptions(), RawPeer.Soon);
}
