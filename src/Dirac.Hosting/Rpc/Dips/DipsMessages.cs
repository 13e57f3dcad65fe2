using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Dips;

/// <summary>One connection that stays, and the members of its service that take what comes over it.</summary>
/// <param name="dispatcher">Calls the members.</param>
/// <param name="service">The service.</param>
/// <param name="call">The circumstances in which it was opened.</param>
internal sealed class DipsMessages(RpcDispatcher dispatcher, RpcService service, RpcCall call) : IDipsMessages
{
    private RpcCall _call = call;

    public async Task<RpcReply> OpenAsync(string uniqueName, WireDict parameters, CancellationToken cancellationToken)
    {
        if (!service.Seats.TryTake(MessageSeats.Limit(_call.Configuration.Root, service))) return DipsRefusals.TooManyConnections;
        _call = _call with { Peer = new RpcPeer(uniqueName, parameters) };
        var reply = await TellAsync(RpcConnectionMoment.New, cancellationToken);
        if (!reply.IsOk) service.Seats.Leave();
        return reply;
    }

    public Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken)
    {
        _call.Peer!.Connect(link);
        return TellAsync(RpcConnectionMoment.Connected, cancellationToken);
    }

    public async Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken)
    {
        if (service.Message(message.Name) is not { } method) return Refuse(message, "there is no such message");
        if (Admit(method) is not { } admitted) return DipsRefusals.Unauthorized;
        if (message.Named(method.ParameterNames) is not { } values) return Refuse(message, $"it has {method.ParameterNames.Count} attributes, and {message.Values.Count} came");
        var arguments = method.ParameterNames.Select(name => values[name]).ToArray();
        var reply = (await dispatcher.CallAsync(method, admitted, arguments, null, cancellationToken)).Reply;
        return reply.IsOk ? reply : Refuse(message, reply.Message);
    }

    public async Task DroppedAsync(CancellationToken cancellationToken)
    {
        service.Seats.Leave();
        await TellAsync(RpcConnectionMoment.Drop, cancellationToken);
    }

    // What was allowed when the connection was opened need not be allowed any more.
    private RpcCall? Admit(RpcMethod method)
    {
        var configuration = dispatcher.Configuration;
        var credentials = _call.Identity.With(_call.Extra);
        if (dispatcher.Admit(configuration, service, _call.Service, method.Name, method.Rule, credentials) is { } caller)
            return _call with { Configuration = configuration, Caller = caller, Method = method.Name };
        dispatcher.LogRefused(credentials.Dn, _call.Remote, _call.Service, method.Name);
        return null;
    }

    // The peer is not told why its connection closes, so that the log has to tell it.
    private RpcReply Refuse(DipsMessage message, string reason)
    {
        dispatcher.LogMessageRefused(_call.Service, message.Name, _call.Caller.UserName, reason);
        return RpcReply.Fail(reason);
    }

    private async Task<RpcReply> TellAsync(RpcConnectionMoment moment, CancellationToken cancellationToken) => service.On(moment) is { } method
        ? (await dispatcher.CallAsync(method, _call, default, null, cancellationToken)).Reply
        : RpcReply.Ok();
}
