using System.Threading.Channels;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dirac.Configuration.Slaves;

/// <summary>Has the slaves fetch what was committed, soon after the commit was answered. Several commits in the meantime are one round.</summary>
internal sealed class SlaveSync(KnownSlaves slaves, PeerUpdates updates, IConfigurationSnapshots snapshots, TimeProvider clock) : BackgroundService
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that there is something new.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _rings.Reader.ReadAllAsync(stoppingToken))
        {
            var settings = new ConfigurationSettings(snapshots.Current.Root);
            if (settings.PushesToSlaves) await updates.SendAsync(slaves.Alive(clock.GetUtcNow(), settings.SlavesGraceTime), fromMaster: true, stoppingToken);
        }
    }
}
