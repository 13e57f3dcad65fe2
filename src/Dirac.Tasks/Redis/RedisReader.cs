using System.Collections.Concurrent;
using System.Threading.Channels;
using Dirac.Tasks.Running;
using Dirac.Tasks.Transports;
using StackExchange.Redis;

namespace Dirac.Tasks.Redis;

/// <summary>Reads the streams of one size class as one reader of their group.</summary>
internal sealed class RedisReader : ITransportReader
{
    private const string Group = "workers";
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    private readonly RedisTransport _transport;
    private readonly RedisConnection _connection;
    private readonly IReadOnlyList<TransportLane> _lanes;
    private readonly RedisKey[] _keys;
    private readonly RedisChannel _channel;
    private readonly TimeSpan _redeliver;
    private readonly TimeProvider _time;
    private readonly string _reader = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid().ToString("N")[..8]}";
    private readonly ConcurrentDictionary<(TransportLane Lane, string Id), bool> _had = new();
    private readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private readonly OnceStarted _upkeep;
    private bool _listens;
    private long? _lookedForSilent;

    public RedisReader(RedisTransport transport, RedisConnection connection, IReadOnlyList<TransportLane> lanes, BrokerOptions options, TimeProvider time)
    {
        _transport = transport;
        _connection = connection;
        _lanes = lanes;
        _keys = [.. lanes.Select(transport.Key)];
        _channel = RedisChannel.Literal(transport.ChannelName(lanes[0].Database, lanes[0].Size));
        _redeliver = TimeSpan.FromSeconds(options.RedeliverSeconds);
        _time = time;
        _upkeep = new OnceStarted(KeepUpAsync);
    }

    public async Task<IReadOnlyList<Delivery>> ReceiveAsync(IReadOnlyList<TaskPriority> order, int most, CancellationToken cancellationToken)
    {
        _upkeep.Start();
        var database = await DatabaseAsync(cancellationToken);
        if (_lookedForSilent is not { } last || _time.GetElapsedTime(last) > _redeliver / 4)
        {
            _lookedForSilent = _time.GetTimestamp();
            RedisValue[] silent = [Group, _reader, (long)_redeliver.TotalMilliseconds, most];
            var left = Deliveries(_lanes, await database.ScriptEvaluateAsync(RedisScripts.TakeOver, _keys, silent), redelivered: true);
            if (left.Count > 0)
                return left;
        }
        TransportLane[] lanes = [.. order.Select(priority => _lanes[0] with { Priority = priority })];
        return Deliveries(lanes, await database.ScriptEvaluateAsync(RedisScripts.Receive, [.. lanes.Select(_transport.Key)], [Group, _reader, most]), redelivered: false);
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        // What came before anybody listened rang for nobody.
        if (await ListenAsync(cancellationToken))
            return;
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrival = _arrived.Reader.ReadAsync(heard.Token).AsTask();
        var delay = Task.Delay(PollInterval, _time, heard.Token);
        await Task.WhenAny(arrival, delay);
        await heard.CancelAsync();
        await Task.WhenAll(arrival, delay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken);
        foreach (var lane in deliveries.GroupBy(delivery => delivery.Lane))
        {
            foreach (var ids in lane.Select(delivery => (string)delivery.Receipt).Chunk(MostAtOnce))
            {
                await database.ScriptEvaluateAsync(RedisScripts.Acknowledge, [_transport.Key(lane.Key)], [Group, .. ids.Select(id => (RedisValue)id)]);
                foreach (var id in ids)
                    _had.TryRemove((lane.Key, id), out _);
            }
        }
    }

    // Nothing is sent ahead: what a reader has it has asked for.
    public Task<IReadOnlyList<Delivery>> StopAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Delivery>>([]);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _upkeep.EndAsync();
        await TryAsync(database => database.ScriptEvaluateAsync(RedisScripts.ForgetReaders, _keys, [Group, _reader, 0]));
        _ended.Dispose();
    }

    private List<Delivery> Deliveries(IReadOnlyList<TransportLane> lanes, RedisResult result, bool redelivered)
    {
        var found = (RedisResult[])result!;
        var deliveries = new List<Delivery>(found.Length / 3);
        for (var index = 0; index < found.Length; index += 3)
        {
            var (lane, id) = (lanes[(int)found[index] - 1], (string)found[index + 1]!);
            // A process that stood still may be given its own messages again, while it works on them.
            if (_had.TryAdd((lane, id), true))
                deliveries.Add(new Delivery(lane, (byte[])found[index + 2]!, redelivered, id));
        }
        return deliveries;
    }

    /// <summary>Listens from now on.</summary>
    /// <returns>False when it has been listening.</returns>
    private async Task<bool> ListenAsync(CancellationToken cancellationToken)
    {
        if (_listens)
            return false;
        var redis = await _connection.OpenAsync(cancellationToken);
        await redis.GetSubscriber().SubscribeAsync(_channel, (_, _) => _arrived.Writer.TryWrite(true));
        return _listens = true;
    }

    /// <summary>Tells the server that this reader still has what it has, and now and then clears away readers that are gone.</summary>
    private async Task KeepUpAsync()
    {
        long? forgot = null;
        while (!_ended.IsCancellationRequested)
        {
            await Task.Delay(_redeliver / 3, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var lane in _had.Keys.GroupBy(had => had.Lane))
            {
                foreach (var ids in lane.Select(had => (RedisValue)had.Id).Chunk(MostAtOnce))
                    await TryAsync(database => database.ScriptEvaluateAsync(RedisScripts.Renew, [_transport.Key(lane.Key)], [Group, _reader, .. ids]));
            }
            if (forgot is { } last && _time.GetElapsedTime(last) < ForgottenAfter)
                continue;
            forgot = _time.GetTimestamp();
            await TryAsync(database => database.ScriptEvaluateAsync(RedisScripts.ForgetReaders, _keys, [Group, "", (long)ForgottenAfter.TotalMilliseconds]));
        }
    }

    private async Task TryAsync(Func<IDatabase, Task> action)
    {
        try
        {
            await action(await DatabaseAsync(CancellationToken.None));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _connection.ReportLost(exception.GetType().Name);
        }
    }

    private async Task<IDatabase> DatabaseAsync(CancellationToken cancellationToken) => (await _connection.OpenAsync(cancellationToken)).GetDatabase();
}
