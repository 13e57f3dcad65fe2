using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Carries messages in quorum queues, one for each lane.</summary>
/// <remarks>
/// A broker that is short of memory or disk stops reading from connections that publish. Questions, publishing and reading therefore have connections of their own:
/// what stands in the queues is read and acknowledged all the same.
/// </remarks>
internal sealed class RabbitMqTransport : ITaskTransport
{
    private readonly RabbitMqConnections _connections;
    private readonly IOptions<TaskOptions> _tasks;
    private readonly TimeProvider _time;
    private readonly RabbitMqLine<LaneKeeper> _keeper;
    private readonly RabbitMqLine<LanePublishers> _publishers;

    public RabbitMqTransport(RabbitMqConnections connections, IOptions<TaskOptions> tasks, TimeProvider time)
    {
        _connections = connections;
        _tasks = tasks;
        _time = time;
        _keeper = new RabbitMqLine<LaneKeeper>(connections, "lanes", (connection, token) => LaneKeeper.OpenAsync(connection, connections.Prefix, token));
        _publishers = new RabbitMqLine<LanePublishers>(connections, "relay", (connection, _) => Task.FromResult(new LanePublishers(connection, time)));
    }

    public string Name => "rabbitmq";

    public async Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken) =>
        await (await _keeper.GetAsync(cancellationToken)).LookAsync(lanes, cancellationToken);

    public async Task PublishAsync(TransportLane lane, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;
        var keeper = await _keeper.GetAsync(cancellationToken);
        var queue = await keeper.EnsureAsync(lane, cancellationToken);
        try
        {
            var publisher = await (await _publishers.GetAsync(cancellationToken)).GetAsync(queue, cancellationToken);
            await publisher.PublishAsync(messages, cancellationToken);
        }
        catch (IOException)
        {
            keeper.Doubt(lane);
            throw;
        }
    }

    public ITransportReader OpenReader(string database, TaskSize size) => new RabbitMqReader(_connections, _keeper, new ReaderScope(database, size, Ahead(size)), _time);

    public async ValueTask DisposeAsync()
    {
        await _publishers.DisposeAsync();
        await _keeper.DisposeAsync();
    }

    // What runs counts as sent ahead, too: as much again keeps handlers busy, and more would only lie here while others are idle. Short work waits for nothing else.
    private ushort Ahead(TaskSize size) => (ushort)Math.Max(2 * _tasks.Value.Concurrency(size), size == TaskSize.Small ? 64 : 2);
}
