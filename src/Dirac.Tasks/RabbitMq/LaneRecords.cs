using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>
/// The names of the broker's memory of each group of lanes, kept in a stream of the broker, which all processes read from its first record. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A broker does not tell whether a queue is as old as its name. So whoever finds one missing first appends a new name to the stream and then makes the queue: a name
/// stays only while no queue of its group was made anew. The stream says the same, in the same order, to everybody; when it is lost itself, all names are new.
/// </remarks>
internal sealed class LaneRecords
{
    private const ushort Ahead = 200;

    private readonly IChannel _channel;
    private readonly string _stream;
    private readonly ConcurrentDictionary<string, string> _names = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    private LaneRecords(IChannel channel, string stream) => (_channel, _stream) = (channel, stream);

    /// <summary>Reads all that was ever recorded, and goes on reading.</summary>
    public static async Task<LaneRecords> OpenAsync(LiveConnection connection, string stream, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(null, cancellationToken);
        var records = new LaneRecords(channel, stream);
        await channel.QueueDeclareAsync(
            stream, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" }, cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, Ahead, global: false, cancellationToken);
        await channel.BasicConsumeAsync(
            stream, autoAck: false, "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, new Reader(channel, connection, records), cancellationToken);

        // Whoever sees its own record has seen all before it.
        await records.AppendAsync("", NewName(), cancellationToken);
        return records;
    }

    /// <summary>The name of a group's memory; null when it never had one.</summary>
    public string? Find(string group) => _names.GetValueOrDefault(group);

    /// <summary>Gives a group a new name; everybody learns of it.</summary>
    public Task RenewAsync(string group, CancellationToken cancellationToken) => AppendAsync(group, NewName(), cancellationToken);

    private static string NewName() => Guid.NewGuid().ToString("N");

    private async Task AppendAsync(string group, string name, CancellationToken cancellationToken)
    {
        var seen = _awaited.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _channel.BasicPublishAsync("", _stream, mandatory: true, Encoding.UTF8.GetBytes($"{name} {group}"), cancellationToken);
        await seen.Task.WaitAsync(cancellationToken);
    }

    private void Read(string record)
    {
        if (record.Split(' ', 2) is not [var name, var group])
            return;
        if (group.Length > 0)
            _names[group] = name;
        if (_awaited.TryRemove(name, out var seen))
            seen.TrySetResult();
    }

    private sealed class Reader(IChannel channel, LiveConnection connection, LaneRecords records) : AsyncDefaultBasicConsumer(channel)
    {
        public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => connection.EndAsync();

        public override async Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            records.Read(Encoding.UTF8.GetString(body.Span));
            await Channel.BasicAckAsync(deliveryTag, multiple: false, cancellationToken);
        }
    }
}
