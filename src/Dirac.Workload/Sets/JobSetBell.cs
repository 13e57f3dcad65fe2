using System.Threading.Channels;

namespace Dirac.Workload.Sets;

/// <summary>Tells the keeper that there is something to count, and those who wait for sets that something was. Thread-safe.</summary>
internal sealed class JobSetBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile TaskCompletionSource _counted = New();

    /// <summary>Completes with the next count after this was read.</summary>
    public Task Counted => _counted.Task;

    /// <summary>There is something to count.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Counts have changed.</summary>
    public void Announce() => Interlocked.Exchange(ref _counted, New()).TrySetResult();

    /// <summary>Waits for a ring, but not for longer than <paramref name="patience"/>.</summary>
    public async Task WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        await ((Task)_rings.Reader.ReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
