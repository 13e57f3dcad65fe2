using Dirac.Tasks.Redis;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Tests.Transports;

public sealed class RedisDoorbellTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_InOneProcess_IsHeardInAnother()
    {
        var (address, prefix) = (TestBrokers.NeedRedis(), TestBrokers.NewPrefix());
        await using var one = new Bell(address, prefix);
        await using var other = new Bell(address, prefix);
        await other.Doorbell.WaitAsync("JobDB", TaskSize.Large, Token).WaitAsync(Long, Token);
        var heard = other.Doorbell.WaitAsync("JobDB", TaskSize.Large, Token);

        one.Doorbell.Ring("JobDB", TaskSize.Large);

        await heard.WaitAsync(Long, Token);
    }

    [Fact]
    public async Task Ring_ThisProcess_IsWokenOnceAndNotByItsOwnMessage()
    {
        await using var bell = new Bell(TestBrokers.NeedRedis(), TestBrokers.NewPrefix());
        await bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token).WaitAsync(Long, Token);

        bell.Doorbell.Ring("JobDB", TaskSize.Small);

        await bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token).WaitAsync(Long, Token);
        bell.Doorbell.Ring("JobDB", TaskSize.Medium);
        Assert.False(bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token).IsCompleted);
    }

    [Fact]
    public async Task Ring_WithoutAServer_WakesThisProcessAndThrowsNothing()
    {
        await using var bell = new Bell("127.0.0.1:1,connectTimeout=100", "nobody");
        var heard = bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token);

        bell.Doorbell.Ring("JobDB", TaskSize.Small);

        await heard.WaitAsync(Long, Token);
    }

    [Fact]
    public async Task Connection_MadeAnew_RingsForWhatWasMissed()
    {
        using var redis = OwnRedis.Start();
        await using var bell = new Bell(redis.Address, TestBrokers.NewPrefix());
        await bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token).WaitAsync(Long, Token);
        var heard = bell.Doorbell.WaitAsync("JobDB", TaskSize.Small, Token);

        redis.Kill();
        redis.Restart();

        await heard.WaitAsync(Long, Token);
    }

    /// <summary>A doorbell as one process has it. It rings once when it has begun to listen.</summary>
    private sealed class Bell : IAsyncDisposable
    {
        private readonly RedisConnection _connection;

        public Bell(string address, string prefix)
        {
            var options = Options.Create(new BrokerOptions { Redis = address, Prefix = prefix });
            _connection = new RedisConnection(options, NullLogger<RedisConnection>.Instance);
            Doorbell = new RedisDoorbell(_connection, options, TimeProvider.System);
        }

        public RedisDoorbell Doorbell { get; }

        public async ValueTask DisposeAsync()
        {
            await Doorbell.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
