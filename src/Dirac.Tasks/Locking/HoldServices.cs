using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dirac.Tasks.Locking;

/// <summary>Registers locks and limits.</summary>
internal static class HoldServices
{
    /// <summary>What declared tasks need of them.</summary>
    public static void AddHolds(this IServiceCollection services)
    {
        services.TryAddSingleton<LimitValues>();
        services.TryAddSingleton<HoldBook>();
    }

    /// <summary>What a process that runs tasks needs of them.</summary>
    public static void AddHoldKeeping(this IServiceCollection services)
    {
        services.TryAddSingleton<ClaimRules>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WaitKeeper>());
    }
}
