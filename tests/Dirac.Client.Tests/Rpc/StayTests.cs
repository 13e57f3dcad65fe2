using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Tests.Rpc;

/// <summary>Connections that stay, from the client's side.</summary>
public sealed class StayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stay_ExchangesMessages_UntilTheServiceEndsIt()
    {
        using var server = new PlainServer { Messages = new Counter() };
        var guest = new Guest();

        var ended = await Client().StayAsync(server.Url, "me", WireValue.Dict(("from", 3)), guest, Cancellation);

        Assert.True(ended.IsOk, ended.Message);
        Assert.Equal([3, 4, 5], guest.Heard);
    }

    [Fact]
    public async Task Stay_OverHttps_SaysThatThereIsNoSuchThing()
    {
        var refused = await Assert.ThrowsAsync<DiracException>(() => Client().StayAsync("https://localhost:1/Test/Echo", "me", WireValue.Dict(), new Guest(), Cancellation));

        Assert.Contains("over dips", refused.Advice, StringComparison.Ordinal);
    }

    private static RpcClient Client() => new(new RpcIdentity(), new RpcClientOptions { Configuration = () => CfgSection.Empty, Pause = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, new Random(7));

    /// <summary>Counts up from where the client wants, one number for each message, and has enough at five.</summary>
    private sealed class Counter : IDipsMessages
    {
        private DipsMessageLink? _link;
        private long _next;

        public Task<RpcReply> OpenAsync(string uniqueName, WireDict parameters, CancellationToken cancellationToken)
        {
            _next = parameters.TryGetValue("from", out var from) ? from.AsInt64() : 0;
            return Task.FromResult(RpcReply.Ok());
        }

        public Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken)
        {
            _link = link;
            return SayAsync(cancellationToken);
        }

        public Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken) =>
            _next > 5 ? Task.FromResult(RpcReply.Fail("enough")) : SayAsync(cancellationToken);

        public Task DroppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private Task<RpcReply> SayAsync(CancellationToken cancellationToken) => _link!.SendAsync(new DipsMessage("Number", [_next++]), cancellationToken);
    }

    /// <summary>Asks for the next number as soon as it has one.</summary>
    private sealed class Guest : IDipsMessageHandler
    {
        private DipsMessageLink? _link;

        public List<long> Heard { get; } = [];

        public Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken)
        {
            _link = link;
            return Task.FromResult(RpcReply.Ok());
        }

        public Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken)
        {
            Heard.Add(message.Values[0].AsInt64());
            return _link!.SendAsync(new DipsMessage("Next", []), cancellationToken);
        }
    }
}
