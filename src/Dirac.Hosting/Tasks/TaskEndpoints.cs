using System.Globalization;
using System.Text.Json;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Tasks.Administration;
using Dirac.Tasks.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Tasks;

/// <summary>The REST door of the work that the installation does by itself. It belongs to no VO, so only those who look after services come in.</summary>
internal static class TaskEndpoints
{
    private const int UsualSamples = 10;
    private const int MostSamples = 100;
    private const int UsualDead = 100;
    private const int MostDead = 1_000;
    private const int UsualDone = 100;
    private const int MostDone = 1_000;
    private const int LongestReason = 512;
    private const string ExampleTask = "CleanTaskQueues";

    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule Administrators = AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/api/tasks").WithTags("tasks");
        tasks.MapGet("", ListAsync).Requires(Administrators).WithName("tasks_list")
            .Describe("Lists kinds of tasks and how they fare.", route => route.Gives(Json.IReadOnlyListTaskKindInfo).By(ExampleCaller.Administrator));
        tasks.MapGet("/kinds/{name}", ShowAsync).Requires(Administrators).WithName("tasks_show")
            .Describe("Shows a kind of task with samples.", route => route
                .Path("name", ExampleTask).Number("limit", "1 to 100; 10 when left out.").Gives(Json.TaskKindDetails).By(ExampleCaller.Administrator));
        tasks.MapGet("/kinds/{name}/history", HistoryAsync).Requires(Administrators).WithName("tasks_history")
            .Describe("Lists tasks of a kind that are done, where they are kept.", route => route
                .Path("name", ExampleTask).Query("since", "A moment, UTC.").Number("limit", "1 to 1000; 100 when left out.").Gives(Json.IReadOnlyListDoneTaskInfo)
                .By(ExampleCaller.Administrator));
        tasks.MapPost("/{name}", AddAsync).Requires(Administrators).WithName("tasks_add")
            .Describe("Makes a task.", route => route.Path("name", ExampleTask).Takes(Json.TaskAddRequest, """{"message": {}, "delay_s": 3600}""", required: false)
                .Gives(Json.TaskAddReply, 201, "It is made.").Gives(Json.TaskAddReply, 200, "There is one with that key already.").By(ExampleCaller.Administrator));
        tasks.MapPut("/kinds/{name}/pause", PauseAsync).Requires(Administrators).WithName("tasks_pause")
            .Describe("Pauses a kind of task.", route => route
                .Path("name", ExampleTask).Takes(Json.TaskPauseRequest, """{"reason": "disk is full"}""").Gives(204).Refuses(409, "It is paused already.")
                .By(ExampleCaller.Administrator));
        tasks.MapDelete("/kinds/{name}/pause", ResumeAsync).Requires(Administrators).WithName("tasks_resume")
            .Describe("Resumes a kind of task.", route => route
                .Path("name", ExampleTask).Gives(204).Refuses(409, "It is not paused.").By(ExampleCaller.Administrator));
        tasks.MapPost("/dead/search", SearchDeadAsync).Requires(Administrators).WithName("tasks_search_dead")
            .Describe("Finds tasks that were given up.", route => route
                .Number("limit", "1 to 1000; 100 when left out.").Takes(Json.DeadTaskSelection, """{"reason": "Failed"}""")
                .Gives(Json.IReadOnlyListDeadTaskInfo).By(ExampleCaller.Administrator));
        tasks.MapPost("/dead/count", CountDeadAsync).Requires(Administrators).WithName("tasks_count_dead")
            .Describe("Counts tasks that were given up.", route => route
                .Takes(Json.DeadTaskSelection, """{"all": true}""").Gives(Json.TaskCountReply).By(ExampleCaller.Administrator));
        tasks.MapPost("/dead/retry", RetryAsync).Requires(Administrators).WithName("tasks_retry_dead")
            .Describe("Gives tasks that were given up another chance.", route => route
                .Takes(Json.DeadTaskSelection, """{"since": "2026-11-01T00:00:00Z"}""").Gives(Json.TaskCountReply).By(ExampleCaller.Administrator));
        tasks.MapPost("/dead/drop", DropAsync).Requires(Administrators).WithName("tasks_drop_dead")
            .Describe("Drops tasks that were given up.", route => route
                .Takes(Json.DeadTaskSelection, """{"until": "2026-01-01T00:00:00Z"}""").Gives(Json.TaskCountReply).By(ExampleCaller.Administrator));
        tasks.MapGet("/schedules", SchedulesAsync).Requires(Administrators).WithName("tasks_list_schedules")
            .Describe("Lists what is done by the clock.", route => route.Gives(Json.IReadOnlyListTaskScheduleInfo).By(ExampleCaller.Administrator));
    }

    private static async Task<IResult> ListAsync(TaskOverview overview, CancellationToken cancellationToken) =>
        ApiResults.Json([.. (await overview.KindsAsync(cancellationToken)).Select(TaskReplies.Of)], Json.IReadOnlyListTaskKindInfo);

    private static async Task<IResult> ShowAsync(string name, HttpContext context, TaskOverview overview, CancellationToken cancellationToken)
    {
        var most = Limit(context.Request.Query, UsualSamples, MostSamples);
        var samples = await overview.FindAsync(name, most, cancellationToken) ?? throw await UnknownAsync(name, overview, cancellationToken);
        return ApiResults.Json(TaskReplies.Of(samples), Json.TaskKindDetails);
    }

    private static async Task<IResult> HistoryAsync(
        string name, HttpContext context, TaskHistory history, TaskOverview overview, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var found = await history.ListAsync(name, Since(query), Limit(query, UsualDone, MostDone), cancellationToken)
            ?? throw await UnknownAsync(name, overview, cancellationToken);
        return ApiResults.Json([.. found.Select(TaskReplies.Of)], Json.IReadOnlyListDoneTaskInfo);
    }

    private static async Task<IResult> AddAsync(string name, HttpContext context, TaskMaker maker, TaskOverview overview, CancellationToken cancellationToken)
    {
        if (!maker.Knows(name))
            throw await UnknownAsync(name, overview, cancellationToken);
        var order = await TaskOrders.ReadAsync(name, context.Request, cancellationToken);
        try
        {
            var id = await maker.MakeAsync(order, Name(context.GetCaller()), cancellationToken);
            return ApiResults.Json(new TaskAddReply { Id = id }, Json.TaskAddReply, id is null ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }
        catch (JsonException failure)
        {
            throw TaskOrders.Refuse(failure);
        }
    }

    private static async Task<IResult> PauseAsync(string name, HttpContext context, TaskPauses pauses, TaskOverview overview, CancellationToken cancellationToken)
    {
        var reason = (await context.Request.ReadJsonAsync(Json.TaskPauseRequest, cancellationToken)).Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
            throw new InvalidRequestException(new ValidationProblem("value_error", ["body", "reason"], $"reason has 1 to {LongestReason} characters."));

        return await pauses.PauseAsync(name, Name(context.GetCaller()), reason, cancellationToken) switch
        {
            true => Results.NoContent(),
            false => throw new DiracException(ErrorCode.Conflict, $"{name} is paused already.", $"'dirac task show {name}' says by whom and why."),
            null => throw await UnknownAsync(name, overview, cancellationToken),
        };
    }

    private static async Task<IResult> ResumeAsync(string name, HttpContext context, TaskPauses pauses, TaskOverview overview, CancellationToken cancellationToken) =>
        await pauses.ResumeAsync(name, Name(context.GetCaller()), cancellationToken) switch
        {
            true => Results.NoContent(),
            false => throw new DiracException(ErrorCode.Conflict, $"{name} is not paused.", $"'dirac task show {name}' says how it fares."),
            null => throw await UnknownAsync(name, overview, cancellationToken),
        };

    private static async Task<IResult> SearchDeadAsync(HttpContext context, DeadTasks dead, TaskOverview overview, CancellationToken cancellationToken)
    {
        var most = Limit(context.Request.Query, UsualDead, MostDead);
        var found = await dead.ListAsync(await SelectionAsync(context, overview, cancellationToken), most, cancellationToken);
        return ApiResults.Json([.. found.Select(TaskReplies.Of)], Json.IReadOnlyListDeadTaskInfo);
    }

    private static async Task<IResult> CountDeadAsync(HttpContext context, DeadTasks dead, TaskOverview overview, CancellationToken cancellationToken) =>
        Count(await dead.CountAsync(await SelectionAsync(context, overview, cancellationToken), cancellationToken));

    private static async Task<IResult> RetryAsync(HttpContext context, DeadTasks dead, TaskOverview overview, CancellationToken cancellationToken) =>
        Count(await dead.RetryAsync(await SelectionAsync(context, overview, cancellationToken), Name(context.GetCaller()), cancellationToken));

    private static async Task<IResult> DropAsync(HttpContext context, DeadTasks dead, TaskOverview overview, CancellationToken cancellationToken) =>
        Count(await dead.DropAsync(await SelectionAsync(context, overview, cancellationToken), Name(context.GetCaller()), cancellationToken));

    private static async Task<IResult> SchedulesAsync(TaskOverview overview, CancellationToken cancellationToken) =>
        ApiResults.Json([.. (await overview.SchedulesAsync(cancellationToken)).Select(TaskReplies.Of)], Json.IReadOnlyListTaskScheduleInfo);

    // A mistyped name would find nothing, which looks like success.
    private static async Task<DeadTaskFilter> SelectionAsync(HttpContext context, TaskOverview overview, CancellationToken cancellationToken)
    {
        var filter = await DeadTaskSelections.ReadAsync(context.Request, cancellationToken);
        if (filter.Name is { } name && !(await overview.KindsAsync(cancellationToken)).Any(kind => kind.Name == name)) throw await UnknownAsync(name, overview, cancellationToken);
        return filter;
    }

    private static IResult Count(long tasks) => ApiResults.Json(new TaskCountReply(tasks), Json.TaskCountReply);

    private static string Name(Caller caller) => caller.Group.Length > 0 ? $"{caller.UserName} ({caller.Group})" : caller.UserName;

    private static int Limit(IQueryCollection query, int usual, int most)
    {
        if (!query.TryGetValue("limit", out var text))
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new InvalidRequestException(new ValidationProblem("value_error", ["query", "limit"], $"limit is a whole number from 1 to {most}."));
    }

    private static DateTimeOffset? Since(IQueryCollection query)
    {
        if (!query.TryGetValue("since", out var text))
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new InvalidRequestException(new ValidationProblem("value_error", ["query", "since"], "since is a moment such as 2026-11-28T10:30:00Z."));
    }

    private static async Task<DiracException> UnknownAsync(string name, TaskOverview overview, CancellationToken cancellationToken)
    {
        var near = NearestNames.Find(name, (await overview.KindsAsync(cancellationToken)).Select(kind => kind.Name), 1);
        return new DiracException(ErrorCode.NotFound, $"There is no task called {name}.", near.Count > 0 ? $"Did you mean {near[0]}?" : "'dirac task list' lists them.");
    }
}
