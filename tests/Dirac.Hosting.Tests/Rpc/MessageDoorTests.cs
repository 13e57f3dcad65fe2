using System.IO.Pipelines;
using System.Threading.Channels;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Dips;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.Rpc;

/// <summary>Connections that stay, through the door, by a visitor.</summary>
public sealed class MessageDoorTests
{
    private const string TwoSeats = """
        Systems
        {
          Test
          {
            Services
            {
              PingPong
              {
                MaxMessagingConnections = 2
              }
            }
          }
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_IsBoundByTheNamesOfItsAttributes()
    {
        await using var server = await StartAsync();
        var guest = new Guest(server, "one");

        Assert.Equal(["one"], (await guest.NextAsync()).Values);
        await guest.SayAsync(DipsMessage.Of("Ping", ("text", "hello"), ("id", 7)));
        var pong = await guest.NextAsync();

        Assert.Equal("Pong", pong.Name);
        Assert.Equal([7, "hello from anonymous"], pong.Values);
        await guest.DisposeAsync();
        var service = server.Services.GetRequiredService<PingPongRpc>();
        Assert.Equal(["one comes", "one is gone"], [await service.NextAsync(), await service.NextAsync()]);
    }

    [Theory]
    [InlineData("Quit", 0, "as wanted")]
    [InlineData("Shut", 0, "may not use Test/PingPong.Message/Shut")]
    [InlineData("Nothing", 0, "there is no such message")]
    [InlineData("Ping", 1, "it has 2 attributes, and 1 came")]
    [InlineData("Ping", 2, "Type mismatch in parameter 0")]
    public async Task Message_ThatIsRefused_ClosesTheConnection_AndTheLogSaysWhy(string name, int values, string reason)
    {
        await using var server = await StartAsync();
        await using var guest = new Guest(server, "one");
        await guest.NextAsync();

        await guest.SayAsync(new DipsMessage(name, [.. Enumerable.Repeat(WireValue.List(1), values)]));

        Assert.True((await guest.Ended).Reply.IsOk);
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains(reason, StringComparison.Ordinal));
        var service = server.Services.GetRequiredService<PingPongRpc>();
        Assert.Equal(["one comes", "one is gone"], [await service.NextAsync(), await service.NextAsync()]);
    }

    [Fact]
    public async Task Message_WhoseNameWasCalledAsAMethod_KeepsItsRule()
    {
        await using var server = await StartAsync();
        var connection = new DipsConnection(server.Services.GetRequiredService<RpcServices>(), server.Services.GetRequiredService<RpcDispatcher>(), RpcIdentity.None, null);
        Assert.IsType<DipsDecision.Refuse>(await connection.DecideAsync(DipsProposal.ForCall("Test/PingPong", "Message/Ping"), Token));
        await using var guest = new Guest(server, "one");
        await guest.NextAsync();

        await guest.SayAsync(DipsMessage.Of("Ping", ("text", "hello"), ("id", 7)));

        Assert.Equal("Pong", (await guest.NextAsync()).Name);
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreRefusedUntilOneLeaves()
    {
        await using var server = await StartAsync(TwoSeats);
        var first = new Guest(server, "one");
        await using var second = new Guest(server, "two");
        await first.NextAsync();
        await second.NextAsync();

        await using var third = new Guest(server, "three");
        Assert.Equal(DipsRefusals.TooManyConnections.Message, (await third.Ended).Reply.Message);
        await first.DisposeAsync();
        var service = server.Services.GetRequiredService<PingPongRpc>();
        while (await service.NextAsync() != "one is gone") continue;

        await using var late = new Guest(server, "four");
        Assert.Equal("Welcome", (await late.NextAsync()).Name);
    }

    [Fact]
    public async Task Connection_ThatTheServiceDoesNotWant_HearsSo_AndTakesNoSeat()
    {
        await using var server = await StartAsync(TwoSeats);

        for (var i = 0; i < 5; i++)
        {
            await using var guest = new Guest(server, "one", WireValue.Dict(("unwanted", 1)));
            Assert.Equal("not you", (await guest.Ended).Reply.Message);
        }
    }

    [Fact]
    public async Task Connection_ToAServiceWithoutMessages_IsRefused()
    {
        await using var server = await StartAsync("""
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
                      Connection
                      {
                        Default = all
                      }
                    }
                  }
                }
              }
            }
            """);
        await using var guest = new Guest(server, "one", service: "Test/Echo");

        Assert.Equal("Test/Echo takes no messages", (await guest.Ended).Reply.Message);
    }

    [Fact]
    public async Task Connection_ThatNobodyMayOpen_IsUnauthorized_AndTheLogSaysSo()
    {
        await using var server = await StartAsync();
        await using var guest = new Guest(server, "one", service: "Test/Echo");

        Assert.Equal(DipsRefusals.Unauthorized.Errno, (await guest.Ended).Reply.Errno);
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("may not use Test/Echo.Connection/Default", StringComparison.Ordinal));
    }

    private static Task<RunningServer> StartAsync(string more = "") => RunningServer.StartAsync(
        app => app.MapDiracRpc(),
        services: services => services.AddDiracRpc().AddRpcService<EchoRpc>().AddRpcService<PingPongRpc>(),
        more: more);

    /// <summary>A client that stays.</summary>
    private sealed class Guest : IDipsMessageHandler, IAsyncDisposable
    {
        private readonly Channel<DipsMessage> _received = Channel.CreateUnbounded<DipsMessage>();
        private readonly TaskCompletionSource<DipsMessageLink> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _leaves = CancellationTokenSource.CreateLinkedTokenSource(Token);
        private readonly DipsClientConversation _conversation;

        public Guest(RunningServer server, string name, WireValue? parameters = null, string service = "Test/PingPong")
        {
            var (up, down) = (new Pipe(), new Pipe());
            var dips = new DipsConnection(server.Services.GetRequiredService<RpcServices>(), server.Services.GetRequiredService<RpcDispatcher>(), RpcIdentity.None, null);
            _ = DipsServerConversation.RunAsync(new End(up.Reader, down.Writer), dips, new DipsServerOptions(), Token);
            _conversation = new DipsClientConversation(new End(down.Reader, up.Writer), new DipsClientOptions());
            Ended = _conversation.StayAsync(DipsProposal.ForMessages(service), name, parameters ?? WireValue.Dict(), this, _leaves.Token);
            _ = Ended.ContinueWith(_ => _received.Writer.TryComplete(), TaskScheduler.Default);
        }

        /// <summary>How it ended.</summary>
        public Task<DipsAnswer> Ended { get; }

        /// <summary>The next message; fails when there will be none.</summary>
        public ValueTask<DipsMessage> NextAsync() => _received.Reader.ReadAsync(Token);

        public async Task SayAsync(DipsMessage message) => await (await _link.Task).SendAsync(message, Token);

        public async ValueTask DisposeAsync()
        {
            await _leaves.CancelAsync();
            await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _conversation.DisposeAsync();
            _leaves.Dispose();
        }

        public Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken)
        {
            _link.SetResult(link);
            return Task.FromResult(RpcReply.Ok());
        }

        public Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken)
        {
            _received.Writer.TryWrite(message);
            return Task.FromResult(RpcReply.Ok());
        }

        private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
