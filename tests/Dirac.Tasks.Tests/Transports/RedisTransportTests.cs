using System.Text;
using Dirac.Tasks.Redis;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>What a transport promises, on Redis streams.</summary>
public sealed class RedisTransportTests
{
    private static readonly TransportLane Normal = new("JobDB", TaskSize.Small, TaskPriority.Normal);
    private static readonly TransportLane Realtime = Normal with { Priority = TaskPriority.Realtime };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_WhatWasPublishedBeforeAnyReader_ComesInOrderOfPriority()
    {
        await using var redis = new Server();
        await redis.Transport.PublishAsync(Normal, Messages("c", "d"), Token);
        await redis.Transport.PublishAsync(Realtime, Messages("a", "b"), Token);
        await using var reader = redis.Transport.OpenReader("JobDB", TaskSize.Small);

        Assert.Equal(["a", "b", "c"], Texts(await reader.ReceiveAsync(3, Token)));
        Assert.Equal(["d"], Texts(await reader.ReceiveAsync(3, Token)));
        Assert.Empty(await reader.ReceiveAsync(3, Token));
    }

    [Fact]
    public async Task Acknowledge_WhatWasReceived_LeavesNothingInTheStream()
    {
        await using var redis = new Server();
        await redis.Transport.PublishAsync(Normal, Messages("a", "b"), Token);
        await using var reader = redis.Transport.OpenReader("JobDB", TaskSize.Small);
        var received = await reader.ReceiveAsync(10, Token);
        Assert.Equal(new LaneDepth(2, false), await redis.DepthAsync(Normal));

        await reader.AcknowledgeAsync(received, Token);
        await reader.AcknowledgeAsync(received, Token);

        Assert.Equal(new LaneDepth(0, true), await redis.DepthAsync(Normal));
    }

    [Fact]
    public async Task Receive_WhatASilentReaderHad_IsRedelivered_AndWhatALiveOneHasIsNot()
    {
        await using var redis = new Server();
        await redis.Transport.PublishAsync(Normal, Messages("a"), Token);
        var silent = redis.Transport.OpenReader("JobDB", TaskSize.Small);
        Assert.False(Assert.Single(await silent.ReceiveAsync(10, Token)).Redelivered);
        await silent.DisposeAsync();
        await using var live = redis.Transport.OpenReader("JobDB", TaskSize.Small);
        await using var other = redis.Transport.OpenReader("JobDB", TaskSize.Small);

        var again = await UntilAsync(live);

        Assert.True(again.Redelivered);
        // For longer than the time after which a silent reader loses its messages, a live one keeps them.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, Token);
        Assert.Empty(await other.ReceiveAsync(10, Token));
    }

    [Fact]
    public async Task Look_AfterAFlush_TellsAnotherIncarnation_AndReadersGoOn()
    {
        await using var redis = new Server();
        await using var reader = redis.Transport.OpenReader("JobDB", TaskSize.Small);
        await redis.Transport.PublishAsync(Normal, Messages("lost"), Token);
        Assert.Empty(Texts(await reader.ReceiveAsync(1, Token)).Except(["lost"]));
        var before = await redis.Transport.LookAsync([Normal], Token);
        Assert.Equal(before.Incarnation, (await redis.Transport.LookAsync([Normal], Token)).Incarnation);

        await redis.ForgetAllAsync();

        Assert.NotEqual(before.Incarnation, (await redis.Transport.LookAsync([Normal], Token)).Incarnation);
        await redis.Transport.PublishAsync(Normal, Messages("new"), Token);
        Assert.Equal(["new"], Texts(await reader.ReceiveAsync(1, Token)));
    }

    [Fact]
    public async Task Dispose_ReaderWithoutMessages_LeavesNoNameBehind()
    {
        await using var redis = new Server();
        var reader = redis.Transport.OpenReader("JobDB", TaskSize.Small);
        await redis.Transport.PublishAsync(Normal, Messages("a"), Token);
        await reader.AcknowledgeAsync(await reader.ReceiveAsync(1, Token), Token);
        Assert.Equal(1, await redis.ReadersAsync(Normal));

        await reader.DisposeAsync();

        Assert.Equal(0, await redis.ReadersAsync(Normal));
    }

    [Fact]
    public async Task Publish_AMegabyteAndManyMessages_AllArrive()
    {
        await using var redis = new Server();
        await redis.Transport.PublishAsync(Normal, Messages([new string('x', 1_000_000), .. Enumerable.Range(0, 600).Select(number => $"{number}")]), Token);
        await using var reader = redis.Transport.OpenReader("JobDB", TaskSize.Small);

        var received = Texts(await reader.ReceiveAsync(1_000, Token));

        Assert.Equal(1_000_000, received[0].Length);
        Assert.Equal(Enumerable.Range(0, 600).Select(number => $"{number}"), received.Skip(1));
    }

    private static async Task<Delivery> UntilAsync(ITransportReader reader)
    {
        while (true)
        {
            if (await reader.ReceiveAsync(10, Token) is [var delivery])
                return delivery;
            await reader.WaitAsync(Token);
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Messages(params string[] texts) => [.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))];

    private static List<string> Texts(IEnumerable<Delivery> deliveries) => [.. deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.Message.Span))];

    /// <summary>Keys of the shared server that no other test has.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly RedisConnection _connection;
        private readonly BrokerOptions _options = new() { Redis = TestBrokers.NeedRedis(), Prefix = TestBrokers.NewPrefix(), RedeliverSeconds = 1 };

        public Server()
        {
            _connection = new RedisConnection(Options.Create(_options), NullLogger<RedisConnection>.Instance);
            Transport = new RedisTransport(_connection, Options.Create(_options), TimeProvider.System);
        }

        public RedisTransport Transport { get; }

        public async Task<LaneDepth> DepthAsync(TransportLane lane) => (await Transport.LookAsync([lane], Token)).Depths[0];

        public async Task<int> ReadersAsync(TransportLane lane) => (await (await DatabaseAsync()).StreamConsumerInfoAsync(Transport.Key(lane), "workers")).Length;

        /// <summary>As if its data were deleted, for these keys.</summary>
        public async Task ForgetAllAsync() =>
            await (await DatabaseAsync()).ScriptEvaluateAsync("for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end", values: [$"{{{_options.Prefix}}}*"]);

        public ValueTask DisposeAsync() => _connection.DisposeAsync();

        private async Task<IDatabase> DatabaseAsync() => (await _connection.OpenAsync(Token)).GetDatabase();
    }
}
