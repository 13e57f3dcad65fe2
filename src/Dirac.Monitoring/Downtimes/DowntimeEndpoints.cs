using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Monitoring.Statuses;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Monitoring.Downtimes;

/// <summary>The REST door of planned downtimes.</summary>
internal static class DowntimeEndpoints
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var changers = AccessRule.AnyProperty(StatusRights.Changers);
        var downtimes = routes.MapGroup("/api/rss/downtimes").WithTags("rss");
        downtimes.MapGet("", ListAsync).Requires(AccessRule.Authenticated).WithName("rss_list_downtimes")
            .Describe("Lists planned downtimes.", route => route.Flag("all", "Those that are over or cancelled, too.").Gives(Json.IReadOnlyListDowntimeInfo));
        downtimes.MapPost("", AddAsync).Requires(changers).WithName("rss_plan_downtime")
            .Describe("Plans a downtime.", route => route
                .Takes(
                    Json.NewDowntime,
                    """{"kind": "site", "name": "DIRAC.Local.org", "from": "2030-01-10T06:00:00Z", "until": "2030-01-12T18:00:00Z", "reason": "new cooling"}""")
                .Gives(Json.DowntimeInfo, 201, "The downtime.").By(ExampleCaller.Administrator));
        downtimes.MapDelete("/{id:long}", CancelAsync).Requires(changers).WithName("rss_cancel_downtime")
            .Describe("Cancels a downtime.", route => route.Path("id", "1").Gives(204).By(ExampleCaller.Administrator));
    }

    private static async Task<IResult> ListAsync(HttpContext context, PlanDowntimes plan, CancellationToken cancellationToken, bool all = false) =>
        ApiResults.Json(await plan.ListAsync(context.GetCaller(), all, cancellationToken), Json.IReadOnlyListDowntimeInfo);

    private static async Task<IResult> AddAsync(HttpContext context, PlanDowntimes plan, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.NewDowntime, cancellationToken);
        return ApiResults.Json(await plan.AddAsync(context.GetCaller(), request, cancellationToken), Json.DowntimeInfo, StatusCodes.Status201Created);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, PlanDowntimes plan, long id, CancellationToken cancellationToken)
    {
        await plan.CancelAsync(context.GetCaller(), id, cancellationToken);
        return Results.NoContent();
    }
}
