using Dirac.Hosting.Access;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Rpc.Dips;
using Dirac.Hosting.Rpc.Https;
using Dirac.Hosting.Rpc.Standard;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Hosting.Rpc;

/// <summary>The door for DIRAC's own protocols: a service is declared once and served over dips and https.</summary>
public static class RpcModule
{
    /// <summary>Registers the door itself. Repeated calls change nothing.</summary>
    public static IServiceCollection AddDiracRpc(this IServiceCollection services)
    {
        services.TryAddSingleton<RuleBook>();
        services.TryAddSingleton<RpcDispatcher>();
        services.TryAddSingleton<RpcServices>();
        services.TryAddSingleton<ProcessFacts>();
        services.TryAddSingleton<StandardRpc>();
        services.TryAddSingleton<BalancerCertificates>();
        services.TryAddSingleton<IForeignTokens, NoForeignTokens>();
        services.TryAddSingleton<HttpsIdentity>();
        services.TryAddSingleton<HttpsCalls>();
        services.TryAddSingleton<DipsConnectionHandler>();
        services.AddGridTls();
        return services;
    }

    /// <summary>Registers a service.</summary>
    /// <typeparam name="TService">A class with <see cref="RpcServiceAttribute"/>; one instance serves all calls at once.</typeparam>
    public static IServiceCollection AddRpcService<TService>(this IServiceCollection services)
        where TService : class
    {
        services.TryAddSingleton<TService>();
        return services.AddSingleton(new RpcServiceType(typeof(TService)));
    }

    /// <summary>Maps every service over https at <c>/SYSTEM/COMPONENT</c> and <c>/SYSTEM/TornadoCOMPONENT</c>.</summary>
    /// <exception cref="InvalidOperationException">A service is not declared as it has to be.</exception>
    public static IEndpointRouteBuilder MapDiracRpc(this IEndpointRouteBuilder routes)
    {
        var calls = routes.ServiceProvider.GetRequiredService<HttpsCalls>();
        foreach (var service in routes.ServiceProvider.GetRequiredService<RpcServices>().All)
        {
            foreach (var name in (string[])[service.Name, service.TornadoName])
            {
                // Rules are those of the methods, which the route does not know yet; nor who calls, and many callers share an address.
                routes.MapPost($"/{name}", (RequestDelegate)(context => calls.AnswerAsync(context, service, name)))
                    .Requires(AccessRule.Anyone)
                    .WithMetadata(new ServedOnGridPorts())
                    .WithBodyLimit(RequestFields.MaxBody)
                    .DisableRateLimiting();
            }
        }

        return routes;
    }
}
