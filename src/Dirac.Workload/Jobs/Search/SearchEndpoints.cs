using Dirac.Hosting.Access;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The REST door of searches: DiracX's routes, and ours for what JobMonitoring counts and lists.</summary>
internal static class SearchEndpoints
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.JobMonitor);

    private static readonly AccessRule People = AccessRule.AnyProperty(
        DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapPost("/search", FindJobsAsync).Requires(Users).WithName("jobs_search");
        jobs.MapPost("/summary", SummariseJobsAsync).Requires(Users).WithName("jobs_summary");
        jobs.MapPost("/page", PageAsync).Requires(Users).WithName("jobs_page");
        jobs.MapPost("/ids", IdsAsync).Requires(Users).WithName("jobs_list_ids");
        jobs.MapGet("/values/{column}", ValuesAsync).Requires(Users).WithName("jobs_list_values");
        jobs.MapGet("/sites", SitesAsync).Requires(Users).WithName("jobs_summarise_sites");

        var pilots = routes.MapGroup("/api/pilots").WithTags("pilots");
        pilots.MapPost("/search", FindPilotsAsync).Requires(People).WithName("pilots_search");
        pilots.MapPost("/summary", SummarisePilotsAsync).Requires(People).WithName("pilots_summary");
    }

    private static async Task<IResult> FindJobsAsync(HttpContext context, JobSearch search, CancellationToken cancellationToken)
    {
        var paging = Paging.From(context.Request.Query);
        var request = await RequestAsync(context, cancellationToken);
        return Page(await search.FindAsync(context.GetCaller(), request, paging, cancellationToken), paging, SearchTable.Jobs.Unit);
    }

    private static async Task<IResult> SummariseJobsAsync(HttpContext context, JobSearch search, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.SummaryRequest, cancellationToken);
        return ApiResults.Json(await search.SummariseAsync(context.GetCaller(), request, cancellationToken), Json.IReadOnlyListJsonElement);
    }

    private static async Task<IResult> PageAsync(HttpContext context, ShowJobPage show, CancellationToken cancellationToken)
    {
        var paging = Paging.From(context.Request.Query);
        var request = await RequestAsync(context, cancellationToken);
        return ApiResults.Json(await show.RunAsync(context.GetCaller(), request, paging, cancellationToken), Json.JobPage);
    }

    private static async Task<IResult> IdsAsync(HttpContext context, ListJobIds list, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(context, cancellationToken);
        return new IdStream(list.RunAsync(context.GetCaller(), request.Search, cancellationToken));
    }

    private static async Task<IResult> ValuesAsync(HttpContext context, ListValues list, string column, CancellationToken cancellationToken)
    {
        var paging = Paging.From(context.Request.Query);
        return Page(await list.RunAsync(context.GetCaller(), column, QueryConditions.From(context.Request.Query), paging, cancellationToken), paging, "values");
    }

    private static async Task<IResult> SitesAsync(HttpContext context, SummariseSites summarise, CancellationToken cancellationToken) => ApiResults.Json(
        await summarise.RunAsync(context.GetCaller(), QueryConditions.From(context.Request.Query), cancellationToken), Json.IReadOnlyListSiteJobs);

    private static async Task<IResult> FindPilotsAsync(HttpContext context, PilotSearch search, CancellationToken cancellationToken)
    {
        var paging = Paging.From(context.Request.Query);
        var request = await RequestAsync(context, cancellationToken);
        return Page(await search.FindAsync(context.GetCaller(), request, paging, cancellationToken), paging, SearchTable.Pilots.Unit);
    }

    private static async Task<IResult> SummarisePilotsAsync(HttpContext context, PilotSearch search, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.SummaryRequest, cancellationToken);
        return ApiResults.Json(await search.SummariseAsync(context.GetCaller(), request, cancellationToken), Json.IReadOnlyListJsonElement);
    }

    private static async Task<SearchRequest> RequestAsync(HttpContext context, CancellationToken cancellationToken) =>
        await context.Request.ReadOptionalJsonAsync(Json.SearchRequest, cancellationToken) ?? new SearchRequest();

    private static IResult Page(FoundPage page, Paging paging, string unit) =>
        ApiResults.Page(page.Rows, Json.IReadOnlyListJsonElement, paging, page.Total, unit, page.Next);
}
