using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Framework.Accounts;

/// <summary>The REST door of people who want to be registered, and of accounts that follow a provider.</summary>
internal static class AccountEndpoints
{
    private const long BodyLimit = 16 * 1024;
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").Requires(AccessRule.AnyProperty(DiracProperties.UserManager)).WithBodyLimit(BodyLimit).WithTags("accounts");
        accounts.MapGet("/requests", ListAsync).WithName("accounts_list_requests")
            .Describe("Lists people who want to be registered.", route => route
                .Flag("all", "Those that were decided, too.").Gives(Json.IReadOnlyListAccountRequestInfo).By(ExampleCaller.Administrator));
        accounts.MapPost("/requests/{id:long}/approve", ApproveAsync).WithName("accounts_approve_request")
            .Describe("Registers a person.", route => route
                .Path("id", "1").Takes(Json.AccountApproval, """{}""", required: false).Gives(Json.AccountRequestInfo).By(ExampleCaller.Administrator)
                .CannotBeTried("There has to be a request."));
        accounts.MapPost("/requests/{id:long}/refuse", RefuseAsync).WithName("accounts_refuse_request")
            .Describe("Refuses a person.", route => route
                .Path("id", "1").Gives(Json.AccountRequestInfo).By(ExampleCaller.Administrator).CannotBeTried("There has to be a request."));
        accounts.MapPost("/sync", SyncAsync).WithName("accounts_sync")
            .Describe("Compares a VO's users with its identity provider, and brings them in line.", route => route
                .Takes(Json.AccountSyncRequest, """{"vo": "local", "apply": false}""").Gives(Json.AccountSyncReply).By(ExampleCaller.Administrator)
                .CannotBeTried("There has to be an identity provider."));
    }

    private static async Task<IResult> ListAsync(HttpContext context, DecideRequests decide, CancellationToken cancellationToken, bool all = false) =>
        ApiResults.Json(await decide.ListAsync(context.GetCaller(), all, cancellationToken), Json.IReadOnlyListAccountRequestInfo);

    private static async Task<IResult> ApproveAsync(HttpContext context, DecideRequests decide, long id, CancellationToken cancellationToken)
    {
        var approval = await context.Request.ReadOptionalJsonAsync(Json.AccountApproval, cancellationToken) ?? new AccountApproval();
        return ApiResults.Json(await decide.ApproveAsync(context.GetCaller(), id, approval, cancellationToken), Json.AccountRequestInfo);
    }

    private static async Task<IResult> RefuseAsync(HttpContext context, DecideRequests decide, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await decide.RefuseAsync(context.GetCaller(), id, cancellationToken), Json.AccountRequestInfo);

    private static async Task<IResult> SyncAsync(HttpContext context, SyncAccounts sync, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var request = await context.Request.ReadJsonAsync(Json.AccountSyncRequest, cancellationToken);
        if (!AccountRights.IsSeenBy(caller, request.Vo)) throw new DiracException(ErrorCode.NotAuthorized, "You manage the users of another VO.", "Log in with that VO.");
        var (plan, isApplied) = await sync.RunAsync(request.Vo, request.Apply, caller.UserName, cancellationToken);
        var changes = plan.Changes.Select(change => new AccountChangeInfo(change.Kind.ToString(), change.UserName, change.Subject, change.Reason, change.Email.Length > 0 ? change.Email : null));
        return ApiResults.Json(new AccountSyncReply(request.Vo, isApplied, [.. changes], plan.Refusal), Json.AccountSyncReply);
    }
}
