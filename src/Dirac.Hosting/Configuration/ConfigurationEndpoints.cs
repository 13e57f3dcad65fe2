using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Configuration;

/// <summary>The configuration over REST.</summary>
internal static class ConfigurationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/config/", Serve).Requires(AccessRule.Authenticated).AllowsPayloads().WithTags("config").WithName("config_serve_config")
            .Describe("The whole configuration without secrets.", route => route.Gives(200, "Sections as objects, options as texts.", "application/json").Kept());

    private static IResult Serve(HttpContext context, IConfigurationSnapshots snapshots)
    {
        var snapshot = snapshots.Current;
        snapshot.Entity.WriteTo(context.Response);
        return snapshot.Entity.SatisfiesCondition(context.Request)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(snapshot.Json, "application/json");
    }
}
