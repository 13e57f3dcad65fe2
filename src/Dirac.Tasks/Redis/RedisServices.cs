using Dirac.Tasks.Doorbells;
using Dirac.Tasks.Running;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Tasks.Redis;

/// <summary>Registers what Redis offers.</summary>
internal static class RedisServices
{
    /// <summary>Its doorbell and its transport; nothing connects before they are used. May be repeated.</summary>
    public static void AddRedis(this IServiceCollection services)
    {
        services.TryAddSingleton<RedisConnection>();
        services.TryAddKeyedSingleton<IDoorbell, RedisDoorbell>(DoorbellKind.Redis);
        services.TryAddKeyedSingleton<ITaskTransport, RedisTransport>(TransportKind.Redis);
    }
}
