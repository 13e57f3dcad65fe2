using Dirac.Portal.Html;
using Dirac.Portal.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Portal;

/// <summary>The portal's whole surface towards the server that hosts it.</summary>
public static class PortalModule
{
    /// <summary>Registers the portal. Idempotent.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Where its server's REST surface is, and which cookie has the token.</param>
    public static IServiceCollection AddDiracPortal(this IServiceCollection services, PortalOptions options)
    {
        services.TryAddSingleton(options);
        return services;
    }

    /// <summary>Maps the pages: <c>/</c>, <c>/jobs</c>, <c>/jobs/{id}</c>, <c>/jobs/{id}/output/{number}</c> and <c>/portal.css</c>.</summary>
    /// <param name="routes">Where to map them.</param>
    /// <returns>
    /// The group, so that the server can name its rule. Anyone may call the routes: they show nothing without a token in the cookie, and only what the
    /// REST surface gives to that token.
    /// </returns>
    public static RouteGroupBuilder MapDiracPortal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.MapGet("/", PageDoor.Show(OverviewPage.RenderAsync));
        group.MapGet("/jobs", PageDoor.Show(JobsPage.RenderAsync));
        group.MapGet("/jobs/{id:long}", PageDoor.Show(JobPage.RenderAsync));
        group.MapGet("/jobs/{id:long}/output/{number:int}", PageDoor.Show(JobPage.FindOutputAsync));
        group.MapGet("/portal.css", (HttpContext context) => Stylesheet.WriteAsync(context.Response));
        return group;
    }
}
