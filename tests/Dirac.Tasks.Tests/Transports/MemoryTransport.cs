using Dirac.Tasks.Transports;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>A broker in memory that can be away, lose everything, and deliver again what a reader had.</summary>
internal sealed class MemoryTransport : ITaskTransport
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TransportLane, List<MemoryMessage>> _lanes = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _incarnation = 1;

    public string Name => "memory";

    /// <summary>While true every call fails.</summary>
    public bool Away { get; set; }

    /// <summary>What happens before every look.</summary>
    public Func<CancellationToken, Task>? Looking { get; set; }

    /// <summary>How many messages were published.</summary>
    public int Published { get; private set; }

    /// <summary>As if its data were deleted.</summary>
    public void LoseAll()
    {
        lock (_lock)
        {
            _lanes.Clear();
            _incarnation++;
        }
    }

    /// <summary>As if everybody who has unacknowledged messages had died.</summary>
    public void DeliverAgain()
    {
        lock (_lock)
        {
            foreach (var message in _lanes.Values.SelectMany(lane => lane))
                message.Reader = null;
        }
        Wake();
    }

    public async Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken)
    {
        if (Looking is { } happen)
            await happen(cancellationToken);
        Reach();
        lock (_lock)
        {
            return new TransportState($"{_incarnation}", [.. lanes.Select(lane => Lane(lane).Count).Select(count => new LaneDepth(count, count == 0))]);
        }
    }

    public Task PublishAsync(TransportLane lane, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        Reach();
        lock (_lock)
        {
            Lane(lane).AddRange(messages.Select(message => new MemoryMessage(message)));
            Published += messages.Count;
        }
        Wake();
        return Task.CompletedTask;
    }

    public ITransportReader OpenReader(string database, TaskSize size) => new Reader(this, TransportLane.Of(database, size));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Reach()
    {
        if (Away)
            throw new IOException("The broker is away, as the test wants.");
    }

    private void Wake() => Interlocked.Exchange(ref _arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private List<MemoryMessage> Lane(TransportLane lane) => _lanes.TryGetValue(lane, out var found) ? found : _lanes[lane] = [];

    private sealed class MemoryMessage(ReadOnlyMemory<byte> body)
    {
        public ReadOnlyMemory<byte> Body => body;

        public Reader? Reader { get; set; }

        public int Deliveries { get; set; }
    }

    private sealed class Reader(MemoryTransport transport, IReadOnlyList<TransportLane> lanes) : ITransportReader
    {
        public Task<IReadOnlyList<Delivery>> ReceiveAsync(IReadOnlyList<TaskPriority> order, int most, CancellationToken cancellationToken)
        {
            transport.Reach();
            lock (transport._lock)
            {
                return Task.FromResult<IReadOnlyList<Delivery>>([.. order.Select(priority => lanes[0] with { Priority = priority }).SelectMany(lane => transport.Lane(lane).Where(message => message.Reader is null).Select(message => (lane, message))).Take(most).ToList().Select(found => Take(found.lane, found.message))]);
            }
        }

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            var arrived = transport._arrived.Task;
            lock (transport._lock)
            {
                if (lanes.Any(lane => transport.Lane(lane).Exists(message => message.Reader is null)))
                    return Task.CompletedTask;
            }
            return arrived.WaitAsync(cancellationToken);
        }

        public Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
        {
            transport.Reach();
            lock (transport._lock)
            {
                foreach (var delivery in deliveries)
                    transport.Lane(delivery.Lane).RemoveAll(message => message == delivery.Receipt && message.Reader == this);
            }
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Delivery>> StopAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Delivery>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Delivery Take(TransportLane lane, MemoryMessage message)
        {
            message.Reader = this;
            return new Delivery(lane, message.Body, message.Deliveries++ > 0, message);
        }
    }
}
