using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Status;
using Dirac.Workload.Jobs.Submission;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.Jobs;

/// <summary>The REST door of jobs (paths and shapes as in DiracX).</summary>
internal static class JobEndpoints
{
    private const long SubmissionLimit = 128L << 20;
    private const string IdempotencyKey = "Idempotency-Key";
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>Job policy decides per job; here stands who may come at all.</summary>
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.JobMonitor);

    private static readonly AccessRule UsersAndPilots = AccessRule.AnyProperty(
        DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.GenericPilot);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapPost("/jdl", SubmitAsync).Requires(AccessRule.AnyProperty(DiracProperties.NormalUser)).WithName("jobs_submit_jdl_jobs").WithBodyLimit(SubmissionLimit)
            .Describe("Submits jobs: several descriptions, or one parametric one; all of them or none.", route => route
                .Takes(Json.IReadOnlyListString, """["[ Executable = \"/bin/echo\"; Arguments = \"hello\"; ]"]""")
                .Gives(Json.IReadOnlyListSubmittedJob, 201, "The jobs.")
                .Refuses(409, "The Idempotency-Key stands for other descriptions."));
        jobs.MapPatch("/status", SetStatusAsync).Requires(UsersAndPilots).WithName("jobs_set_job_statuses")
            .Describe("Takes changes of status by job and time, in any order.", route => route.Flag("force", "Passes by the state machine; for JobAdministrator.")
                .Takes(
                    Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringStatusUpdate,
                    """{"9": {"2026-03-28T14:05:00Z": {"ApplicationStatus": "step 2 of 7", "Source": "Example"}}}""")
                .Gives(Json.BulkResult).Gives(Json.BulkFailure, 404, "No job was changed."));
        jobs.MapPatch("/metadata", SetMetadataAsync).Requires(UsersAndPilots).WithName("jobs_patch_metadata")
            .Describe("Sets columns and parameters of jobs; all of them or none.", route => route
                .Takes(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, """{"9": {"UserPriority": 3, "HostName": "node7"}}""").Gives(204));
        jobs.MapPatch("/heartbeat", BeatAsync).Requires(UsersAndPilots).WithName("jobs_add_heartbeat")
            .Describe("Takes signs of life of jobs and answers the orders for them.", route => route
                .Takes(Json.IReadOnlyDictionaryInt64JobHeartbeat, """{"9": {"LoadAverage": 0.7, "MemoryUsed": 251000, "CPUConsumed": 60.5}}""")
                .Gives(Json.IReadOnlyListJobCommand));
        jobs.MapPost("/reschedule", RescheduleAsync).Requires(UsersAndPilots).WithName("jobs_reschedule_jobs")
            .Describe("Runs jobs again.", route => route
                .Flag("reset_jobs", "Begins the count of reschedulings anew.").Takes(Json.JobIdList, """{"job_ids": [4]}""")
                .Gives(Json.BulkResult, 200, "At least one was rescheduled.")
                .Gives(Json.BulkFailure, 400, "None was rescheduled."));
        jobs.MapPost("/kill", KillAsync).Requires(Users).WithName("jobs_kill_jobs")
            .Describe("Ends jobs that have not ended.", route => route.Takes(Json.JobIdList, """{"job_ids": [2]}""").Gives(Json.BulkResult));
        jobs.MapPost("/delete", DeleteAsync).Requires(Users).WithName("jobs_delete_jobs")
            .Describe("Marks jobs as deleted; running ones are killed only.", route => route.Takes(Json.JobIdList, """{"job_ids": [3]}""").Gives(Json.BulkResult));
        jobs.MapGet("/{id:long}", DescribeAsync).Requires(Users).AllowsPayloads().WithName("jobs_get_job")
            .Describe("Shows a job's descriptions, parameters and attempts, and the reason for its state.", route => route.Path("id", "1").Gives(Json.JobDetails));
        jobs.MapGet("/{id:long}/logging", LogAsync).Requires(Users).AllowsPayloads().WithName("jobs_get_job_logging")
            .Describe("Shows a job's history, oldest first.", route => route.Path("id", "1").Gives(Json.IReadOnlyListLoggingRecord));
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, SubmitJobs submit, CancellationToken cancellationToken)
    {
        var descriptions = await context.Request.ReadJsonAsync(Json.IReadOnlyListString, cancellationToken);
        var key = context.Request.Headers.TryGetValue(IdempotencyKey, out var values) ? values.ToString() : null;
        Validation.Demand(Validation.Holes(descriptions, "body"));
        var jobs = await submit.RunAsync(context.GetCaller(), descriptions, key, cancellationToken);
        return ApiResults.Json(jobs, Json.IReadOnlyListSubmittedJob, StatusCodes.Status201Created);
    }

    private static async Task<IResult> SetStatusAsync(HttpContext context, SetJobStatuses set, CancellationToken cancellationToken)
    {
        var force = context.Request.Query.SaysYes("force");
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringStatusUpdate, cancellationToken);
        var result = await set.RunAsync(context.GetCaller(), StatusForms.Read(body), force, cancellationToken);
        return PerJob(result, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SetMetadataAsync(HttpContext context, SetMetadata set, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, cancellationToken);
        Validation.Demand(MetadataForms.Problems(body));
        await set.RunAsync(context.GetCaller(), JobLists.Checked(body, "The values"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> BeatAsync(HttpContext context, BeatJobs beat, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64JobHeartbeat, cancellationToken);
        Validation.Demand(Validation.Holes(body, "body"));
        return ApiResults.Json(await beat.RunAsync(context.GetCaller(), JobLists.Checked(body, "The heartbeat"), cancellationToken), Json.IReadOnlyListJobCommand);
    }

    private static async Task<IResult> RescheduleAsync(HttpContext context, RescheduleJobs reschedule, CancellationToken cancellationToken)
    {
        var reset = context.Request.Query.SaysYes("reset_jobs");
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        return PerJob(await reschedule.RunAsync(context.GetCaller(), ids, reset, cancellationToken), StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> KillAsync(HttpContext context, KillJobs kill, CancellationToken cancellationToken)
    {
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        return ApiResults.Json(await kill.RunAsync(context.GetCaller(), ids, cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, DeleteJobs delete, CancellationToken cancellationToken)
    {
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        return ApiResults.Json(await delete.RunAsync(context.GetCaller(), ids, cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> DescribeAsync(HttpContext context, DescribeJob describe, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await describe.RunAsync(context.GetCaller(), id, cancellationToken), Json.JobDetails);

    private static async Task<IResult> LogAsync(HttpContext context, DescribeJob describe, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await describe.HistoryAsync(context.GetCaller(), id, cancellationToken), Json.IReadOnlyListLoggingRecord);

    // When nothing succeeded DiracX's clients expect an error status with the same content as detail.
    private static IResult PerJob(BulkResult result, int whenNoneSucceeded) =>
        result.Success.Count > 0 || result.Failed.Count == 0
            ? ApiResults.Json(result, Json.BulkResult)
            : ApiResults.Json(new BulkFailure(result), Json.BulkFailure, whenNoneSucceeded);
}
