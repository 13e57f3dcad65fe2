using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Configuration;

internal sealed partial class ConfigurationSnapshots
{
    [LoggerMessage(5100, LogLevel.Information, "Configuration version {Version} is in force")]
    private partial void LogLoaded(string version);

    [LoggerMessage(5101, LogLevel.Error, "The changed configuration is not usable, the old one stays in force: {Problem} {Advice}")]
    private partial void LogKeptOld(string problem, string? advice);
}
