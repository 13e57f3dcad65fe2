namespace Dirac.Tasks.Transports;

/// <summary>The reading end of the lanes of one size class. One caller receives; acknowledging may go on at the same time.</summary>
/// <remarks>
/// What was delivered stays this reader's until it is acknowledged, for as long as its process lives and reaches the broker: the reader itself tells the broker so,
/// where the broker wants to hear it. When the process dies or is cut off, another reader gets the message, marked <see cref="Delivery.Redelivered"/>.
/// </remarks>
internal interface ITransportReader : IAsyncDisposable
{
    /// <summary>Takes what is there, one lane after the other; does not wait for more to come.</summary>
    /// <param name="order">The priorities of the lanes, each once, in the order in which they are looked into.</param>
    /// <param name="most">At most so many messages; more than 0.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The deliveries; empty when nothing is there.</returns>
    Task<IReadOnlyList<Delivery>> ReceiveAsync(IReadOnlyList<TaskPriority> order, int most, CancellationToken cancellationToken);

    /// <summary>Completes when there may be something to receive: soon after a message came, and from time to time.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Has the broker forget messages. Those that it has taken from this reader meanwhile are passed over in silence.</summary>
    /// <param name="deliveries">Deliveries of this reader.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Receives no more. Acknowledging goes on until the reader is disposed.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What the broker had sent ahead and nobody received: the caller returns these tasks to the table and acknowledges them.</returns>
    Task<IReadOnlyList<Delivery>> StopAsync(CancellationToken cancellationToken);
}
