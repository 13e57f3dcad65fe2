using Dirac.Persistence;
using Dirac.Tasks.RabbitMq;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Tests.RabbitMq;

[Collection(RabbitMqBroker.Collection)]
public sealed class RabbitMqDoorbellTests(RabbitMqBroker broker)
{
    private const int Connected = 4413;
    private const int Lost = 4411;
    private const int Back = 4412;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_TwoProcesses_IsHeardInBoth()
    {
        var settings = RabbitMqBroker.Settings();
        await using var here = await House.StartAsync(settings);
        await using var there = await House.StartAsync(settings);

        here.Bell.Ring("JobDB", TaskSize.Medium);

        await here.HearsAsync("JobDB", TaskSize.Medium);
        await there.HearsAsync("JobDB", TaskSize.Medium);
        Assert.False(there.Bell.WaitAsync("JobDB", TaskSize.Small, Token).IsCompleted);
    }

    [Fact]
    public async Task Ring_ManyTimes_NeverBlocksAndTheLastIsHeard()
    {
        var settings = RabbitMqBroker.Settings();
        await using var here = await House.StartAsync(settings);
        await using var there = await House.StartAsync(settings);

        for (var ring = 0; ring < 100_000; ring++)
            here.Bell.Ring("JobDB", TaskSize.Small);
        here.Bell.Ring("TaskQueueDB", TaskSize.Large);

        await there.HearsAsync("JobDB", TaskSize.Small);
        await there.HearsAsync("TaskQueueDB", TaskSize.Large);
    }

    [Fact]
    public async Task Ring_BrokerDies_IsHeardHereAndToldOnce_AndEverywhereWhenItIsBack()
    {
        RabbitMqBroker.NeedOwn();
        var settings = RabbitMqBroker.Settings();
        await using var here = await House.StartAsync(settings);
        await using var there = await House.StartAsync(settings);

        broker.Kill();
        await here.Log.SeenAsync(Lost);
        here.Bell.Ring("JobDB", TaskSize.Small);
        await here.HearsAsync("JobDB", TaskSize.Small);
        broker.Restart();
        await Task.WhenAll(here.Log.SeenAsync(Back), there.Log.SeenAsync(Back));
        here.Bell.Ring("SandboxMetadataDB", TaskSize.Small);

        await there.HearsAsync("SandboxMetadataDB", TaskSize.Small);
        Assert.Single(here.Log.Entries, entry => entry.Id == Lost);
    }

    [Fact]
    public async Task Start_WrongPassword_IsToldWithoutItAndRingsHere()
    {
        var settings = RabbitMqBroker.Settings();
        await using var house = House.Make(options =>
        {
            settings(options);
            options.RabbitMQ = new UriBuilder(options.RabbitMQ!) { Password = "wr0ng-s3cret" }.Uri.ToString();
        });

        house.Bell.Ring("JobDB", TaskSize.Small);
        await house.Log.SeenAsync(Lost);

        await house.HearsAsync("JobDB", TaskSize.Small);
        Assert.DoesNotContain(house.Log.Entries, entry => entry.Text.Contains("wr0ng-s3cret", StringComparison.Ordinal));
    }

    /// <summary>One process with a doorbell.</summary>
    private sealed class House(RabbitMqDoorbell bell, LogRecorder log, ILoggerFactory loggers) : IAsyncDisposable
    {
        public RabbitMqDoorbell Bell => bell;

        public LogRecorder Log => log;

        public static House Make(Action<BrokerOptions> settings)
        {
            var options = new BrokerOptions();
            settings(options);
            var log = new LogRecorder();
            var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
            var connections = new RabbitMqConnections(Options.Create(options));
            var link = new RabbitMqLink(connections, new RandomSource(1), TimeProvider.System, loggers.CreateLogger<RabbitMqLink>());
            return new House(new RabbitMqDoorbell(connections, link, TimeProvider.System), log, loggers);
        }

        public static async Task<House> StartAsync(Action<BrokerOptions> settings)
        {
            var house = Make(settings);
            house.Bell.Ring("", TaskSize.Small);
            await house.Log.SeenAsync(Connected);
            return house;
        }

        public Task HearsAsync(string database, TaskSize size) => bell.WaitAsync(database, size, Token).WaitAsync(LongestWait, TimeProvider.System, Token);

        public async ValueTask DisposeAsync()
        {
            await bell.DisposeAsync();
            loggers.Dispose();
        }
    }
}
