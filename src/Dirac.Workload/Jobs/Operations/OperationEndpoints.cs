using Dirac.Hosting.Access;
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
        operations.MapPost("", CreateAsync).Requires(Users).WithName("jobs_create_operation").WithBodyLimit(BodyLimit);
        operations.MapGet("", ListAsync).Requires(Users).WithName("jobs_list_operations");
        operations.MapGet("/{id:long}", ShowAsync).Requires(Users).WithName("jobs_get_operation");
        operations.MapPost("/{id:long}/cancel", CancelAsync).Requires(Users).WithName("jobs_cancel_operation");
        operations.MapPost("/{id:long}/undo", UndoAsync).Requires(Users).WithName("jobs_undo_operation");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CreateOperation create, FollowOperation follow, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.JobOperationRequest, cancellationToken);
        var id = await create.RunAsync(context.GetCaller(), request, cancellationToken);
        context.Response.Headers.Location = $"{Root}/{id}";
        return await TellAsync(context, follow, id, StatusCodes.Status202Accepted, cancellationToken);
    }

    private static async Task<IResult> ListAsync(HttpContext context, FollowOperation follow, int? limit, bool? all, CancellationToken cancellationToken)
    {
        var most = Math.Clamp(limit ?? DefaultList, 1, LongestList);
        return ApiResults.Json(await follow.ListAsync(context.GetCaller(), all ?? false, most, cancellationToken), Json.IReadOnlyListJobOperation);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, FollowOperation follow, long id, int? wait, int? after, CancellationToken cancellationToken) =>
        ApiResults.Json(await follow.ShowAsync(context.GetCaller(), id, wait ?? 0, after, cancellationToken), Json.JobOperation);

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
