using System.Net;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.GridTls;

internal sealed partial class GridTlsMiddleware
{
    [LoggerMessage(5300, LogLevel.Information, "TLS with {Peer} was refused: {Reason}")]
    private partial void LogRefused(EndPoint? peer, string reason);

    [LoggerMessage(5301, LogLevel.Debug, "{Peer} left during the TLS handshake: {Reason}")]
    private partial void LogLeft(EndPoint? peer, string reason);
}
