using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Resources;

/// <summary>What there is to run jobs on.</summary>
internal static class ResourcesFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RecentOffers>().AddSingleton<KnownResources>().AddSingleton<RecentOffersKeeper>().AddSingleton<ServiceStates>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentOffersKeeper>());
    }
}
