using System.Net;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Errors;
using Dirac.Security.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Access;

/// <summary>Serves only requests meant for us, and on ports of the grid only calls: a web page elsewhere that renames itself to a loopback address is turned away by its Host or Origin.</summary>
internal sealed class HostFilter
{
    private readonly RequestDelegate _next;
    private readonly HashSet<string> _hosts;
    private readonly WebOrigins _origins;

    public HostFilter(RequestDelegate next, HostingOptions options, WebOrigins origins)
    {
        _next = next;
        _origins = origins;
        _hosts = new HashSet<string>(AllowedHosts(options), StringComparer.OrdinalIgnoreCase);
    }

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // There the client knows the host by its certificate, under whichever of its names; a page that renames itself has none of them.
        var isGrid = context.Features.Get<IGridPeerFeature>() is not null;
        if (isGrid && context.GetEndpoint() is RouteEndpoint route && route.Metadata.GetMetadata<ServedOnGridPorts>() is null)
            throw new DiracException(ErrorCode.NotFound, $"There is nothing at {request.Path} on this port.", "REST and pages are at the server's own address.");
        if (!isGrid && !_hosts.Contains(Bare(request.Host.Host)) && !IsAddressCalled(context))
            throw new DiracException(ErrorCode.BadRequest, "The Host header names a host this server does not answer to.", "Use the address the server printed, or add the name to its allowed hosts.");
        if (request.Headers.Origin is [{ } origin] && !IsOwn(request, origin) && !_origins.Allows(origin, request.Path))
            throw new DiracException(ErrorCode.NotAuthorized, "Pages of that origin may not call this server.", "Start the server with --allowed-origins and the page's origin, or add a portal's login address to RedirectUris of /Systems/Framework/Auth.");
        return _next(context);
    }

    // A page elsewhere can give its name our address, but not our address as its name.
    private static bool IsAddressCalled(HttpContext context) =>
        IPAddress.TryParse(Bare(context.Request.Host.Host), out var host) && context.Connection.LocalIpAddress is { } local
        && host.Equals(local.Plain());

    private static bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> AllowedHosts(HostingOptions options) =>
        [
            .. ServerNames.ThisMachine.HostNames,
            .. ServerNames.ThisMachine.Addresses.Select(address => address.ToString()),
            .. options.Urls.Append(options.PublicUrl).Select(url => Bare(new Uri(url).Host)),
            .. options.AllowedHosts,
        ];

    private static string Bare(string host) => host.Trim('[', ']');
}
