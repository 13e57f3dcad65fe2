using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Serving.Https;

/// <summary>Has the certificate for https read again when its files change.</summary>
internal sealed class HttpsCertificateWatcher(HttpsCertificates certificates, HostingOptions options, TimeProvider clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new WatchedFiles(certificates.Files, options.ConfigurationPoll, clock).WatchAsync(certificates.Look, stoppingToken);
}
