using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
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
        jobs.MapPost("/search", FindJobsAsync).Requires(Users).AllowsPayloads().WithName("jobs_search")
            .Describe("Finds jobs by their columns.", route => route
                .Takes(
                    Json.SearchRequest,
                    """{"parameters": ["JobID", "Status"], "search": [{"parameter": "JobID", "operator": "lt", "value": 5}], "sort": [{"parameter": "JobID", "direction": "asc"}]}""",
                    required: false)
                .GivesPage(Json.IReadOnlyListJsonElement));
        jobs.MapPost("/summary", SummariseJobsAsync).Requires(Users).AllowsPayloads().WithName("jobs_summary")
            .Describe("Counts jobs by columns.", route => route.Takes(Json.SummaryRequest, """{"grouping": ["Status"]}""").Gives(Json.IReadOnlyListJsonElement));
        jobs.MapPost("/page", PageAsync).Requires(Users).WithName("jobs_page")
            .Describe("A page of jobs with everything a list shows around it.", route => route
                .Paged().Takes(Json.SearchRequest, """{"parameters": ["JobID", "Status", "JobName"]}""", required: false).Gives(Json.JobPage));
        jobs.MapPost("/ids", IdsAsync).Requires(Users).WithName("jobs_list_ids")
            .Describe("The numbers of all jobs that meet conditions, as they are found.", route => route
                .Takes(Json.SearchRequest, """{"search": [{"parameter": "Owner", "operator": "eq", "value": "alice"}]}""", required: false)
                .Gives(200, "A JSON list of numbers.", "application/json"));
        jobs.MapGet("/values/{column}", ValuesAsync).Requires(Users).WithName("jobs_list_values")
            .Describe("The different values of a column.", route => route.Path("column", "Status").GivesPage(Json.IReadOnlyListJsonElement));
        jobs.MapGet("/sites", SitesAsync).Requires(Users).WithName("jobs_summarise_sites")
            .Describe("Counts jobs by site, with its efficiency.", route => route.Gives(Json.IReadOnlyListSiteJobs));

        var pilots = routes.MapGroup("/api/pilots").WithTags("pilots");
        pilots.MapPost("/search", FindPilotsAsync).Requires(People).WithName("pilots_search")
            .Describe("Finds pilots by their columns.", route => route
                .Takes(Json.SearchRequest, """{"search": [{"parameter": "Status", "operator": "neq", "value": "Done"}]}""", required: false)
                .GivesPage(Json.IReadOnlyListJsonElement));
        pilots.MapPost("/summary", SummarisePilotsAsync).Requires(People).WithName("pilots_summary")
            .Describe("Counts pilots by columns.", route => route
                .Takes(Json.SummaryRequest, """{"grouping": ["GridSite", "Status"]}""").Gives(Json.IReadOnlyListJsonElement));
    }

    private static async Task<IResult> FindJobsAsync(HttpContext context, JobSearch search, CancellationToken cancellationToken)
    {
        var paging = Paging.From(context.Request.Query);
        var request = await RequestAsync(context, cancellationToken);
        return Page(await search.FindAsync(context.GetCaller(), request, paging, cancellationToken), paging, SearchTable.Jobs.Unit);
    }

    private static async Task<IResult> SummariseJobsAsync(HttpContext context, JobSearch search, CancellationToken cancellationToken)
    {
        var request = await SummaryAsync(context, cancellationToken);
        return ApiResults.Json((await search.SummariseAsync(context.GetCaller(), request, cancellationToken)).Utf8);
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
        var request = await SummaryAsync(context, cancellationToken);
        return ApiResults.Json((await search.SummariseAsync(context.GetCaller(), request, cancellationToken)).Utf8);
    }

    private static async Task<SearchRequest> RequestAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadOptionalJsonAsync(Json.SearchRequest, cancellationToken) ?? new SearchRequest();
        Validation.Demand(SearchForms.Problems(request));
        return request;
    }

    private static async Task<SummaryRequest> SummaryAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.SummaryRequest, cancellationToken);
        Validation.Demand(SearchForms.Problems(request));
        return request;
    }

    private static IResult Page(FoundPage page, Paging paging, string unit) =>
        ApiResults.Page(page.Rows.Utf8, page.Rows.Count, paging, page.Total, unit, page.Next);
}
