using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Errors;

internal sealed partial class ErrorMiddleware
{
    [LoggerMessage(5000, LogLevel.Error, "{Method} {Path} failed; trace {TraceId}")]
    private partial void LogFailure(Exception failure, string method, string path, string traceId);

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed after its reply had begun; the connection is cut")]
    private partial void LogLateFailure(Exception failure, string method, string path);

    [LoggerMessage(5002, LogLevel.Debug, "The client of {Path} went away: {Message}")]
    private partial void LogClientGone(string message, string path);

    [LoggerMessage(5003, LogLevel.Warning, "{Method} {Path} had no database: {Reason}")]
    private partial void LogAway(string method, string path, string reason);
}
