using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<RabbitMqReader> _readers = [];
    private readonly RabbitMqLine<LaneKeeper> _keeper;
    private readonly RabbitMqLine<LanePublishers> _publishers;

    public RabbitMqTransport(RabbitMqConnections connections, IOptions<TaskOptions> tasks, TimeProvider time)
    {
        _connections = connections;
        _tasks = tasks;
        _time = time;
        _keeper = new RabbitMqLine<LaneKeeper>(connections, "lanes", (connection, token) => LaneKeeper.OpenAsync(connection, connections.Prefix, token));
        _publishers = new RabbitMqLine<LanePublishers>(connections, "relay", (connection, _) => Task.FromResult(new LanePublishers(connection, LongestConfirm, time)));
    }

    public string Name => "rabbitmq";

    /// <summary>How long the broker may take to confirm. While it is short of memory or disk it takes nothing; tasks are better claimed in the database then.</summary>
    public TimeSpan LongestConfirm { get; init; } = TimeSpan.FromSeconds(10);

    public async Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken)
    {
        var state = await (await _keeper.GetAsync(cancellationToken)).LookAsync(lanes, cancellationToken);
        return state with { Depths = [.. lanes.Zip(state.Depths, WithOwn)] };
    }

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

    public ITransportReader OpenReader(string database, TaskSize size)
    {
        var reader = new RabbitMqReader(_connections, _keeper, new ReaderScope(database, size, Ahead(size)), _time);
        _readers.Add(reader);
        return reader;
    }

    public async ValueTask DisposeAsync()
    {
        await _publishers.DisposeAsync();
        await _keeper.DisposeAsync();
    }

    // The broker tells only what waits; what was delivered and not acknowledged is known where it is.
    private LaneDepth WithOwn(TransportLane lane, LaneDepth depth)
    {
        var own = _readers.Sum(reader => reader.CountOf(lane));
        return new LaneDepth(depth.Messages + own, depth.IsEmpty && own == 0);
    }

    // A message stays unacknowledged until the end of its tasks is on disk, so what runs and what is being recorded counts, too. Short tasks end by the thousand
    // while that takes; of the others, more than a few would only lie here while another process is idle.
    private ushort Ahead(TaskSize size)
    {
        var pool = _tasks.Value.Pool(size);
        return (ushort)Math.Min(pool.Most + (size == TaskSize.Small ? pool.Most : pool.Fewest), ushort.MaxValue);
    }
}
