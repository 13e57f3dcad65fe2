using Dirac.Tasks.Tests.RabbitMq;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>What carries the tasks of a test.</summary>
public enum TestBroker
{
    None,
    Memory,
    Redis,
    RabbitMQ,
}

/// <summary>Registers it. Tests whose broker is not there are skipped.</summary>
internal static class TestBrokers
{
    public const string RedisVariable = "DIRAC_TEST_REDIS";

    private static int _made;

    /// <summary>Names of keys that no other test has.</summary>
    public static string NewPrefix() => $"t{Environment.ProcessId}x{Interlocked.Increment(ref _made)}";

    /// <summary>The Redis server that tests share.</summary>
    public static string NeedRedis()
    {
        var address = Environment.GetEnvironmentVariable(RedisVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{RedisVariable} is not set.");
        return address!;
    }

    public static IServiceCollection AddBroker(this IServiceCollection services, TestBroker broker)
    {
        var prefix = NewPrefix();
        switch (broker)
        {
            case TestBroker.Memory:
                services.AddKeyedSingleton<ITaskTransport, MemoryTransport>(TransportKind.Redis);
                services.Configure<BrokerOptions>(options => (options.Transport, options.Redis) = (TransportKind.Redis, "in.memory"));
                break;

            case TestBroker.Redis:
                var address = NeedRedis();
                services.Configure<BrokerOptions>(options => (options.Transport, options.Redis, options.Prefix) = (TransportKind.Redis, address, prefix));
                break;

            case TestBroker.RabbitMQ:
                var url = RabbitMqBroker.NeedAddress();
                services.Configure<BrokerOptions>(options => (options.Transport, options.RabbitMQ, options.Prefix) = (TransportKind.RabbitMQ, url, prefix));
                break;
        }
        return services;
    }

    /// <summary>The broker in memory of a world that has one.</summary>
    public static MemoryTransport Memory(this TaskWorld world) => (MemoryTransport)world.Services.GetRequiredKeyedService<ITaskTransport>(TransportKind.Redis);

    /// <summary>What the world's options say about brokers.</summary>
    public static BrokerOptions Brokers(this TaskWorld world) => world.Services.GetRequiredService<IOptions<BrokerOptions>>().Value;
}
