using System.Threading.Channels;

namespace Dirac.Workload.Logging;

/// <summary>Tells the relay that there are lines to move. Thread-safe; rings that nobody has answered yet count as one.</summary>
internal sealed class LoggingDoorbell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _rings.Reader.ReadAsync(cancellationToken);
}
