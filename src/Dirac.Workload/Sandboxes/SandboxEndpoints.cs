using System.Globalization;
using Dirac.Hosting;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dirac.Workload.Sandboxes;

/// <summary>The REST door of sandboxes (paths and shapes as in DiracX; the signed addresses lead back here).</summary>
internal static class SandboxEndpoints
{
    private const long FormOverhead = 64 * 1024;
    private const int LongestField = 4_096;
    private const string ExampleSandbox =
        "SB:ProductionSandboxSE|/S3/sandboxes/local/local_user/alice/sha256:6a95eb4f0762bfe0173343d6d27232787b0ca7a5079b9339438f3f85f72ade05.tar.zst";

    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    public static void Map(IEndpointRouteBuilder routes, long maxBytes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapPost("/sandbox", RequestUploadAsync).Requires(AccessRule.Authenticated).AllowsPayloads().WithName("jobs_initiate_sandbox_upload")
            .Describe("Asks where to upload a sandbox; without an address in the answer it is known already.", route => route
                .Number("job_id", "The job whose output it is, for pilots.")
                .Takes(
                    Json.SandboxUploadRequest,
                    """{"checksum_algorithm": "sha256", "checksum": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "size": 4, "format": "tar.zst"}""")
                .Gives(Json.SandboxUploadReply));
        jobs.MapGet("/sandbox", RequestDownloadAsync).Requires(AccessRule.Authenticated).AllowsPayloads().WithName("jobs_get_sandbox_file")
            .Describe("Asks where to download a sandbox.", route => route
                .Query("pfn", "The sandbox's name.", ExampleSandbox, required: true).Gives(Json.SandboxDownloadReply));
        jobs.MapGet("/{job_id}/sandbox", ListBothAsync).Requires(AccessRule.Authenticated).AllowsPayloads().WithName("jobs_get_job_sandboxes")
            .Describe("Lists a job's sandboxes.", route => route.PathNumber("job_id", "1")
                .GivesWithHoles(Json.IReadOnlyDictionaryStringIReadOnlyListString, "Input and Output; [null] for none."));
        jobs.MapGet("/{job_id}/sandbox/{sandbox_type}", ListAsync).Requires(AccessRule.Authenticated).AllowsPayloads().WithName("jobs_get_job_sandbox")
            .Describe("Lists a job's input or output sandboxes.", route => route
                .PathNumber("job_id", "1").Path("sandbox_type", "input", null, "input", "output").GivesWithHoles(Json.IReadOnlyListString, "[null] for none."));
        jobs.MapPatch("/{job_id}/sandbox/output", AssignAsync).Requires(AccessRule.Authenticated).AllowsPayloads().WithName("jobs_assign_sandbox_to_job")
            .Describe("Makes a sandbox the output of a job.", route => route
                .PathNumber("job_id", "1").Takes(Json.String, $"\"{ExampleSandbox}\"").Gives(200, "Done: null.", "application/json"));
        jobs.MapDelete("/{job_id}/sandbox", UnassignAsync).Requires(AccessRule.Authenticated).WithName("jobs_unassign_job_sandboxes")
            .Describe("Takes all sandboxes from a job.", route => route.PathNumber("job_id", "8").Gives(200, "Done: null.", "application/json"));
        jobs.MapPost("/sandbox/unassign", UnassignManyAsync).Requires(AccessRule.Authenticated).WithName("jobs_unassign_bulk_jobs_sandboxes")
            .Describe("Takes all sandboxes from jobs.", route => route.Takes(Json.JobIdList, """{"job_ids": [8]}""").Gives(204));
        jobs.MapPost("/sandbox/assign", AssignManyAsync).Requires(AccessRule.Authenticated).WithName("jobs_assign_bulk_jobs_sandboxes")
            .Describe("Gives sandboxes to jobs.", route => route
                .Takes(Json.IReadOnlyDictionaryInt64IReadOnlyListSandboxAssignment, $$"""{"8": [{"pfn": "{{ExampleSandbox}}", "type": "Input"}]}""")
                .Gives(Json.BulkResult));
        jobs.MapPost("/sandbox/list", ListManyAsync).Requires(AccessRule.Authenticated).WithName("jobs_get_bulk_jobs_sandboxes")
            .Describe("Lists the sandboxes of jobs.", route => route.Takes(Json.JobIdList, """{"job_ids": [1, 8]}""").Gives(Json.JobSandboxesReply));
        jobs.MapGet("/sandbox/space", ShowSpace).Requires(AccessRule.Authenticated).WithName("jobs_get_sandbox_space")
            .Describe("Tells how much space there is for sandboxes.", route => route.Gives(Json.SandboxSpace));

        // The signature in the address is the credential; all pilots of a site may come from one address.
        jobs.MapPost("/sandbox/content", ReceiveAsync).Requires(AccessRule.Anyone).WithName("jobs_upload_sandbox_content").DisableRateLimiting().WithBodyLimit(maxBytes + FormOverhead)
            .Describe("Uploads a sandbox to the address that was given for it: the fields first, then the file.", route => route
                .TakesForm("multipart/form-data", new Dictionary<string, string> { ["pfn"] = "text", ["size"] = "text", ["signature"] = "text", ["file"] = "binary" })
                .Gives(204).By(ExampleCaller.Nobody).CannotBeTried("The address and its fields are signed."));
        jobs.MapGet("/sandbox/content", Send).Requires(AccessRule.Anyone).WithName("jobs_download_sandbox_content").DisableRateLimiting()
            .Describe("Downloads a sandbox from the address that was given for it; parts of it by Range.", route => route
                .Query("pfn", "The sandbox's name.", ExampleSandbox, required: true).Query("signature", "Comes with the address.", "…", required: true)
                .Gives(200, "The archive.", "application/octet-stream").Gives(206, "A part of it.", "application/octet-stream").Refuses(416, "There is no such part.")
                .By(ExampleCaller.Nobody).CannotBeTried("The address is signed."));
    }

    private static async Task<IResult> RequestUploadAsync(HttpContext context, MoveSandboxes move, HostingOptions hosting, CancellationToken cancellationToken)
    {
        var job = context.Request.Query.Number<long>("job_id");
        var request = await context.Request.ReadJsonAsync(Json.SandboxUploadRequest, cancellationToken);
        Validation.Demand(SandboxForms.Problems(request));
        var reply = await move.RequestUploadAsync(context.GetCaller(), request, job, cancellationToken);
        return ApiResults.Json(reply.Url is { } path ? reply with { Url = RequestAddress.Of(context.Request, hosting, path) } : reply, Json.SandboxUploadReply);
    }

    private static async Task<IResult> RequestDownloadAsync(HttpContext context, MoveSandboxes move, HostingOptions hosting, string pfn, CancellationToken cancellationToken)
    {
        SandboxForms.DemandName(pfn, "query", nameof(pfn));
        var reply = await move.RequestDownloadAsync(context.GetCaller(), pfn, cancellationToken);
        return ApiResults.Json(reply with { Url = RequestAddress.Of(context.Request, hosting, reply.Url) }, Json.SandboxDownloadReply);
    }

    private static async Task<IResult> ListBothAsync(HttpContext context, JobSandboxes sandboxes, long job_id, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, IReadOnlyList<string?>>
        {
            [SandboxStore.Input] = await sandboxes.ListAsync(context.GetCaller(), job_id, SandboxStore.Input, cancellationToken),
            [SandboxStore.Output] = await sandboxes.ListAsync(context.GetCaller(), job_id, SandboxStore.Output, cancellationToken),
        };
        return ApiResults.Json(lists, Json.IReadOnlyDictionaryStringIReadOnlyListString);
    }

    private static async Task<IResult> ListAsync(HttpContext context, JobSandboxes sandboxes, long job_id, string sandbox_type, CancellationToken cancellationToken) =>
        ApiResults.Json(
            await sandboxes.ListAsync(context.GetCaller(), job_id, SandboxForms.Type(sandbox_type, nameof(sandbox_type)), cancellationToken), Json.IReadOnlyListString);

    private static async Task<IResult> AssignAsync(HttpContext context, JobSandboxes sandboxes, long job_id, CancellationToken cancellationToken)
    {
        var pfn = await context.Request.ReadJsonAsync(Json.String, cancellationToken);
        SandboxForms.DemandName(pfn, "body");
        await sandboxes.AssignOutputAsync(context.GetCaller(), job_id, pfn, cancellationToken);
        return Results.Text("null", "application/json");
    }

    private static async Task<IResult> UnassignAsync(HttpContext context, JobSandboxes sandboxes, long job_id, CancellationToken cancellationToken)
    {
        await sandboxes.UnassignAsync(context.GetCaller(), [job_id], cancellationToken);
        return Results.Text("null", "application/json");
    }

    private static async Task<IResult> UnassignManyAsync(HttpContext context, JobSandboxes sandboxes, CancellationToken cancellationToken)
    {
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        await sandboxes.UnassignAsync(context.GetCaller(), ids, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> AssignManyAsync(HttpContext context, JobSandboxes sandboxes, CancellationToken cancellationToken)
    {
        var body = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryInt64IReadOnlyListSandboxAssignment, cancellationToken);
        return ApiResults.Json(await sandboxes.AssignAsync(context.GetCaller(), JobLists.Checked(body, "The sandboxes"), cancellationToken), Json.BulkResult);
    }

    private static async Task<IResult> ListManyAsync(HttpContext context, JobSandboxes sandboxes, CancellationToken cancellationToken)
    {
        var ids = JobLists.Checked((await context.Request.ReadJsonAsync(Json.JobIdList, cancellationToken)).JobIds);
        return ApiResults.Json(await sandboxes.ListAsync(context.GetCaller(), ids, cancellationToken), Json.JobSandboxesReply);
    }

    private static IResult ShowSpace(SandboxFiles files) => ApiResults.Json(files.Space(), Json.SandboxSpace);

    private static IResult Send(MoveSandboxes move, string pfn, string signature) =>
        Results.Stream(move.Open(pfn, signature), "application/octet-stream", FileName(pfn), enableRangeProcessing: true);

    // sha256:0123….tar.zst: a colon is no letter of a file's name everywhere.
    private static string FileName(string pfn) => pfn[(pfn.LastIndexOfAny(['/', ':']) + 1)..];

    // The form is read as a stream: the fields come first, then the file goes straight to where it stays.
    private static async Task<IResult> ReceiveAsync(HttpContext context, MoveSandboxes move, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>();
        var reader = new MultipartReader(Boundary(context.Request), context.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition) continue;
            if (disposition.IsFileDisposition())
            {
                await move.ReceiveAsync(Field(fields, "pfn"), Size(fields), Field(fields, "signature"), section.Body, cancellationToken);
                return Results.NoContent();
            }

            fields[disposition.Name.Value?.Trim('"') ?? ""] = await ReadFieldAsync(section, cancellationToken);
        }

        throw new DiracException(ErrorCode.BadRequest, "The form has no file part.", "Send the fields first, then the part 'file'.");
    }

    private static string Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data" && type.Boundary.Length > 2
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value!
            : throw new DiracException(ErrorCode.BadRequest, "The upload must be multipart/form-data.");

    private static async Task<string> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestField + 1];
        var read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= LongestField ? System.Text.Encoding.UTF8.GetString(buffer, 0, read) : throw new DiracException(ErrorCode.BadRequest, "A form field is too long.");
    }

    private static long Size(Dictionary<string, string> fields) =>
        long.TryParse(Field(fields, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new DiracException(ErrorCode.BadRequest, "The field 'size' is not a number.");

    private static string Field(Dictionary<string, string> fields, string name) =>
        fields.GetValueOrDefault(name) ?? throw new DiracException(ErrorCode.BadRequest, $"The form lacks the field '{name}' before the file.");
}
