using System.Collections.Concurrent;
using System.Threading.Channels;
using Dirac.Tasks.Running;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dirac.Tasks.Redis;

/// <summary>Rings in this process at once, and in others by a channel of Redis. A ring that is lost costs the others their poll interval, no more.</summary>
/// <remarks>One publication is under way at a time; rings that come meanwhile are one publication for each database and size.</remarks>
internal sealed class RedisDoorbell : IDoorbell, IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly InProcessDoorbell _here = new();
    private readonly RedisConnection _connection;
    private readonly RedisChannel _channel;
    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Database, TaskSize Size), bool> _toTell = new();
    private readonly ConcurrentDictionary<(string Database, TaskSize Size), bool> _heard = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private readonly OnceStarted _telling;
    private readonly OnceStarted _listening;

    public RedisDoorbell(RedisConnection connection, IOptions<BrokerOptions> options, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _channel = RedisChannel.Literal($"{options.Value.Prefix}:doorbell");
        _telling = new OnceStarted(TellAsync);
        _listening = new OnceStarted(ListenAsync);
    }

    public void Ring(string database, TaskSize size)
    {
        _here.Ring(database, size);
        _toTell[(database, size)] = true;
        _telling.Start();
        _news.Writer.TryWrite(true);
    }

    public Task WaitAsync(string database, TaskSize size, CancellationToken cancellationToken)
    {
        _heard[(database, size)] = true;
        _listening.Start();
        return _here.WaitAsync(database, size, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // It is registered by its kind and as the one that was chosen: both registrations end it.
        if (_ended.IsCancellationRequested)
            return;
        await _ended.CancelAsync();
        await _telling.EndAsync();
        await _listening.EndAsync();
        _connection.Restored -= RingAll;
        _ended.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            while (await _news.Reader.WaitToReadAsync(_ended.Token))
            {
                _news.Reader.TryRead(out _);
                foreach (var bell in _toTell.Keys.Where(bell => _toTell.TryRemove(bell, out _)))
                    await TryTellAsync(bell.Database, bell.Size);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            _toTell.Clear();
        }
    }

    private async Task TryTellAsync(string database, TaskSize size)
    {
        try
        {
            var redis = await _connection.OpenAsync(_ended.Token);
            await redis.GetSubscriber().PublishAsync(_channel, $"{_self} {size} {database}");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _connection.ReportLost(exception.GetType().Name);
        }
    }

    private async Task ListenAsync()
    {
        while (!_ended.IsCancellationRequested && !await TryListenAsync())
            await Task.Delay(RetryInterval, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> TryListenAsync()
    {
        try
        {
            var redis = await _connection.OpenAsync(_ended.Token);
            await redis.GetSubscriber().SubscribeAsync(_channel, (_, ring) => Hear(ring));
            _connection.Restored += RingAll;
            RingAll();
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _connection.ReportLost(exception.GetType().Name);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    // Others share the server; what is not of this form is none of ours.
    private void Hear(RedisValue ring)
    {
        if (ring.ToString().Split(' ') is [var who, var size, var database] && who != _self && Enum.TryParse<TaskSize>(size, out var known) && _heard.ContainsKey((database, known)))
            _here.Ring(database, known);
    }

    // Rings while there was no connection were missed.
    private void RingAll()
    {
        foreach (var (database, size) in _heard.Keys)
            _here.Ring(database, size);
    }
}
