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

namespace Dirac.Workload.Sets;

/// <summary>The REST door of sets.</summary>
internal static class JobSetEndpoints
{
    private const long FillingLimit = 128L << 20;
    private const int MostRows = 10_000;
    private const int UsualRows = 100;
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>Whose set it is decides over the rest.</summary>
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var sets = routes.MapGroup("/api/job-sets").WithTags("job-sets");
        sets.MapPost("/", CreateAsync).Requires(Users).WithName("job_sets_create").WithBodyLimit(FillingLimit)
            .Describe("Makes a set of jobs.", route => route
                .Takes(
                    Json.NewJobSet,
                    """{"name": "scan of March", "job_ids": [1, 2], "on": [{"when": "any-failed", "at_least": "2%", "do": "reschedule-failed", "most": 3}]}""")
                .Gives(Json.JobSetChange, 201, "The set."));
        sets.MapGet("/", ListAsync).Requires(Users).WithName("job_sets_list")
            .Describe("Lists sets, the newest first.", route => route
                .Number("limit", "0 to 10000; 100 when left out.").Number("before", "Only sets with smaller numbers.").Flag("all", "Those of others, too.")
                .Gives(Json.IReadOnlyListJobSetInfo));
        sets.MapGet("/{id:long}", ShowAsync).Requires(Users).WithName("job_sets_get")
            .Describe("Shows a set.", route => route
                .Path("id", "1").Number("wait", "Seconds to wait, up to 60.").Query("until", "What to wait for.", null, false, "all-ended", "first-failed")
                .Gives(Json.JobSetInfo));
        sets.MapGet("/{id:long}/jobs", MembersAsync).Requires(Users).WithName("job_sets_get_jobs")
            .Describe("Lists the jobs of a set by number.", route => route
                .Path("id", "1").Query("state", "Only those in this state.").Number("after", "Only greater numbers.")
                .Number("limit", "0 to 10000; 100 when left out.").Gives(Json.IReadOnlyListJobSetMember));
        sets.MapPost("/{id:long}/jobs", AddAsync).Requires(Users).WithName("job_sets_add_jobs").WithBodyLimit(FillingLimit)
            .Describe("Adds jobs to an open set.", route => route.Path("id", "1").Takes(Json.JobSetAddition, """{"job_ids": [3]}""").Gives(Json.JobSetChange));
        sets.MapPost("/{id:long}/close", CloseAsync).Requires(Users).WithName("job_sets_close")
            .Describe("Closes a set: no more jobs will come.", route => route.Path("id", "2").Gives(Json.JobSetInfo));
        sets.MapPost("/{id:long}/cancel", CancelAsync).Requires(Users).WithName("job_sets_cancel")
            .Describe("Withdraws the rules and notices of a set.", route => route
                .Path("id", "3").Flag("kill", "Also kills the jobs that have not ended.").Gives(Json.JobSetInfo));
        sets.MapDelete("/{id:long}", DeleteAsync).Requires(Users).WithName("job_sets_delete")
            .Describe("Removes a set, not its jobs.", route => route.Path("id", "4").Gives(204).Refuses(409, "An action of it is being done."));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CreateJobSet create, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.NewJobSet, cancellationToken);
        return ApiResults.Json(await create.RunAsync(context.GetCaller(), request, cancellationToken), Json.JobSetChange, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ReadJobSets read, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var sets = await read.ListAsync(
            context.GetCaller(), query["all"] == "true", Number(query, "before", long.MaxValue, long.MaxValue), (int)Number(query, "limit", UsualRows, MostRows), cancellationToken);
        return ApiResults.Json(sets, Json.IReadOnlyListJobSetInfo);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ReadJobSets read, long id, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var seconds = (int)Number(query, "wait", 0, int.MaxValue);
        var until = query["until"].ToString() is { Length: > 0 } given ? given : RuleWords.AllEnded;
        var caller = context.GetCaller();
        var set = seconds == 0 ? await read.FindAsync(caller, id, cancellationToken) : await read.WaitAsync(caller, id, seconds, until, cancellationToken);
        return ApiResults.Json(set, Json.JobSetInfo);
    }

    private static async Task<IResult> MembersAsync(HttpContext context, ReadJobSets read, long id, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var state = query["state"].ToString() is { Length: > 0 } given ? given : null;
        var jobs = await read.MembersAsync(
            context.GetCaller(), id, state, Number(query, "after", 0, long.MaxValue), (int)Number(query, "limit", UsualRows, MostRows), cancellationToken);
        return ApiResults.Json(jobs, Json.IReadOnlyListJobSetMember);
    }

    private static async Task<IResult> AddAsync(HttpContext context, ChangeJobSets change, long id, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.JobSetAddition, cancellationToken);
        return ApiResults.Json(await change.AddAsync(context.GetCaller(), id, request, cancellationToken), Json.JobSetChange);
    }

    private static async Task<IResult> CloseAsync(HttpContext context, ChangeJobSets change, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await change.CloseAsync(context.GetCaller(), id, cancellationToken), Json.JobSetInfo);

    private static async Task<IResult> CancelAsync(HttpContext context, ChangeJobSets change, long id, CancellationToken cancellationToken) =>
        ApiResults.Json(await change.CancelAsync(context.GetCaller(), id, context.Request.Query["kill"] == "true", cancellationToken), Json.JobSetInfo);

    private static async Task<IResult> DeleteAsync(HttpContext context, ChangeJobSets change, long id, CancellationToken cancellationToken)
    {
        await change.DeleteAsync(context.GetCaller(), id, cancellationToken);
        return Results.NoContent();
    }

    private static long Number(IQueryCollection query, string name, long usual, long most)
    {
        if (!query.TryGetValue(name, out var text)) return usual;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new InvalidRequestException(new ValidationProblem("value_error", ["query", name], $"{name} is a whole number from 0 to {most}."));
    }
}
