using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Explaining;

/// <summary>Why a job waits or has failed, and whose turn it is.</summary>
internal static class ExplainFeature
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.JobMonitor);
    private static readonly AccessRule Queues = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.Operator);
    private static readonly AccessRule Directors = AccessRule.AnyProperty(DiracProperties.GenericPilot, DiracProperties.Operator, DiracProperties.JobAdministrator);

    public static void Add(IServiceCollection services) =>
        services.AddSingleton<WaitingSites>().AddSingleton<QueueTurns>().AddSingleton<ExplainJob>().AddSingleton<ExplainSite>().AddSingleton<ShowTaskQueues>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/jobs/{id:long}/why", WhyAsync).Requires(Users).WithTags("jobs").WithName("jobs_explain_job")
            .Describe("Says why a job waits, site by site, or how it got where it is.", route => route
                .Path("id", "1").Query("site", "Only about this one.").Gives(Json.JobWhy));
        routes.MapGet("/api/sites/{site}/why", SiteAsync).Requires(Queues).WithTags("sites").WithName("sites_explain")
            .Describe("Says what waits for a site and what keeps it from running there.", route => route.Path("site", "DIRAC.Local.org").Gives(Json.SiteReport));
        var queues = routes.MapGroup("/api/task-queues").WithTags("task-queues");
        queues.MapGet("", List).Requires(Queues).WithName("task_queues_list")
            .Describe("Lists the queues of waiting jobs.", route => route
                .Query("owner", "Only this owner's.").Query("group", "Only this group's.").Gives(Json.IReadOnlyListTaskQueueInfo));
        queues.MapGet("/{id:long}", Show).Requires(Queues).WithName("task_queues_get")
            .Describe("Shows a queue of waiting jobs.", route => route.Path("id", "1").Gives(Json.TaskQueueDetails));
        queues.MapGet("/of-job/{id:long}", OfJobAsync).Requires(Queues).WithName("task_queues_get_of_job")
            .Describe("Shows the queue in which a job waits.", route => route.Path("id", "1").Gives(Json.TaskQueueDetails));
        queues.MapPost("/matching", MatchingAsync).Requires(Directors).WithName("task_queues_matching")
            .Describe("Lists the queues that match a resource.", route => route
                .Takes(Json.ResourceDescription, """{"Site": "DIRAC.Local.org", "CPUTime": 86400, "NumberOfProcessors": 1}""").Gives(Json.IReadOnlyListTaskQueueInfo)
                .By(ExampleCaller.Administrator));
    }

    private static async Task<IResult> WhyAsync(HttpContext context, ExplainJob explain, long id, string? site, CancellationToken cancellationToken) =>
        ApiResults.Json(await explain.RunAsync(context.GetCaller(), id, string.IsNullOrWhiteSpace(site) ? null : site, cancellationToken), Json.JobWhy);

    private static async Task<IResult> SiteAsync(HttpContext context, ExplainSite explain, string site, CancellationToken cancellationToken) =>
        ApiResults.Json(await explain.RunAsync(context.GetCaller(), site, cancellationToken), Json.SiteReport);

    private static IResult List(HttpContext context, ShowTaskQueues show, string? owner, string? group) =>
        ApiResults.Json(show.All(context.GetCaller(), owner, group), Json.IReadOnlyListTaskQueueInfo);

    private static IResult Show(HttpContext context, ShowTaskQueues show, long id) => ApiResults.Json(show.One(context.GetCaller(), id), Json.TaskQueueDetails);

    private static async Task<IResult> OfJobAsync(HttpContext context, ShowTaskQueues show, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await show.OfJobAsync(context.GetCaller(), id, cancellationToken), Json.TaskQueueDetails);

    private static async Task<IResult> MatchingAsync(HttpContext context, ShowTaskQueues show, CancellationToken cancellationToken)
    {
        var resource = await context.Request.ReadJsonAsync(Json.ResourceDescription, cancellationToken);
        return ApiResults.Json(show.Matching(context.GetCaller(), resource), Json.IReadOnlyListTaskQueueInfo);
    }
}
