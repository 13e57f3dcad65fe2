using Dirac.Tasks.Running;

namespace Dirac.Tasks.Transports;

/// <summary>Where there is a broker, rings are for its relays; they pass on to the pools of the table what is for those.</summary>
internal sealed class TransportBells(IDoorbell doorbell)
{
    /// <summary>What the pools of the table listen to.</summary>
    public IDoorbell Pools { get; } = new InProcessDoorbell();

    /// <summary>Wakes the pool of the table.</summary>
    public void RingPools(string database, TaskSize size) => Pools.Ring(database, size);

    /// <summary>Waits for a ring, but no longer than <paramref name="longest"/>.</summary>
    public async Task WaitAsync(string database, TaskSize size, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bell = doorbell.WaitAsync(database, size, heard.Token);
        var delay = Task.Delay(longest, time, heard.Token);
        await Task.WhenAny(bell, delay);
        await heard.CancelAsync();
        await Task.WhenAll(bell, delay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
