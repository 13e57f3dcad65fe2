using Dirac.Workload.Sandboxes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Support;

/// <summary>The routes of this room as the running server knows them.</summary>
internal static class Routes
{
    private static readonly string[] Prefixes = ["/api/jobs", "/api/pilots", "/api/task-queues", "/api/auth/pilot", "/api/job-sets"];
    private static readonly string[] Open = [MoveSandboxes.ContentPath, "/api/auth/pilot"];

    /// <summary>Methods and paths, with 1 for every number and <c>input</c> for every word in a path.</summary>
    public static IReadOnlyList<(string Method, string Path)> All(WorkloadServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => Prefixes.Any(prefix => route.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(route => route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => (method, Fill(route.RoutePattern.RawText!)))),
    ];

    public static IEnumerable<(string Method, string Path)> NeedingToken(WorkloadServer server) => All(server).Where(route => !Open.Contains(route.Path));

    private static string Fill(string pattern) =>
        pattern.Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{kind}", "input", StringComparison.Ordinal).Replace("{stamp}", "fuzz", StringComparison.Ordinal);
}
