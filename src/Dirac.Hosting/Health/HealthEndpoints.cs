using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dirac.Hosting.Health;

/// <summary>Probes: alive (the process answers), ready and started (every registered health check passes).</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "live", checks: false);
        Map(routes, "ready", checks: true);
        Map(routes, "startup", checks: true);
        routes.MapGet("/api/health/process", () => Results.Json(ProcessReport.Take(), HealthJsonContext.Default.ProcessReport))
            .Requires(AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.Operator))
            .WithTags("health").WithName("health_process")
            .Describe("Tells what the process uses: memory, processor time, collections.", route => route
                .Gives(HealthJsonContext.Default.ProcessReport).By(ExampleCaller.Administrator));
    }

    private static void Map(IEndpointRouteBuilder routes, string probe, bool checks) =>
        routes.MapHealthChecks($"/api/health/{probe}", new HealthCheckOptions { Predicate = _ => checks, ResponseWriter = WriteAsync })
            .Requires(AccessRule.Anyone)
            .WithTags("health").WithName($"health_{probe}").WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .Describe("A probe: " + (checks ? "whether the server can serve." : "whether the process answers."), route => route
                .Gives(StatusCodes.Status200OK, "It can.", "application/json").Gives(StatusCodes.Status503ServiceUnavailable, "It cannot.", "application/json")
                .By(ExampleCaller.Nobody))
            .DisableRateLimiting();

    // Names of checks only: what exactly is wrong is for the log, not for everybody.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var failed = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => $"\"{entry.Key}\"");
        return context.Response.WriteAsync(
            $"{{\"status\":\"{(report.Status == HealthStatus.Unhealthy ? "unavailable" : "ok")}\",\"failed\":[{string.Join(',', failed)}]}}",
            context.RequestAborted);
    }
}
