using System.Threading.Channels;
using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Serving.Https;

/// <summary>Has the certificate for https read again when its files change: at once where the system tells, else by looking now and then.</summary>
internal sealed class HttpsCertificateWatcher(HttpsCertificates certificates, HostingOptions options, TimeProvider clock) : BackgroundService
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (certificates.Files.Count == 0) return;
        using var watchers = new FileWatchers(certificates.Files, Wake);
        await using var timer = clock.CreateTimer(_ => Wake(), null, options.ConfigurationPoll, options.ConfigurationPoll);
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
            certificates.Look();
    }

    private void Wake() => _changes.Writer.TryWrite(true);
}
