using Dirac.Tasks.Doorbells;
using Dirac.Tasks.Running;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Registers what RabbitMQ offers.</summary>
internal static class RabbitMqServices
{
    /// <summary>The doorbell and the transport. May be repeated.</summary>
    public static void AddRabbitMq(this IServiceCollection services)
    {
        services.TryAddSingleton<RabbitMqConnections>();
        services.TryAddSingleton<RabbitMqLink>();
        services.TryAddKeyedSingleton<IDoorbell, RabbitMqDoorbell>(DoorbellKind.RabbitMQ);
        services.TryAddKeyedSingleton<ITaskTransport, RabbitMqTransport>(TransportKind.RabbitMQ);
    }
}
