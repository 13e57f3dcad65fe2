using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Removal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Jobs.Changes;

/// <summary>Changes of jobs that DiracX has no routes for: values by job, confirmation, the stager's word, removal.</summary>
internal static class ChangesFeature
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule Owners = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator);

    private static readonly AccessRule OwnersAndPilots = AccessRule.AnyProperty(
        DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.GenericPilot);

    public static void Add(IServiceCollection services) =>
        services.AddSingleton<SetAttributes>().AddSingleton<SetParameters>().AddSingleton<ConfirmJobs>().AddSingleton<TakeStagedJobs>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapPatch("/attributes", SetAttributesAsync).Requires(OwnersAndPilots).WithName("jobs_set_jobs_attributes")
            .Describe("Sets columns of jobs.", route => route
                .Flag("update", "Sets LastUpdateTime.").Flag("force", "Passes by the state machine; for JobAdministrator.")
                .Takes(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, """{"9": {"UserPriority": 5}}""").Gives(Json.BulkResult));
        jobs.MapPatch("/parameters", SetParametersAsync).Requires(OwnersAndPilots).AllowsPayloads().WithName("jobs_set_jobs_parameters")
            .Describe("Sets parameters of jobs.", route => route
                .Takes(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, """{"9": {"HostName": "node7"}}""").Gives(Json.BulkResult));
        jobs.MapPost("/confirm", ConfirmAsync).Requires(AccessRule.AnyProperty(DiracProperties.NormalUser)).WithName("jobs_confirm_jobs")
            .Describe("Starts jobs that a Python DIRAC has left Submitting; all of them or none.", route => route
                .Takes(Json.JobIdList, """{"job_ids": [7]}""").Gives(Json.BulkResult).Gives(Json.BulkFailure, 400, "None was started."));
        jobs.MapPost("/staged", StagedAsync).Requires(AccessRule.AnyProperty(DiracProperties.JobAdministrator)).WithName("jobs_take_staged_jobs")
            .Describe("Takes the stager's word about jobs in Staging.", route => route
                .Takes(Json.IReadOnlyDictionaryInt64String, """{"7": "Done"}""").Gives(Json.BulkResult).By(ExampleCaller.Administrator));
        jobs.MapPost("/remove", RemoveAsync).Requires(Owners).WithName("jobs_remove_jobs")
            .Describe("Removes jobs with all that is known of them.", route => route.Takes(Json.JobIdList, """{"job_ids": [6]}""").Gives(Json.BulkResult));
    }

    private static async Task<IResult> SetAttributesAsync(HttpContext context, SetAttributes set, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var (update, force) = (query.SaysYes("update"), query.SaysYes("force"));
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, cancellationToken);
        var changes = JobLists.Checked(body, "The values");
        return ApiResults.Json(await set.RunAsync(context.GetCaller(), changes, update, force, cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> SetParametersAsync(HttpContext context, SetParameters set, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, cancellationToken);
        return ApiResults.Json(await set.RunAsync(context.GetCaller(), JobLists.Checked(body, "The values"), cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, ConfirmJobs confirm, CancellationToken cancellationToken)
    {
        var result = await confirm.RunAsync(context.GetCaller(), await IdsAsync(context, cancellationToken), cancellationToken);
        return result.Failed.Count == 0
            ? ApiResults.Json(result, Json.BulkResult)
            : ApiResults.Json(new BulkFailure(result), Json.BulkFailure, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> StagedAsync(HttpContext context, TakeStagedJobs take, CancellationToken cancellationToken)
    {
        var results = JobLists.Checked(await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64String, cancellationToken), "The result");
        return ApiResults.Json(await take.RunAsync(context.GetCaller(), results, cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, RemoveJobs remove, CancellationToken cancellationToken) =>
        ApiResults.Json(await remove.RunAsync(context.GetCaller(), await IdsAsync(context, cancellationToken), cancellationToken), Json.BulkResult);

    private static async Task<IReadOnlyList<long>> IdsAsync(HttpContext context, CancellationToken cancellationToken) =>
        JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
}
