using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>
/// The name of the broker's memory and the queues it has, kept in a stream of the broker that all processes read from its first record. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A broker does not tell whether a queue is as old as its name. So a queue is recorded before it is made; whoever finds a recorded one missing gives the memory another
/// name first. The stream says the same in the same order to everybody; when it is lost itself, the name is another one, too.
/// </remarks>
internal sealed class LaneRecords
{
    private const ushort Ahead = 200;
    private const string NameRecord = "name";
    private const string QueueRecord = "queue";
    private const string NoRecord = "read";

    private static readonly Dictionary<string, object?> Stream = new() { ["x-queue-type"] = "stream" };
    private static readonly Dictionary<string, object?> FromTheFirst = new() { ["x-stream-offset"] = "first" };

    private readonly IChannel _channel;
    private readonly string _stream;
    private readonly ConcurrentDictionary<string, bool> _queues = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private volatile string? _name;

    private LaneRecords(IChannel channel, string stream) => (_channel, _stream) = (channel, stream);

    /// <summary>The name of the broker's memory.</summary>
    public string Name => _name ?? "";

    /// <summary>Reads all that was ever recorded, and goes on reading.</summary>
    public static async Task<LaneRecords> OpenAsync(LiveConnection connection, string stream, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(null, cancellationToken);
        var records = new LaneRecords(channel, stream);
        await channel.QueueDeclareAsync(stream, durable: true, exclusive: false, autoDelete: false, Stream, cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, Ahead, global: false, cancellationToken);
        var reader = new Reader(channel, connection, records);
        await channel.BasicConsumeAsync(stream, autoAck: false, "", noLocal: false, exclusive: false, FromTheFirst, reader, cancellationToken);

        // Whoever sees its own record has seen all before it.
        await records.AppendAsync(NoRecord, "", cancellationToken);
        if (records._name is null)
            await records.RenameAsync(cancellationToken);
        return records;
    }

    /// <summary>Whether a queue was ever made.</summary>
    public bool Has(string queue) => _queues.ContainsKey(queue);

    /// <summary>Records that a queue is about to be made.</summary>
    public Task AddAsync(string queue, CancellationToken cancellationToken) => AppendAsync(QueueRecord, queue, cancellationToken);

    /// <summary>Gives the memory another name; everybody learns of it.</summary>
    public Task RenameAsync(CancellationToken cancellationToken) => AppendAsync(NameRecord, NewName(), cancellationToken);

    private static string NewName() => Guid.NewGuid().ToString("N");

    private async Task AppendAsync(string kind, string text, CancellationToken cancellationToken)
    {
        var mark = NewName();
        var seen = _awaited.GetOrAdd(mark, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _channel.BasicPublishAsync("", _stream, mandatory: true, Encoding.UTF8.GetBytes($"{mark} {kind} {text}"), cancellationToken);
        await seen.Task.WaitAsync(cancellationToken);
    }

    private void Read(string record)
    {
        if (record.Split(' ', 3) is not [var mark, var kind, var text])
            return;
        if (kind == NameRecord)
            _name = text;
        else if (kind == QueueRecord)
            _queues[text] = true;
        if (_awaited.TryRemove(mark, out var seen))
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
