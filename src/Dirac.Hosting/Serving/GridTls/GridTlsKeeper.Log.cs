using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.GridTls;

public sealed partial class GridTlsKeeper
{
    [LoggerMessage(5310, LogLevel.Information, "The host's certificate {Subject} is presented; it ends {End:u}")]
    private partial void LogPresented(string subject, DateTimeOffset end);

    [LoggerMessage(5311, LogLevel.Error, "The host's new certificate is not usable, the old one stays in force: {Problem}")]
    private partial void LogKeptOld(string problem);
}
