using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Access;

/// <summary>Refuses to start a server that has a route without a rule.</summary>
internal sealed class RouteRuleCheck : IHostedLifecycleService
{
    private ICollection<EndpointDataSource>? _routes;

    /// <summary>Names the collection all routes of the application stand in when it starts.</summary>
    public void Watch(ICollection<EndpointDataSource> routes) => _routes = routes;

    /// <summary>Looks at every route before the first connection is accepted.</summary>
    /// <exception cref="InvalidOperationException">Names every route without a rule.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_routes is null)
            throw new InvalidOperationException("Routes cannot be checked: call MapDiracHosting on the application.");

        var unruled = _routes.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RouteRule>() is null)
            .Select(Describe)
            .ToList();
        return unruled.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException($"These routes name no rule, add .Requires(…) to them: {string.Join("; ", unruled)}");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Describe(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return $"{(methods.Count > 0 ? string.Join(',', methods) : "any method")} {route.RoutePattern.RawText}";
    }
}
