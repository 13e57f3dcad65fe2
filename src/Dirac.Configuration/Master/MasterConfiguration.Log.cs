using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Master;

internal sealed partial class MasterConfiguration
{
    [LoggerMessage(5500, LogLevel.Information, "{Committer} made version {Version} of the configuration")]
    private partial void LogCommitted(string version, string committer);

    [LoggerMessage(5501, LogLevel.Error, "A commit was refused because it could not be kept: {Problem}")]
    private partial void LogUnwritten(string problem);

    [LoggerMessage(5502, LogLevel.Error, "Version {Version} of the configuration is in force but has no backup: {Problem}")]
    private partial void LogNoBackup(string version, string problem);
}
