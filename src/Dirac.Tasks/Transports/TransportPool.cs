using Dirac.Tasks.Running;

namespace Dirac.Tasks.Transports;

/// <summary>All that has to do with the broker for one database and size class: what fills it, what empties it, and what records the ends.</summary>
internal sealed class TransportPool(TaskRelay relay, TransportConsumer consumer, TransportSettler settler, ITransportReader reader)
{
    private Task _settling = Task.CompletedTask;

    /// <summary>What runs now.</summary>
    public IEnumerable<Task> Running => consumer.Running;

    /// <summary>Relays and receives until it is told to stop; does not wait for what runs.</summary>
    public Task RunAsync(StopTokens tokens)
    {
        _settling = Task.Run(settler.RunAsync, CancellationToken.None);
        return Task.WhenAll(Task.Run(() => relay.RunAsync(tokens.Stopping), CancellationToken.None), Task.Run(() => consumer.RunAsync(tokens), CancellationToken.None));
    }

    /// <summary>Waits until the ends of all that ran are recorded, at most for <paramref name="grace"/>, and takes leave of the broker.</summary>
    public async Task CloseAsync(TimeSpan grace, TimeProvider time)
    {
        settler.Complete();
        await Task.WhenAny(_settling, Task.Delay(grace, time, CancellationToken.None));
        await reader.DisposeAsync();
    }
}
