using System.Threading.Channels;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Replies;

namespace Dirac.Hosting.Tests.Rpc;

/// <summary>A service that shows what a service can declare of messages.</summary>
[RpcService("Test/PingPong")]
internal sealed class PingPongRpc
{
    private readonly Channel<string> _happened = Channel.CreateUnbounded<string>();

    public ValueTask<string> NextAsync() => _happened.Reader.ReadAsync(TestContext.Current.CancellationToken);

    [RpcConnection(RpcConnectionMoment.New)]
    public RpcReply Opened(RpcPeer peer) =>
        peer.Parameters.TryGetValue("unwanted", out _) ? RpcReply.Fail("not you") : Note($"{peer.UniqueName} comes");

    [RpcConnection(RpcConnectionMoment.Connected)]
    public static Task<RpcReply> ConnectedAsync(RpcPeer peer, CancellationToken cancellationToken) =>
        peer.SendAsync(DipsMessage.Of("Welcome", ("who", peer.UniqueName)), cancellationToken);

    [RpcConnection(RpcConnectionMoment.Drop)]
    public RpcReply Dropped(RpcPeer peer) => Note($"{peer.UniqueName} is gone");

    // In an order that is not that of the names.
    [RpcMessage(RpcRules.All)]
    public static Task<RpcReply> PingAsync(RpcCall call, string text, RpcPeer peer, long id, CancellationToken cancellationToken) =>
        peer.SendAsync(DipsMessage.Of("Pong", ("id", id), ("text", $"{text} from {call.Caller.UserName}")), cancellationToken);

    [RpcMessage(RpcRules.All)]
    public static RpcReply Quit() => RpcReply.Fail("as wanted");

    [RpcMessage("JobAdministrator")]
    public RpcReply Shut() => Note("shut");

    private RpcReply Note(string text)
    {
        _happened.Writer.TryWrite(text);
        return RpcReply.Ok();
    }
}
