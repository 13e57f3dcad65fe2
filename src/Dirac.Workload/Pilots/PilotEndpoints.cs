using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
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
        routes.MapPost("/api/auth/pilot", LoginAsync).Requires(AccessRule.Anyone).WithTags("auth").WithName("auth_login_pilot").DisableRateLimiting()
            .Describe("Gives a pilot a token for its secret.", route => route
                .Takes(Json.PilotLoginRequest, """{"pilot_stamp": "pilot-1", "secret": "…"}""").Gives(Json.TokenReply).By(ExampleCaller.Nobody)
                .CannotBeTried("The secret is made when it is asked for."));
        routes.MapPost("/api/auth/pilot/renew", RenewAsync).Requires(PilotsOnly).WithTags("auth").WithName("auth_renew_pilot")
            .Describe("Gives a pilot a new token for one that is still good.", route => route.Gives(Json.TokenReply).By(ExampleCaller.Pilot));

        var pilots = routes.MapGroup("/api/pilots").WithTags("pilots");
        pilots.MapPost("/", RegisterAsync).Requires(Manage).WithName("pilots_register_pilot")
            .Describe("Registers a pilot.", route => route
                .Takes(Json.PilotRegistration, """{"pilot_stamp": "pilot-8", "vo": "local", "grid_site": "DIRAC.Local.org"}""")
                .Gives(201, "Done: null.", "application/json")
                .Refuses(409, "There is a pilot of that stamp.").By(ExampleCaller.Administrator));
        pilots.MapPatch("/metadata", UpdateAsync).Requires(Manage).WithName("pilots_update_pilot_metadata")
            .Describe("Changes pilots.", route => route
                .Takes(Json.IReadOnlyDictionaryStringPilotMetadata, """{"pilot-1": {"BenchMark": 17.3, "Queue": "long"}}""").Gives(204)
                .Refuses(404, "There is no such pilot.").By(ExampleCaller.Administrator));
        pilots.MapPost("/secrets", CreateSecretAsync).Requires(Administrators).WithName("pilots_create_secret")
            .Describe("Makes a secret with which pilots log in.", route => route
                .Takes(Json.PilotSecretRequest, """{"Vo": "local", "Site": "DIRAC.Local.org", "Uses": 10, "LifetimeSeconds": 3600}""").Gives(Json.PilotSecretReply)
                .By(ExampleCaller.Administrator));
        pilots.MapPost("/match", MatchAsync).Requires(PilotsOnly).WithName("pilots_match_job")
            .Describe("Asks for a job; waits for one when there is none.", route => route
                .Takes(
                    Json.MatchRequest,
                    """{"MatchId": "0192-1", "Resource": {"Site": "DIRAC.Local.org", "CPUTime": 86400, "Tag": ["Example"], "RequiredTag": ["Example"]}}""")
                .Gives(Json.MatchReply, 200, "The job.").Gives(204, "There is none.").Refuses(410, "The pilot shall stop.").By(ExampleCaller.Pilot));
        pilots.MapPost("/report", ReportAsync).Requires(PilotsOnly).WithName("pilots_report_attempts")
            .Describe("Takes a pilot's reports of attempts at jobs.", route => route
                .Takes(
                    Json.ReportRequest,
                    """{"Reports": [{"JobID": 5, "Attempt": 1, "Sequence": 1, "Parameters": {"HostName": "node7"}}]}""")
                .Gives(Json.ReportReply).By(ExampleCaller.Pilot));
        pilots.MapPost("/proxy", ProxyAsync).Requires(PilotsOnly).WithName("pilots_get_owner_proxy")
            .Describe("Gives a pilot a short proxy of the owner of a job it holds.", route => route
                .Takes(Json.PilotProxyRequest, """{"JobID": 5, "Attempt": 1, "Request": "-----BEGIN CERTIFICATE REQUEST-----…", "LifetimeSeconds": 3600}""")
                .Gives(Json.PilotProxyReply).By(ExampleCaller.Pilot).CannotBeTried("It needs a certificate request and a stored proxy."));
        pilots.MapPost("/token", TokenAsync).Requires(PilotsOnly).WithName("pilots_get_owner_token")
            .Describe("Gives a pilot a token with which the payload of a job it holds acts for the job's owner; it ends with the job.", route => route
                .Takes(Json.PilotTokenRequest, """{"JobID": 5, "Attempt": 1}""")
                .Gives(Json.TokenReply).Refuses(404, "The owner may not act in the job's group any more.").By(ExampleCaller.Pilot));
        pilots.MapPost("/heartbeat", BeatAsync).Requires(PilotsOnly).WithName("pilots_heartbeat")
            .Describe("Renews the leases of the attempts a pilot holds, and brings orders.", route => route
                .Takes(Json.PilotHeartbeatRequest, """{"Held": [{"JobID": 5, "Attempt": 1, "Heartbeat": {"LoadAverage": 0.7}}]}""").Gives(Json.PilotHeartbeatReply)
                .By(ExampleCaller.Pilot));
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
        var pilot = await context.Request.ReadJsonAsync(Json.PilotRegistration, cancellationToken);
        Validation.Demand(PilotForms.Problems(pilot));
        await pilots.RegisterAsync(context.GetCaller(), pilot, cancellationToken);
        return Results.Text("null", "application/json", statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(HttpContext context, ChangePilots pilots, CancellationToken cancellationToken)
    {
        var changes = await context.Request.ReadJsonAsync(Json.IReadOnlyDictionaryStringPilotMetadata, cancellationToken);
        Validation.Demand(PilotForms.Problems(changes));
        await pilots.UpdateAsync(context.GetCaller(), changes, cancellationToken);
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

    private static async Task<IResult> TokenAsync(HttpContext context, GetOwnerToken tokens, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotTokenRequest, cancellationToken);
        var reply = await tokens.RunAsync(context.GetCaller(), request, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(reply, Json.TokenReply);
    }

    private static async Task<IResult> BeatAsync(HttpContext context, BeatAttempts beat, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.PilotHeartbeatRequest, cancellationToken);
        return ApiResults.Json(await beat.RunAsync(context.GetCaller(), request, cancellationToken), Json.PilotHeartbeatReply);
    }
}
