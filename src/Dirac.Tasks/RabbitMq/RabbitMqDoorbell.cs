using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Dirac.Tasks.Running;
using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Rings in this process at once, and in all others through a fan-out exchange. While the broker is away the others find tasks by polling.</summary>
internal sealed class RabbitMqDoorbell : IDoorbell, IAsyncDisposable
{
    // Rings of one moment travel together.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly RabbitMqConnections _connections;
    private readonly TimeProvider _time;
    private readonly InProcessDoorbell _here = new();
    private readonly ConcurrentDictionary<(string Database, TaskSize Size), bool> _rung = new();
    private readonly ConcurrentDictionary<(string Database, TaskSize Size), bool> _heard = new();
    private readonly Channel<bool> _anyRung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _stopping = new();
    private readonly OnceStarted _keeping;

    public RabbitMqDoorbell(RabbitMqConnections connections, RabbitMqLink link, TimeProvider time)
    {
        _connections = connections;
        _time = time;
        _keeping = new OnceStarted(() => link.KeepAsync("doorbell", OpenAsync, PublishAsync, _stopping.Token));
    }

    private string Exchange => $"{_connections.Prefix}.doorbell";

    public void Ring(string database, TaskSize size)
    {
        _here.Ring(database, size);
        if (_rung.TryAdd((database, size), true))
            _anyRung.Writer.TryWrite(true);
        _keeping.Start();
    }

    public Task WaitAsync(string database, TaskSize size, CancellationToken cancellationToken)
    {
        _heard[(database, size)] = true;
        _keeping.Start();
        return _here.WaitAsync(database, size, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.EndAsync();
    }

    private async Task<IChannel> OpenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(null, cancellationToken);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, cancellationToken: cancellationToken);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: cancellationToken)).QueueName;
        await channel.QueueBindAsync(queue, Exchange, "", cancellationToken: cancellationToken);
        await channel.BasicConsumeAsync(queue, autoAck: true, new Listener(channel, connection, this), cancellationToken);
        // Rings while there was no connection were missed.
        foreach (var (database, size) in _heard.Keys)
            _here.Ring(database, size);
        return channel;
    }

    private async Task PublishAsync(IChannel channel, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties { AppId = _self, DeliveryMode = DeliveryModes.Transient };
        while (true)
        {
            await _anyRung.Reader.ReadAsync(cancellationToken);
            var lines = _rung.Keys.Where(bell => _rung.TryRemove(bell, out _)).Select(bell => $"{bell.Size} {bell.Database}");
            await channel.BasicPublishAsync(Exchange, "", mandatory: false, properties, Encoding.UTF8.GetBytes(string.Join('\n', lines)), cancellationToken);
            await Task.Delay(Moment, _time, cancellationToken);
        }
    }

    private void Hear(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            if (line.Split(' ', 2) is [var size, var database] && Enum.TryParse<TaskSize>(size, out var known))
                _here.Ring(database, known);
        }
    }

    private sealed class Listener(IChannel channel, LiveConnection connection, RabbitMqDoorbell bell) : AsyncDefaultBasicConsumer(channel)
    {
        public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => connection.EndAsync();

        public override Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            if (properties.AppId != bell._self)
                bell.Hear(Encoding.UTF8.GetString(body.Span));
            return Task.CompletedTask;
        }
    }
}
