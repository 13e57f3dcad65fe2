using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>TLS with the host's certificate and the grid's authorities.</summary>
public static class GridTlsModule
{
    /// <summary>Registers <see cref="GridTlsKeeper"/>, on top of <see cref="HostingModule.AddDiracHosting"/>. Repeated calls change nothing. Does no I/O.</summary>
    public static IServiceCollection AddGridTls(this IServiceCollection services)
    {
        services.TryAddSingleton<GridTlsKeeper>();
        return services;
    }
}
