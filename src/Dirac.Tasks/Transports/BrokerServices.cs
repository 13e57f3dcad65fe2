using Dirac.Tasks.Doorbells;
using Dirac.Tasks.RabbitMq;
using Dirac.Tasks.Redis;
using Dirac.Tasks.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Transports;

/// <summary>Registers what brokers offer; the options choose. A doorbell or transport is keyed by its kind, and nothing connects before it is used.</summary>
internal static class BrokerServices
{
    /// <summary>The doorbell and, when there is one, the transport that the options name. May be repeated.</summary>
    public static void AddBrokers(this IServiceCollection services)
    {
        services.AddOptions<BrokerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BrokerOptions>, BrokerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BrokerOptions>, BrokerAddressValidator>());
        services.TryAddKeyedSingleton<IDoorbell, InProcessDoorbell>(DoorbellKind.InProcess);
        services.AddRedis();
        services.AddRabbitMq();
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IDoorbell>(provider.GetRequiredService<IOptions<BrokerOptions>>().Value.Doorbell));
        services.TryAddSingleton<ChosenTransport>();
        services.TryAddSingleton<Carriage>();
    }
}

/// <summary>The transport that the options name, if any.</summary>
internal sealed class ChosenTransport(IServiceProvider services, IOptions<BrokerOptions> options)
{
    /// <summary>Null when tasks are claimed in the database.</summary>
    public ITaskTransport? Transport { get; } =
        options.Value.Transport == TransportKind.None ? null : services.GetRequiredKeyedService<ITaskTransport>(options.Value.Transport);
}
