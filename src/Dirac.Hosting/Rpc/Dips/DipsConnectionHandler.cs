using System.Net;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Rpc.Dips;

/// <summary>Serves connections of a dips listener: one call each.</summary>
internal sealed partial class DipsConnectionHandler : ConnectionHandler
{
    // DIRAC's client was seen to break on answers that came within microseconds; nobody misses some milliseconds.
    private static readonly TimeSpan AnswerPause = TimeSpan.FromMilliseconds(5);

    private readonly RpcServices _services;
    private readonly RpcDispatcher _dispatcher;
    private readonly DipsServerOptions _options;
    private readonly CancellationToken _stopped;
    private readonly ILogger<DipsConnectionHandler> _log;

    public DipsConnectionHandler(RpcServices services, RpcDispatcher dispatcher, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<DipsConnectionHandler> log)
    {
        _services = services;
        _dispatcher = dispatcher;
        _options = new DipsServerOptions { Time = clock, AnswerPause = AnswerPause };
        // Calls under way at a stop are finished: the web server waits for its connections, and cuts them when it has waited long enough.
        _stopped = lifetime.ApplicationStopped;
        _log = log;
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var remote = connection.RemoteEndPoint as IPEndPoint;
        var identity = new RpcIdentity(connection.Features.Get<IGridPeerFeature>()?.Peer, null);
        var outcome = await DipsServerConversation.RunAsync(connection.Transport, new DipsConnection(_services, _dispatcher, identity, remote), _options, _stopped);
        if (outcome.Fault is DipsException fault) LogPeerFault(remote, fault.Message);
        else if (outcome.Fault is { } escaped) LogEscaped(remote, escaped);
    }

    [LoggerMessage(5410, LogLevel.Information, "The conversation with {Peer} ended early: {Reason}")]
    private partial void LogPeerFault(EndPoint? peer, string reason);

    [LoggerMessage(5411, LogLevel.Error, "The conversation with {Peer} failed")]
    private partial void LogEscaped(EndPoint? peer, Exception fault);
}
