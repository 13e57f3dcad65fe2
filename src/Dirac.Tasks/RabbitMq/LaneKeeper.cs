using System.Collections.Concurrent;
using Dirac.Tasks.Transports;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Makes the queues of lanes, notices when one is not there any more, and tells how much stands in them. Of one connection; safe for concurrent use.</summary>
internal sealed class LaneKeeper
{
    private static readonly Dictionary<string, object?> QuorumQueue = new() { ["x-queue-type"] = "quorum" };

    private readonly LiveConnection _connection;
    private readonly LaneRecords _records;
    private readonly IChannel _channel;
    private readonly string _prefix;
    private readonly ConcurrentDictionary<TransportLane, bool> _there = new();
    private readonly OneAtATime _looking = new();
    private IChannel? _probe;

    private LaneKeeper(LiveConnection connection, LaneRecords records, IChannel channel, string prefix) =>
        (_connection, _records, _channel, _prefix) = (connection, records, channel, prefix);

    /// <summary>The name of the broker's memory: another one as soon as a queue was lost.</summary>
    public string Incarnation => _records.Name;

    public static async Task<LaneKeeper> OpenAsync(LiveConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var records = await LaneRecords.OpenAsync(connection, $"{prefix}.tasks.lanes", cancellationToken);
        return new LaneKeeper(connection, records, await connection.OpenChannelAsync(null, cancellationToken), prefix);
    }

    /// <summary>The name of a lane's queue.</summary>
    public string QueueOf(TransportLane lane) => $"{_prefix}.tasks.{lane.Database}.{lane.Size}.{lane.Priority}".ToLowerInvariant();

    /// <summary>The name of a lane's queue, which is there; at least it was when it was last looked for.</summary>
    public async Task<string> EnsureAsync(TransportLane lane, CancellationToken cancellationToken)
    {
        if (!_there.ContainsKey(lane))
            await LookAsync([lane], cancellationToken);
        return QueueOf(lane);
    }

    /// <summary>A lane's queue may be gone.</summary>
    public void Doubt(TransportLane lane) => _there.TryRemove(lane, out _);

    /// <summary>What stands in lanes, whose queues are made where they are missing.</summary>
    public Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken) =>
        _looking.RunAsync(() => LookOrMakeAsync(lanes, cancellationToken), cancellationToken);

    private async Task<TransportState> LookOrMakeAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken)
    {
        var depths = new List<LaneDepth>(lanes.Count);
        foreach (var lane in lanes)
        {
            var queue = await FindAsync(QueueOf(lane), cancellationToken);
            if (queue is null)
                await MakeAsync(QueueOf(lane), cancellationToken);
            // While a consumer is there, somebody may have messages that are not acknowledged; the broker does not tell.
            depths.Add(new LaneDepth(queue?.MessageCount ?? 0, queue is null or { MessageCount: 0, ConsumerCount: 0 }));
            _there[lane] = true;
        }
        return new TransportState(_records.Name, depths);
    }

    private async Task<QueueDeclareOk?> FindAsync(string queue, CancellationToken cancellationToken)
    {
        if (_probe is not { IsOpen: true })
            _probe = await _connection.OpenProbeAsync(cancellationToken);
        try
        {
            return await _probe.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            // Asking for what is not there costs the channel.
            await _probe.DisposeAsync();
            return null;
        }
    }

    // Should this process end after the record, the queue is missing for the next one that looks, and nothing was lost.
    private async Task MakeAsync(string queue, CancellationToken cancellationToken)
    {
        await (_records.Has(queue) ? _records.RenameAsync(cancellationToken) : _records.AddAsync(queue, cancellationToken));
        await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, QuorumQueue, cancellationToken: cancellationToken);
    }
}
