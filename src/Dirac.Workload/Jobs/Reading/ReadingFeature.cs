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

namespace Dirac.Workload.Jobs.Reading;

/// <summary>Everything that is known about jobs, by number. Finding jobs is the search's.</summary>
internal static class ReadingFeature
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    private static readonly AccessRule Readers = AccessRule.AnyProperty(
        DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.JobMonitor, DiracProperties.GenericPilot);

    public static void Add(IServiceCollection services) =>
        services.AddSingleton<ReadableJobs>().AddSingleton<ReadJobValues>().AddSingleton<ReadJobRecords>().AddSingleton<ReadJobColumns>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapPost("/attributes", AttributesOfManyAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_jobs_attributes")
            .Describe("Shows columns of jobs.", route => route
                .Takes(Json.JobValuesRequest, """{"job_ids": [1, 2], "names": ["Status", "Site"]}""").Gives(Json.JobAttributesReply));
        jobs.MapPost("/parameters", ParametersOfManyAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_jobs_parameters")
            .Describe("Shows parameters of jobs.", route => route.Takes(Json.JobValuesRequest, """{"job_ids": [1, 2]}""").Gives(Json.JobParametersReply));
        var job = jobs.MapGroup("/{id:long}");
        job.MapGet("/attributes", AttributesAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_job_attributes")
            .Describe("Shows columns of a job.", route => route
                .Path("id", "1").List("name", "The columns wanted; all when left out.").Gives(Json.JsonElement, 200, "One member for each column."));
        job.MapGet("/parameters", ParametersAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_job_parameters")
            .Describe("Shows parameters of a job.", route => route
                .Path("id", "1").List("name", "The parameters wanted; all when left out.").Gives(Json.IReadOnlyDictionaryStringString));
        job.MapGet("/optimizer-parameters", OptimizerParametersAsync).Requires(Readers).WithName("jobs_get_job_optimizer_parameters")
            .Describe("Shows what optimizers noted about a job.", route => route
                .Path("id", "1").List("name", "The parameters wanted; all when left out.").Gives(Json.IReadOnlyDictionaryStringString));
        job.MapGet("/attic-parameters", AtticParametersAsync).Requires(Readers).WithName("jobs_get_job_attic_parameters")
            .Describe("Shows a job's parameters of the times before it was rescheduled.", route => route
                .Path("id", "1").List("name", "The parameters wanted; all when left out.").Gives(Json.IReadOnlyDictionaryInt32IReadOnlyDictionaryStringString));
        job.MapGet("/heartbeats", HeartbeatsAsync).Requires(Readers).WithName("jobs_get_job_heartbeats")
            .Describe("Shows the figures of a job's signs of life.", route => route
                .Path("id", "1").Flag("latest", "Only the last value of each figure.").Gives(Json.IReadOnlyListHeartbeatSample));
        job.MapGet("/input-data", InputDataAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_job_input_data")
            .Describe("Shows a job's input files.", route => route.Path("id", "1").Gives(Json.IReadOnlyListJobInputFile));
        job.MapGet("/jdl", JdlAsync).Requires(Readers).AllowsPayloads().WithName("jobs_get_job_jdl")
            .Describe("Shows a job's description.", route => route
                .Path("id", "1").Flag("original", "As it was submitted, not as it was derived.").Gives(Json.JobJdl));
    }

    private static async Task<IResult> AttributesOfManyAsync(HttpContext context, ReadJobValues read, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.JobValuesRequest, cancellationToken);
        return ApiResults.Json(await read.AttributesAsync(context.GetCaller(), request, cancellationToken), Json.JobAttributesReply);
    }

    private static async Task<IResult> ParametersOfManyAsync(HttpContext context, ReadJobValues read, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.JobValuesRequest, cancellationToken);
        return ApiResults.Json(await read.ParametersAsync(context.GetCaller(), request, cancellationToken), Json.JobParametersReply);
    }

    private static async Task<IResult> AttributesAsync(HttpContext context, ReadJobValues read, long id, string[] name, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.AttributesAsync(context.GetCaller(), id, name, cancellationToken), Json.JsonElement);

    private static async Task<IResult> ParametersAsync(HttpContext context, ReadJobValues read, long id, string[] name, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.ParametersAsync(context.GetCaller(), id, name, cancellationToken), Json.IReadOnlyDictionaryStringString);

    private static async Task<IResult> OptimizerParametersAsync(HttpContext context, ReadJobRecords read, long id, string[] name, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.OptimizerParametersAsync(context.GetCaller(), id, name, cancellationToken), Json.IReadOnlyDictionaryStringString);

    private static async Task<IResult> AtticParametersAsync(HttpContext context, ReadJobRecords read, long id, string[] name, CancellationToken cancellationToken) =>
        ApiResults.Json(
            await read.AtticParametersAsync(context.GetCaller(), id, name, cancellationToken), Json.IReadOnlyDictionaryInt32IReadOnlyDictionaryStringString);

    private static async Task<IResult> HeartbeatsAsync(HttpContext context, ReadJobRecords read, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.HeartbeatsAsync(context.GetCaller(), id, context.Request.Query.SaysYes("latest"), cancellationToken), Json.IReadOnlyListHeartbeatSample);

    private static async Task<IResult> InputDataAsync(HttpContext context, ReadJobRecords read, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.InputDataAsync(context.GetCaller(), id, cancellationToken), Json.IReadOnlyListJobInputFile);

    private static async Task<IResult> JdlAsync(HttpContext context, ReadJobRecords read, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await read.JdlAsync(context.GetCaller(), id, context.Request.Query.SaysYes("original"), cancellationToken), Json.JobJdl);
}
