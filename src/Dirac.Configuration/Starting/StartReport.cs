using Dirac.Configuration.Trees;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Starting;

/// <summary>Says at the start what this process is to the configuration; what led to it happened before there was a log.</summary>
internal sealed partial class StartReport(OpenedConfiguration opened, ServedConfiguration served, ILogger<StartReport> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (opened.Role != ConfigurationRole.Standalone) LogRole(opened.Role, served.Current.Name, served.Current.Version);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(5541, LogLevel.Information, "This process is a {Role} of the configuration {Name}, which has version {Version}")]
    private partial void LogRole(ConfigurationRole role, string name, string version);
}
