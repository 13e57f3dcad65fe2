using Dirac.Tasks.Doorbells;
using Dirac.Tasks.Transports;

namespace Dirac.Benchmarks.Tasks;

/// <summary>What a run says about its brokers.</summary>
internal static class BrokerFigures
{
    /// <summary>Which doorbell and transport there were, and how durable they are.</summary>
    public static void AddTo(Figures figures, BenchmarkOptions options)
    {
        figures.Add("doorbell", options.Doorbell == DoorbellKind.InProcess ? "inproc" : Lower(options.Doorbell));
        figures.Add("transport", Lower(options.Transport));
        if (options.Doorbell == DoorbellKind.Redis || options.Transport == TransportKind.Redis)
            figures.Add("redis_appendfsync", options.Aof);
        if (options.Transport == TransportKind.RabbitMQ)
            figures.Add("rabbitmq_queues", "quorum, confirmed");
    }

    private static string Lower<T>(T kind)
        where T : struct, Enum =>
        kind.ToString().ToLowerInvariant();
}
