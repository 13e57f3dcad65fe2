using System.Globalization;
using Dirac.Hosting.Access;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
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
        jobs.MapPost("/jdl", SubmitAsync).Requires(AccessRule.AnyProperty(DiracProperties.NormalUser)).WithName("jobs_submit_jdl_jobs").WithBodyLimit(SubmissionLimit);
        jobs.MapPatch("/status", SetStatusAsync).Requires(UsersAndPilots).WithName("jobs_set_job_statuses");
        jobs.MapPatch("/metadata", SetMetadataAsync).Requires(UsersAndPilots).WithName("jobs_patch_metadata");
        jobs.MapPatch("/heartbeat", BeatAsync).Requires(UsersAndPilots).WithName("jobs_add_heartbeat");
        jobs.MapPost("/reschedule", RescheduleAsync).Requires(UsersAndPilots).WithName("jobs_reschedule_jobs");
        jobs.MapPost("/kill", KillAsync).Requires(Users).WithName("jobs_kill_jobs");
        jobs.MapPost("/delete", DeleteAsync).Requires(Users).WithName("jobs_delete_jobs");
        jobs.MapGet("/{id:long}", DescribeAsync).Requires(Users).WithName("jobs_get_job");
        jobs.MapGet("/{id:long}/logging", LogAsync).Requires(Users).WithName("jobs_get_job_logging");
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, SubmitJobs submit, CancellationToken cancellationToken)
    {
        var descriptions = await context.Request.ReadJsonAsync(Json.IReadOnlyListString, cancellationToken);
        var key = context.Request.Headers.TryGetValue(IdempotencyKey, out var values) ? values.ToString() : null;
        var jobs = await submit.RunAsync(context.GetCaller(), descriptions.WithoutHoles("body"), key, cancellationToken);
        return ApiResults.Json(jobs, Json.IReadOnlyListSubmittedJob, StatusCodes.Status201Created);
    }

    private static async Task<IResult> SetStatusAsync(HttpContext context, SetJobStatuses set, bool? force, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringStatusUpdate, cancellationToken);
        var updates = JobLists.Checked(body, "The updates").ToDictionary(job => job.Key, IReadOnlyList<TimedUpdate> (job) => [.. job.Value.WithoutHoles($"Job {job.Key}, the update").Select(update => Timed(update.Key, update.Value))]);
        var result = await set.RunAsync(context.GetCaller(), updates, force ?? false, cancellationToken);
        return PerJob(result, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SetMetadataAsync(HttpContext context, SetMetadata set, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement, cancellationToken);
        await set.RunAsync(context.GetCaller(), JobLists.Checked(body, "The values"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> BeatAsync(HttpContext context, BeatJobs beat, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64JobHeartbeat, cancellationToken);
        return ApiResults.Json(await beat.RunAsync(context.GetCaller(), JobLists.Checked(body, "The heartbeat"), cancellationToken), Json.IReadOnlyListJobCommand);
    }

    private static async Task<IResult> RescheduleAsync(HttpContext context, RescheduleJobs reschedule, bool? reset_jobs, CancellationToken cancellationToken)
    {
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        return PerJob(await reschedule.RunAsync(context.GetCaller(), ids, reset_jobs ?? false, cancellationToken), StatusCodes.Status400BadRequest);
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

    private static TimedUpdate Timed(string time, StatusUpdate update) => new(
        Moment(time), update.Status is null ? null : StatusNames.Parse(update.Status), update.MinorStatus, update.ApplicationStatus, update.Source);

    private static DateTime Moment(string text)
    {
        var hasZone = text.EndsWith('Z') || text.EndsWith("+00:00", StringComparison.Ordinal) || text.EndsWith("+0000", StringComparison.Ordinal);
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.UtcDateTime
            : throw new DiracException(ErrorCode.BadRequest, $"'{text}' is not a time in UTC.", "Write it as 2026-03-28T14:05:00.123Z.");
    }
}
