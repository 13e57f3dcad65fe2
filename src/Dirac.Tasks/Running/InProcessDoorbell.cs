using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Dirac.Tasks.Running;

/// <summary>Rings within this process.</summary>
internal sealed class InProcessDoorbell : IDoorbell
{
    private readonly ConcurrentDictionary<(string Database, TaskSize Size), Channel<bool>> _bells = new();

    public void Ring(string database, TaskSize size) => Bell(database, size).Writer.TryWrite(true);

    public async Task WaitAsync(string database, TaskSize size, CancellationToken cancellationToken) =>
        await Bell(database, size).Reader.ReadAsync(cancellationToken);

    // Rings that nobody has heard yet are one ring.
    private Channel<bool> Bell(string database, TaskSize size) => _bells.GetOrAdd(
        (database, size), _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));
}
