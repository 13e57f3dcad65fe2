using System.Threading.Channels;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.Extensions.Time.Testing;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Dips;

/// <summary>Connections that stay.</summary>
public sealed class MessageTests
{
    private const string NewConnection = """{"OK": true, "Value": [["S/C", "s", "v"], ["Connection", "new"], "", "1"]}""";
    private const string Name = """{"OK": true, "Value": ["me", {}]}""";

    private readonly DuplexPair _pair = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<DipsMessageLink> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<DipsMessage> _received = Channel.CreateUnbounded<DipsMessage>();

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan _pause;

    private static CancellationToken Token => RawPeer.Soon;

    private RawPeer Peer => new(_pair.Client);

    [Fact]
    public async Task Server_RequestFromAClient_IsAcknowledgedAndHandled()
    {
        var server = Server();
        var running = await StartAsync(server);

        await Peer.SayAsync(Framed("""{"request": true, "name": "Work", "attrs": [true, [7, "x"]], "id": "me:0"}"""));
        await Peer.HearAsync(Framed("""{"request": false, "id": "me:0", "result": {"OK": true, "Value": null}}"""));
        var message = await _received.Reader.ReadAsync(Token);

        Assert.Equal(("Work", true), (message.Name, message.WaitsForAck));
        Assert.Equal([7, "x"], message.Values);
        await Peer.SayAsync(Ping);
        await Peer.HearAsync(Pong);
        await Peer.HangUpAsync();
        Assert.Null((await running).Fault);
        Assert.Equal(1, server.Drops);
    }

    [Fact]
    public async Task Server_Message_TravelsInTheOrderOfNames()
    {
        var running = await StartAsync(Server());
        var link = await _connected.Task;
        var sending = link.SendAsync(DipsMessage.Of("Job", ("zeta", 1), ("Alpha", "a"), ("beta", true)) with { WaitsForAck = true }, Token);

        await Peer.HearAsync(Framed("""{"request": true, "name": "Job", "attrs": [true, ["a", true, 1]], "id": "me:0"}"""));
        await Peer.SayAsync(Framed("""{"request": false, "id": "other", "result": {"OK": true, "Value": 1}}""")
            + Framed("""{"request": false, "id": "me:0", "result": {"OK": false, "Message": "busy"}}"""));

        Assert.Equal("busy", (await sending).Message);
        Assert.True((await link.SendAsync(new DipsMessage("Bye", []), Token)).IsOk);
        await Peer.HearAsync(Framed("""{"request": true, "name": "Bye", "attrs": [false, []]}"""));
        await Peer.HangUpAsync();
        Assert.Null((await running).Fault);
    }

    [Fact]
    public async Task Server_WithAPause_AnswersAndSpeaksNoSooner()
    {
        _pause = TimeSpan.FromMilliseconds(5);
        var running = await StartAsync(Server());
        var link = await _connected.Task;

        var sending = link.SendAsync(new DipsMessage("Bye", []), Token);
        Assert.True(await PassUntilAsync(Peer.HearAsync(Framed("""{"request": true, "name": "Bye", "attrs": [false, []]}"""))) >= _pause);
        Assert.True((await sending).IsOk);
        await Peer.SayAsync(Framed("""{"request": true, "name": "Work", "attrs": [true, []], "id": "me:0"}"""));
        Assert.True(await PassUntilAsync(Peer.HearAsync(Framed("""{"request": false, "id": "me:0", "result": {"OK": true, "Value": null}}"""))) >= _pause);

        // Nothing was heard meanwhile: there is nothing to wait for.
        _time.Advance(_pause);
        Assert.True((await link.SendAsync(new DipsMessage("Bye", []), Token)).IsOk);
        await Peer.HearAsync(Framed("""{"request": true, "name": "Bye", "attrs": [false, []]}"""));
        await Peer.HangUpAsync();
        Assert.Null((await running).Fault);
    }

    [Fact]
    public void Attributes_StandInTheOrderOfSmallLetters_AsPythonSortsThem()
    {
        var message = DipsMessage.Of("Job", ("taskId", 1), ("task_id", 2), ("TaskId", 3));

        Assert.Equal([2, 3, 1], message.Values);
        Assert.Equal(1, message.Named("task_id", "taskId", "TaskId")!["taskId"]);
    }

    [Fact]
    public async Task Send_WithoutAck_TimesOut()
    {
        var running = await StartAsync(Server());
        var link = await _connected.Task;
        var sending = link.SendAsync(new DipsMessage("Job", []) { WaitsForAck = true }, Token);
        await Peer.HearAsync(Framed("""{"request": true, "name": "Job", "attrs": [true, []], "id": "me:0"}"""));
        while (!sending.IsCompleted)
        {
            // The wait for the answer begins when the message has been sent, which the peer may see first.
            _time.Advance(DipsOptions.DefaultAckTimeout);
            await Task.Yield();
        }

        Assert.Equal("Timeout while waiting for message ack", (await sending).Message);
        await Peer.HangUpAsync();
        await running;
    }

    [Fact]
    public async Task Send_WhenThePeerHangsUp_Fails()
    {
        var running = await StartAsync(Server());
        var link = await _connected.Task;
        var sending = link.SendAsync(new DipsMessage("Job", []) { WaitsForAck = true }, Token);
        await Peer.HangUpAsync();
        await running;

        Assert.Equal("Connection closed by peer", (await sending).Message);
        Assert.Equal("Connection closed by peer", (await link.SendAsync(new DipsMessage("Job", []) { WaitsForAck = true }, Token)).Message);
    }

    [Theory]
    [InlineData("""{"x": 1}""")]
    [InlineData("""{"request": 1}""")]
    [InlineData("""{"request": true}""")]
    [InlineData("""{"request": true, "name": "Work", "attrs": 7}""")]
    [InlineData("""{"request": true, "name": "Work", "attrs": [1, 2]}""")]
    [InlineData("""{"request": false, "id": "me:0"}""")]
    [InlineData("""{"request": false, "id": "me:0", "result": 7}""")]
    [InlineData("7")]
    public async Task Server_SomethingThatIsNoMessage_DropsTheConnection(string content)
    {
        var server = Server();
        var running = await StartAsync(server);

        await Peer.SayAsync(Framed(content));

        Assert.Equal(DipsFault.Malformed, Assert.IsType<DipsException>((await running).Fault).Fault);
        await Peer.HearCloseAsync();
        Assert.Equal(1, server.Drops);
    }

    [Fact]
    public async Task Server_MessagesOfAClientThatHungUp_AreAllHandled()
    {
        var handled = 0;
        await Peer.SayAsync(RawPeer.Framed(NewConnection) + RawPeer.Framed(Name) + string.Concat(Enumerable.Repeat(Framed("""{"request": true, "name": "Work"}"""), 3)));
        await Peer.HangUpAsync();

        var outcome = await RunAsync(new FakeServer
        {
            Connected = link =>
            {
                _connected.SetResult(link);
                return RpcReply.Ok();
            },
            Handled = async token =>
            {
                // Comes back when the connection is seen to be closed.
                var answer = await (await _connected.Task).SendAsync(new DipsMessage("M", []) { WaitsForAck = true }, token);
                Assert.Equal("Connection closed by peer", answer.Message);
                Assert.False(token.IsCancellationRequested);
                handled++;
                return RpcReply.Ok();
            },
        });

        Assert.Null(outcome.Fault);
        Assert.Equal(3, handled);
    }

    [Fact]
    public async Task Server_HandlerThatFails_DropsTheConnection()
    {
        var running = await StartAsync(new FakeServer { Received = _ => RpcReply.Fail("unknown message") });

        await Peer.SayAsync(Framed("""{"request": true, "name": "Work"}"""));

        Assert.Null((await running).Fault);
        await Peer.HearCloseAsync();
    }

    [Fact]
    public async Task Server_HandlerThatThrows_DropsTheConnectionAndIsReported()
    {
        var running = await StartAsync(new FakeServer { Received = _ => throw new InvalidOperationException("bug") });

        await Peer.SayAsync(Framed("""{"request": true, "name": "Work"}"""));

        Assert.Equal("bug", (await running).Fault!.Message);
        await Peer.HearCloseAsync();
    }

    [Theory]
    [InlineData("old", """["me", {}]""", "Invalid connection method old")]
    [InlineData("new", """["me"]""", "Expected 2 arguments")]
    [InlineData("new", """[1, {}]""", "Invalid type for argument 0")]
    [InlineData("new", """["me", []]""", "Invalid type for argument 1")]
    [InlineData("new", """["me", {"a": 1}]""", "no parameters, please")]
    public async Task Open_Wrongly_IsRefused(string method, string arguments, string message)
    {
        await Peer.SayAsync(RawPeer.Framed(NewConnection.Replace("\"new\"", $"\"{method}\"", StringComparison.Ordinal)) + RawPeer.Framed($$"""{"OK": true, "Value": {{arguments}}}"""));
        var server = Server();

        var outcome = await RunAsync(server);

        Assert.Equal((message, 0), (outcome.Reply!.Message, server.Drops));
    }

    [Fact]
    public async Task Client_AndServer_TalkBothWaysAtOnce()
    {
        const int Count = 50;
        var pair = new ChoppedPair(Environment.TickCount, 50);
        var (toServer, toClient) = (0, 0);
        var server = new FakeServer { Connected = link => Talk(link), Received = _ => Counted(ref toServer) };
        var client = new FakeServer { Connected = link => Talk(link), Received = _ => Counted(ref toClient) };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = DipsServerConversation.RunAsync(pair.Server, server, new DipsServerOptions(), Token);
        await using var conversation = new DipsClientConversation(pair.Client, new DipsClientOptions());
        var staying = conversation.StayAsync(DipsProposal.ForMessages("S/C"), "me", WireValue.Dict(), client, enough.Token);

        await _done.Task;
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => staying);
        await conversation.DisposeAsync();

        Assert.Null((await serving).Fault);
        Assert.Equal((Count, Count), (toServer, toClient));

        RpcReply Talk(DipsMessageLink link)
        {
            _ = TalkAsync(link);
            return RpcReply.Ok();
        }

        async Task TalkAsync(DipsMessageLink link)
        {
            for (var i = 0; i < Count; i++) await link.SendAsync(new DipsMessage("M", [i]) { WaitsForAck = i % 2 == 0 }, Token);
        }

        RpcReply Counted(ref int counter)
        {
            Interlocked.Increment(ref counter);
            if (Volatile.Read(ref toServer) == Count && Volatile.Read(ref toClient) == Count) _done.TrySetResult();
            return RpcReply.Ok();
        }
    }

    [Fact]
    public void Named_ByNamesInAnyOrder_HasTheValues()
    {
        var message = DipsMessage.Of("Job", ("b", 2), ("A", 1));

        Assert.Equal(1, message.Named("b", "A")!["A"]);
        Assert.Null(message.Named("b"));
    }

    private static string Framed(string content) => RawPeer.Framed($$"""{"OK": true, "Value": {{content}}}""");

    private FakeServer Server() => new()
    {
        Connected = link =>
        {
            _connected.SetResult(link);
            return RpcReply.Ok();
        },
        Received = message =>
        {
            Assert.True(_received.Writer.TryWrite(message));
            return RpcReply.Ok();
        },
    };

    private async Task<Task<DipsOutcome>> StartAsync(FakeServer server)
    {
        var running = RunAsync(server);
        await Peer.SayAsync(RawPeer.Framed(NewConnection));
        await Peer.HearAsync(Go);
        await Peer.SayAsync(RawPeer.Framed(Name));
        await Peer.HearAsync(Go);
        return running;
    }

    private Task<DipsOutcome> RunAsync(FakeServer server) =>
        DipsServerConversation.RunAsync(_pair.Server, server, new DipsServerOptions { Time = _time, AnswerPause = _pause }, Token);

    // Lets the clock go on until something has come.
    private async Task<TimeSpan> PassUntilAsync(Task heard)
    {
        var start = _time.GetTimestamp();
        while (await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Token)) != heard) _time.Advance(TimeSpan.FromMilliseconds(1));
        await heard;
        return _time.GetElapsedTime(start);
    }
}
