using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dirac.Tasks.Transports;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Makes the queues of lanes, notices when one is not there any more, and tells how much stands in them. Of one connection; safe for concurrent use.</summary>
internal sealed class LaneKeeper
{
    private readonly LiveConnection _connection;
    private readonly LaneRecords _records;
    private readonly IChannel _channel;
    private readonly string _prefix;
    private readonly ConcurrentDictionary<TransportLane, bool> _there = new();
    private readonly OneAtATime _looking = new();
    private IChannel? _probe;

    private LaneKeeper(LiveConnection connection, LaneRecords records, IChannel channel, string prefix) =>
        (_connection, _records, _channel, _prefix) = (connection, records, channel, prefix);

    public static async Task<LaneKeeper> OpenAsync(LiveConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var records = await LaneRecords.OpenAsync(connection, $"{prefix}.tasks.lanes", cancellationToken);
        return new LaneKeeper(connection, records, await connection.OpenChannelAsync(null, cancellationToken), prefix);
    }

    /// <summary>The name of a lane's queue, which is there; at least it was when this connection first looked.</summary>
    public async Task<string> EnsureAsync(TransportLane lane, CancellationToken cancellationToken)
    {
        if (!_there.ContainsKey(lane))
            await LookAsync(TransportLane.Of(lane.Database, lane.Size), cancellationToken);
        return QueueOf(lane);
    }

    /// <summary>A lane's queue may be gone.</summary>
    public void Doubt(TransportLane lane) => _there.TryRemove(lane, out _);

    /// <summary>What stands in lanes, whose queues are made where they are missing.</summary>
    public Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken) =>
        _looking.RunAsync(() => LookOrMakeAsync(lanes, cancellationToken), cancellationToken);

    /// <summary>The name of a lane's queue.</summary>
    public string QueueOf(TransportLane lane) => $"{_prefix}.tasks.{lane.Database}.{lane.Size}.{lane.Priority}".ToLowerInvariant();

    private async Task<TransportState> LookOrMakeAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TransportLane, QueueDeclareOk?>();
        foreach (var lane in lanes)
            found[lane] = await FindAsync(QueueOf(lane), cancellationToken);
        foreach (var group in lanes.GroupBy(GroupOf))
        {
            if (_records.Find(group.Key) is null || group.Any(lane => found[lane] is null))
                await MakeAsync(group.Key, group.Where(lane => found[lane] is null), cancellationToken);
        }
        foreach (var lane in lanes)
            _there[lane] = true;
        return new TransportState(NameOf(lanes), [.. lanes.Select(lane => DepthOf(found[lane]))]);
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

    // First the record: should this process end in between, the queue is still missing for the next one that looks.
    private async Task MakeAsync(string group, IEnumerable<TransportLane> missing, CancellationToken cancellationToken)
    {
        await _records.RenewAsync(group, cancellationToken);
        foreach (var lane in missing)
        {
            await _channel.QueueDeclareAsync(
                QueueOf(lane), durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        }
    }

    // While a consumer is there, somebody may have messages that are not acknowledged; the broker does not tell.
    private static LaneDepth DepthOf(QueueDeclareOk? queue) =>
        queue is null ? new LaneDepth(0, IsEmpty: true) : new LaneDepth(queue.MessageCount, queue is { MessageCount: 0, ConsumerCount: 0 });

    private string NameOf(IReadOnlyList<TransportLane> lanes)
    {
        var names = lanes.Select(GroupOf).Distinct().Select(group => _records.Find(group)!).ToList();
        return names is [var only] ? only : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', names))))[..32];
    }

    private static string GroupOf(TransportLane lane) => $"{lane.Database} {lane.Size}";
}
