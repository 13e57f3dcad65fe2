using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Configuration;

/// <summary>Has the configuration read again when a file changes: at once where the system tells, else by looking now and then.</summary>
internal sealed class ConfigurationWatcher : BackgroundService
{
    private readonly HostingOptions _options;
    private readonly ConfigurationSnapshots _snapshots;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ConfigurationWatcher(HostingOptions options, ConfigurationSnapshots snapshots, TimeProvider clock)
    {
        _options = options;
        _snapshots = snapshots;
        _clock = clock;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.ConfigurationFiles.Count == 0)
            return;

        using var watchers = new FileWatchers(_options.ConfigurationFiles, Wake);
        // What changed between the first reading and now went unseen.
        Wake();
        await using var timer = _clock.CreateTimer(_ => Wake(), null, _options.ConfigurationPoll, _options.ConfigurationPoll);
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
            _snapshots.Reload();
    }

    private void Wake() => _changes.Writer.TryWrite(true);
}
