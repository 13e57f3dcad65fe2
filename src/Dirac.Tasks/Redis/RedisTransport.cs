using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dirac.Tasks.Redis;

/// <summary>Carries tasks by streams: one for each database, size class and priority, read by one group.</summary>
internal sealed class RedisTransport(RedisConnection connection, IOptions<BrokerOptions> options, TimeProvider time) : ITaskTransport
{
    // One script works on all of its arguments before anybody else is served.
    private const int MostAtOnce = 256;
    private const int LongestAtOnce = 4_000_000;
    private const int NameLength = 12;
    private const int RunLength = 8;

    public string Name => "redis";

    public async Task<TransportState> LookAsync(IReadOnlyList<TransportLane> lanes, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [$"{Root}:incarnation", .. lanes.Select(Key)];
        // Never the same twice: a name that was forgotten must not come back.
        var name = Guid.NewGuid().ToString("N")[..NameLength];
        var found = (RedisResult[])(await (await DatabaseAsync(cancellationToken)).ScriptEvaluateAsync(RedisScripts.Look, keys, [name]))!;
        var run = (string)found[1]!;
        return new TransportState(
            $"{found[0]}-{run[..Math.Min(run.Length, RunLength)]}", [.. found.Skip(2).Select(length => new LaneDepth((long)length, (long)length == 0))]);
    }

    public async Task PublishAsync(TransportLane lane, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken);
        var publishing = new List<Task>();
        for (var next = 0; next < messages.Count;)
        {
            var arguments = new List<RedisValue> { ChannelName(lane.Database, lane.Size) };
            for (var length = 0; next < messages.Count && arguments.Count <= MostAtOnce && length < LongestAtOnce; next++)
            {
                arguments.Add(messages[next]);
                length += messages[next].Length;
            }
            publishing.Add(database.ScriptEvaluateAsync(RedisScripts.Publish, [Key(lane)], [.. arguments]));
        }
        await Task.WhenAll(publishing);
    }

    public ITransportReader OpenReader(string database, TaskSize size) => new RedisReader(this, connection, TransportLane.Of(database, size), options.Value, time);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The stream of a lane.</summary>
    public RedisKey Key(TransportLane lane) => $"{Root}:{lane.Database}:{lane.Size}:{lane.Priority}";

    /// <summary>The channel on which is told that something was added to a size class.</summary>
    public string ChannelName(string database, TaskSize size) => $"{Root}:{database}:{size}";

    private string Root => $"{{{options.Value.Prefix}}}:tasks";

    private async Task<IDatabase> DatabaseAsync(CancellationToken cancellationToken) => (await connection.OpenAsync(cancellationToken)).GetDatabase();
}
