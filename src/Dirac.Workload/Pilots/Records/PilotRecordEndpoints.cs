using System.Globalization;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The REST door of what is known of pilots and of orders to them. People see their VO's pilots, administrators change them, a pilot writes about itself.</summary>
internal static class PilotRecordEndpoints
{
    private const int UsualLines = 1_000;
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule Administrators = AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.Operator);
    private static readonly AccessRule Writers = AccessRule.AnyProperty(DiracProperties.GenericPilot, DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    private static readonly AccessRule People = AccessRule.AnyProperty(
        DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pilots = routes.MapGroup("/api/pilots").WithTags("pilots");
        pilots.MapPost("/references", AddAsync).Requires(Administrators).WithName("pilots_add_references")
            .Describe("Registers pilots that were handed to a computing element.", route => route
                .Takes(Json.PilotReferences, """{"vo": "local", "references": ["slurm://ce1/4711"], "stamps": {"slurm://ce1/4711": "pilot-9"}}""")
                .Gives(Json.PilotBulkResult).By(ExampleCaller.Administrator));
        pilots.MapPatch("/jobs", SetJobsAsync).Requires(Writers).WithName("pilots_set_jobs")
            .Describe("Notes which job a pilot runs.", route => route
                .Takes(Json.IReadOnlyDictionaryStringPilotJobAssignment, """{"pilot-1": {"JobID": 1}}""").Gives(Json.PilotBulkResult).By(ExampleCaller.Administrator));
        pilots.MapPost("/kill", KillAsync).Requires(Administrators).WithName("pilots_kill")
            .Describe("Stops pilots, at once or after their jobs.", route => route
                .Takes(Json.PilotKillRequest, """{"pilot_stamps": ["pilot-3"], "reason": "new image", "drain": true}""").Gives(Json.PilotBulkResult)
                .By(ExampleCaller.Administrator));
        pilots.MapPost("/delete", DeleteAsync).Requires(Administrators).WithName("pilots_delete")
            .Describe("Removes pilots that have ended from the records.", route => route
                .Takes(Json.PilotStampList, """{"pilot_stamps": ["pilot-2"]}""").Gives(Json.PilotBulkResult).By(ExampleCaller.Administrator));
        pilots.MapPost("/clear", ClearAsync).Requires(Administrators).WithName("pilots_clear")
            .Describe("Removes all pilots that ended long ago from the records.", route => route
                .Takes(Json.PilotClearRequest, """{"days": 30, "aborted_days": 7}""").Gives(Json.PilotClearReply).By(ExampleCaller.Administrator));
        pilots.MapPost("/info", InfoAsync).Requires(People).WithName("pilots_info")
            .Describe("Shows pilots.", route => route.Takes(Json.PilotStampList, """{"pilot_stamps": ["pilot-1"]}""").Gives(Json.PilotDetailsResult));
        pilots.MapPost("/grouped", GroupAsync).Requires(People).WithName("pilots_grouped")
            .Describe("Statistics of groups of pilots.", route => route
                .Takes(Json.PilotGroupRequest, """{"grouping": ["GridSite"]}""").Gives(Json.IReadOnlyListPilotGroup));
        pilots.MapGet("/selectors", SelectorsAsync).Requires(People).WithName("pilots_selectors")
            .Describe("The values of the columns by which pilots are chosen.", route => route.Gives(Json.IReadOnlyDictionaryStringIReadOnlyListString));
        pilots.MapGet("/{stamp}", DescribeAsync).Requires(People).WithName("pilots_describe")
            .Describe("Shows a pilot.", route => route.Path("stamp", "pilot-1").Gives(Json.PilotDetails));
        pilots.MapGet("/{stamp}/jobs", JobsAsync).Requires(People).WithName("pilots_jobs")
            .Describe("Lists the jobs a pilot has had.", route => route.Path("stamp", "pilot-1").Gives(Json.IReadOnlyListPilotJob));
        pilots.MapGet("/{stamp}/log", ReadLogAsync).Requires(People).WithName("pilots_read_log")
            .Describe("Reads a pilot's log.", route => route
                .Path("stamp", "pilot-1").Number("after", "Lines after this number.").Number("tail", "The last lines.")
                .Number("limit", "Most lines; 1000 when left out.").Gives(Json.PilotLogPage));
        pilots.MapPost("/{stamp}/log", WriteLogAsync).Requires(Writers).WithName("pilots_write_log")
            .Describe("Adds lines to a pilot's log.", route => route
                .Path("stamp", "pilot-1").Takes(Json.PilotLogLines, """{"Lines": ["looking for jobs"]}""").Gives(Json.PilotLogTaken).By(ExampleCaller.Pilot));
        pilots.MapGet("/{stamp}/output", ReadOutputAsync).Requires(People).WithName("pilots_read_output")
            .Describe("Reads what a pilot wrote to its standard output and error.", route => route.Path("stamp", "pilot-1").Gives(Json.PilotOutputReply));
        pilots.MapPost("/{stamp}/output", WriteOutputAsync).Requires(Writers).WithName("pilots_write_output")
            .Describe("Keeps what a pilot wrote.", route => route
                .Path("stamp", "pilot-1").Takes(Json.PilotOutput, """{"StdOutput": "done", "StdError": ""}""").Gives(204).By(ExampleCaller.Pilot));

        var jobs = routes.MapGroup("/api/jobs").WithTags("jobs");
        jobs.MapGet("/{id:long}/pilots", OfJobAsync).Requires(People).WithName("jobs_get_pilots")
            .Describe("Lists the pilots that have run a job.", route => route.Path("id", "1").Gives(Json.IReadOnlyListPilotOfJob));
        jobs.MapGet("/{id:long}/pilot-output", OutputOfJobAsync).Requires(People).WithName("jobs_get_pilot_output")
            .Describe("Reads the output of the pilot that ran a job.", route => route.Path("id", "5").Gives(Json.PilotOutputReply));
    }

    private static async Task<IResult> AddAsync(HttpContext context, AddPilotReferences add, CancellationToken cancellationToken) =>
        ApiResults.Json(await add.RunAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotReferences, cancellationToken), cancellationToken), Json.PilotBulkResult);

    private static async Task<IResult> SetJobsAsync(HttpContext context, SetPilotJobs set, CancellationToken cancellationToken)
    {
        var jobs = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryStringPilotJobAssignment, cancellationToken);
        return ApiResults.Json(await set.RunAsync(context.GetCaller(), jobs, cancellationToken), Json.PilotBulkResult);
    }

    private static async Task<IResult> KillAsync(HttpContext context, KillPilots kill, CancellationToken cancellationToken) =>
        ApiResults.Json(await kill.RunAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotKillRequest, cancellationToken), cancellationToken), Json.PilotBulkResult);

    private static async Task<IResult> DeleteAsync(HttpContext context, RemovePilots remove, CancellationToken cancellationToken) =>
        ApiResults.Json(await remove.RunAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotStampList, cancellationToken), cancellationToken), Json.PilotBulkResult);

    private static async Task<IResult> ClearAsync(HttpContext context, RemovePilots remove, CancellationToken cancellationToken) =>
        ApiResults.Json(await remove.ClearAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotClearRequest, cancellationToken), cancellationToken), Json.PilotClearReply);

    private static async Task<IResult> InfoAsync(HttpContext context, DescribePilots describe, CancellationToken cancellationToken) =>
        ApiResults.Json(await describe.RunAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotStampList, cancellationToken), cancellationToken), Json.PilotDetailsResult);

    private static async Task<IResult> GroupAsync(HttpContext context, GroupPilots group, CancellationToken cancellationToken) =>
        ApiResults.Json(await group.RunAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotGroupRequest, cancellationToken), cancellationToken), Json.IReadOnlyListPilotGroup);

    private static async Task<IResult> SelectorsAsync(HttpContext context, GroupPilots group, CancellationToken cancellationToken) =>
        ApiResults.Json(await group.SelectorsAsync(context.GetCaller(), cancellationToken), Json.IReadOnlyDictionaryStringIReadOnlyListString!);

    private static async Task<IResult> DescribeAsync(string stamp, HttpContext context, DescribePilots describe, CancellationToken cancellationToken) =>
        ApiResults.Json(await describe.RunAsync(context.GetCaller(), stamp, cancellationToken), Json.PilotDetails);

    private static async Task<IResult> JobsAsync(string stamp, HttpContext context, PilotJobs jobs, CancellationToken cancellationToken) =>
        ApiResults.Json(await jobs.OfPilotAsync(context.GetCaller(), stamp, cancellationToken), Json.IReadOnlyListPilotJob);

    private static async Task<IResult> ReadLogAsync(string stamp, HttpContext context, ReadPilotRecords records, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var tail = query.ContainsKey("tail") ? (int?)Number(query, "tail", 0) : null;
        var page = await records.LogAsync(context.GetCaller(), stamp, Number(query, "after", 0), tail, (int)Number(query, "limit", UsualLines), cancellationToken);
        return ApiResults.Json(page, Json.PilotLogPage);
    }

    private static async Task<IResult> WriteLogAsync(string stamp, HttpContext context, WritePilotLog write, CancellationToken cancellationToken) =>
        ApiResults.Json(await write.RunAsync(context.GetCaller(), stamp, await context.Request.ReadJsonAsync(Json.PilotLogLines, cancellationToken), cancellationToken), Json.PilotLogTaken);

    private static async Task<IResult> ReadOutputAsync(string stamp, HttpContext context, ReadPilotRecords records, CancellationToken cancellationToken) =>
        ApiResults.Json(await records.OutputAsync(context.GetCaller(), stamp, cancellationToken), Json.PilotOutputReply);

    private static async Task<IResult> WriteOutputAsync(string stamp, HttpContext context, KeepPilotOutput keep, CancellationToken cancellationToken)
    {
        await keep.RunAsync(context.GetCaller(), stamp, await context.Request.ReadJsonAsync(Json.PilotOutput, cancellationToken), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> OfJobAsync(long id, HttpContext context, PilotJobs jobs, CancellationToken cancellationToken) =>
        ApiResults.Json(await jobs.OfJobAsync(context.GetCaller(), id, cancellationToken), Json.IReadOnlyListPilotOfJob);

    private static async Task<IResult> OutputOfJobAsync(long id, HttpContext context, ReadPilotRecords records, CancellationToken cancellationToken) =>
        ApiResults.Json(await records.OutputOfJobAsync(context.GetCaller(), id, cancellationToken), Json.PilotOutputReply);

    private static long Number(IQueryCollection query, string name, long usual)
    {
        if (!query.TryGetValue(name, out var text)) return usual;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw new InvalidRequestException(new ValidationProblem("type_error", ["query", name], $"{name} is a whole number."));
    }
}
