using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Matching.Limits;

/// <summary>Running limits and matching delays of sites.</summary>
internal static class LimitsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<OfferConditions>().AddSingleton<LimitGuard>();
}
