using Dirac.Hosting.Access;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.Pilots.Orders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.Pilots;

/// <summary>The REST door of pilots: DiracX's routes for their rows, and ours for what pilots themselves ask.</summary>
internal static class PilotEndpoints
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;
    private static readonly AccessRule PilotsOnly = AccessRule.AnyProperty(DiracProperties.GenericPilot);
    private static readonly AccessRule Manage = AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.GenericPilot);
    private static readonly AccessRule Administrators = AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/auth/pilot", LoginAsync).Requires(AccessRule.Anyone).WithTags("auth").WithName("auth_login_pilot");
        routes.MapPost("/api/auth/pilot/renew", RenewAsync).Requires(PilotsOnly).WithTags("auth").WithName("auth_renew_pilot");

        var pilots = routes.MapGroup("/api/pilots").WithTags("pilots");
        pilots.MapPost("/", RegisterAsync).Requires(Manage).WithName("pilots_add_pilot");
        pilots.MapPatch("/metadata", UpdateAsync).Requires(Manage).WithName("pilots_update_pilot_metadata");
        pilots.MapPost("/secrets", CreateSecretAsync).Requires(Administrators).WithName("pilots_create_secret");
        pilots.MapPost("/match", MatchAsync).Requires(PilotsOnly).WithName("pilots_match_job");
        pilots.MapPost("/report", ReportAsync).Requires(PilotsOnly).WithName("pilots_report_attempts");
        pilots.MapPost("/proxy", ProxyAsync).Requires(PilotsOnly).WithName("pilots_get_owner_proxy");
        pilots.MapPost("/heartbeat", BeatAsync).Requires(PilotsOnly).WithName("pilots_heartbeat");
    }

    private static async Task<IResult> LoginAsync(HttpContext context, PilotLogin login, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotLoginRequest, cancellationToken);
        return ApiResults.Json(await login.LoginAsync(request, cancellationToken), Json.TokenReply);
    }

    private static async Task<IResult> RenewAsync(HttpContext context, PilotLogin login, CancellationToken cancellationToken) =>
        ApiResults.Json(await login.RenewAsync(context.GetCaller(), cancellationToken), Json.TokenReply);

    private static async Task<IResult> RegisterAsync(HttpContext context, ChangePilots pilots, CancellationToken cancellationToken)
    {
        await pilots.RegisterAsync(context.GetCaller(), await context.Request.ReadJsonAsync(Json.PilotRegistration, cancellationToken), cancellationToken);
        return Results.Text("null", "application/json", statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(HttpContext context, ChangePilots pilots, CancellationToken cancellationToken)
    {
        var changes = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryStringPilotMetadata, cancellationToken);
        await pilots.UpdateAsync(context.GetCaller(), changes.WithoutHoles("The changes"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> CreateSecretAsync(HttpContext context, PilotLogin login, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotSecretRequest, cancellationToken);
        return ApiResults.Json(await login.CreateSecretAsync(context.GetCaller(), request, cancellationToken), Json.PilotSecretReply);
    }

    private static async Task<IResult> MatchAsync(HttpContext context, MatchUnlessStopped match, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.MatchRequest, cancellationToken);
        return await match.RunAsync(context.GetCaller(), request, cancellationToken) is { } reply ? ApiResults.Json(reply, Json.MatchReply) : Results.NoContent();
    }

    private static async Task<IResult> ReportAsync(HttpContext context, TakeReports reports, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.ReportRequest, cancellationToken);
        return ApiResults.Json(await reports.RunAsync(context.GetCaller(), request, cancellationToken), Json.ReportReply);
    }

    private static async Task<IResult> ProxyAsync(HttpContext context, GetOwnerProxy proxies, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotProxyRequest, cancellationToken);
        return ApiResults.Json(await proxies.RunAsync(context.GetCaller(), request, cancellationToken), Json.PilotProxyReply);
    }

    private static async Task<IResult> BeatAsync(HttpContext context, BeatAttempts beat, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotHeartbeatRequest, cancellationToken);
        return ApiResults.Json(await beat.RunAsync(context.GetCaller(), request, cancellationToken), Json.PilotHeartbeatReply);
    }
}
