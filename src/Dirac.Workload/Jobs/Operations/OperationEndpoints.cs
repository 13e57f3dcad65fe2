using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>The REST door of operations on many jobs.</summary>
internal static class OperationEndpoints
{
    private const string Root = "/api/jobs/operations";
    private const long BodyLimit = 32L << 20;
    private const int DefaultList = 20;
    private const int LongestList = 1_000;
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>Job policy decides per job; here stands who may come at all.</summary>
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup(Root).WithTags("jobs");
        operations.MapPost("", CreateAsync).Requires(Users).WithName("jobs_create_operation").WithBodyLimit(BodyLimit)
            .Describe("Begins an operation on any number of jobs.", route => route
                .Takes(Json.JobOperationRequest, """{"verb": "kill", "job_ids": [12], "note": "no more needed"}""")
                .Gives(Json.JobOperation, 202, "It is accepted; Location says where to follow it."));
        operations.MapGet("", ListAsync).Requires(Users).WithName("jobs_list_operations")
            .Describe("Lists operations, the newest first.", route => route
                .Number("limit", "1 to 1000; 20 when left out.").Flag("all", "Those of the VO, for JobAdministrator.").Gives(Json.IReadOnlyListJobOperation));
        operations.MapGet("/{id:long}", ShowAsync).Requires(Users).WithName("jobs_get_operation")
            .Describe("Shows an operation with its outcomes.", route => route
                .Path("id", "1").Number("wait", "Seconds to wait for its end, up to 60.").Number("after", "Answers as soon as more jobs than this have an outcome.")
                .Gives(Json.JobOperation));
        operations.MapPost("/{id:long}/cancel", CancelAsync).Requires(Users).WithName("jobs_cancel_operation")
            .Describe("Stops an operation; jobs that were done stay so.", route => route.Path("id", "3").Gives(Json.JobOperation).Refuses(409, "It has ended."));
        operations.MapPost("/{id:long}/undo", UndoAsync).Requires(Users).WithName("jobs_undo_operation")
            .Describe("Puts the jobs of a delete back.", route => route
                .Path("id", "2").Gives(Json.JobOperation, 202, "It is begun.").Refuses(409, "It is too late, or was no delete."));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CreateOperation create, FollowOperation follow, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.JobOperationRequest, cancellationToken);
        var id = await create.RunAsync(context.GetCaller(), request, cancellationToken);
        context.Response.Headers.Location = $"{Root}/{id}";
        return await TellAsync(context, follow, id, StatusCodes.Status202Accepted, cancellationToken);
    }

    private static async Task<IResult> ListAsync(HttpContext context, FollowOperation follow, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var most = Math.Clamp(query.Number<int>("limit") ?? DefaultList, 1, LongestList);
        return ApiResults.Json(await follow.ListAsync(context.GetCaller(), query.SaysYes("all"), most, cancellationToken), Json.IReadOnlyListJobOperation);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, FollowOperation follow, long id, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        return ApiResults.Json(await follow.ShowAsync(context.GetCaller(), id, query.Number<int>("wait") ?? 0, query.Number<int>("after"), cancellationToken), Json.JobOperation);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, StopOperation stop, FollowOperation follow, long id, CancellationToken cancellationToken)
    {
        await stop.CancelAsync(context.GetCaller(), id, cancellationToken);
        return await TellAsync(context, follow, id, StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> UndoAsync(HttpContext context, StopOperation stop, FollowOperation follow, long id, CancellationToken cancellationToken)
    {
        await stop.UndoAsync(context.GetCaller(), id, cancellationToken);
        return await TellAsync(context, follow, id, StatusCodes.Status202Accepted, cancellationToken);
    }

    private static async Task<IResult> TellAsync(HttpContext context, FollowOperation follow, long id, int status, CancellationToken cancellationToken) =>
        ApiResults.Json(await follow.ShowAsync(context.GetCaller(), id, 0, null, cancellationToken), Json.JobOperation, status);
}
