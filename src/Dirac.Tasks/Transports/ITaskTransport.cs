namespace Dirac.Tasks.Transports;

/// <summary>A broker that carries messages from relays to consumers. It is never the truth: that stands in <c>x_Tasks</c>.</summary>
/// <remarks>
/// <para>A transport knows nothing of tasks. A message is a handful of bytes for one handler call; it may be lost, delivered twice or delivered late, and none
/// of that loses a task or doubles an effect. What is asked of it: to tell what it has lost, to confirm what it takes, and to say when it delivers again.</para>
/// <para>Safe for concurrent use. Every method throws when the broker cannot be reached; callers log that, wait and repeat. Nothing is connected before the first call.</para>
/// </remarks>
internal interface ITaskTransport : IAsyncDisposable
{
    /// <summary>What it is called in tables and logs, such as <c>redis</c>: at most 16 characters.</summary>
    string Name { get; }

    /// <summary>Asks what the broker holds.</summary>
    /// <param name="lanes">The lanes asked about.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>The answer, one depth for each lane.</returns>
    Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken);

    /// <summary>Adds messages at the end of a lane, and wakes its readers.</summary>
    /// <param name="lane">The lane; made when it is not there.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When the broker has confirmed all of them.</returns>
    /// <exception cref="Exception">Some of them may not be there: the caller recalls all of them in the table.</exception>
    Task PublishAsync(TransportLane lane, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken);

    /// <summary>Opens the reading end of the lanes of a size class. A process opens one for each.</summary>
    /// <param name="database">Whose tasks.</param>
    /// <param name="size">Of which size class.</param>
    /// <returns>The reader; it connects with the first reading.</returns>
    ITransportReader OpenReader(string database, TaskSize size);
}
