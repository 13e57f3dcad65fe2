using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Monitoring.Statuses;

/// <summary>The REST door of statuses: DiracX's four routes, and ours to see more and to change.</summary>
internal static class StatusEndpoints
{
    private const int MostLines = 1_000;
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var rss = routes.MapGroup("/api/rss").WithTags("rss");
        rss.MapGet("/storage", Storage).Requires(AccessRule.Authenticated).WithName("rss_get_storage_status")
            .Describe("Says what may be done at storage elements, for the caller's VO.", route => route.Gives(Json.IReadOnlyDictionaryStringStorageAccess).Kept());
        foreach (var kind in new[] { ElementKind.Compute, ElementKind.Site, ElementKind.Fts })
        {
            rss.MapGet($"/{kind.Name}", (HttpContext context, ShowStatuses show, StatusBoard board) =>
                Snapshot(context, board, show.Access(context.GetCaller(), kind), Json.IReadOnlyDictionaryStringElementAccess))
                .Requires(AccessRule.Authenticated).WithName($"rss_get_{kind.Name}_status")
                .Describe($"Says what may be used, for the caller's VO: {kind.Name}.", route => route.Gives(Json.IReadOnlyDictionaryStringElementAccess).Kept());
        }

        rss.MapGet("/status/{kind}", List).Requires(AccessRule.Authenticated).WithName("rss_list_statuses")
            .Describe("Lists the statuses of elements.", route => route
                .Path("kind", "site", null, "site", "compute", "storage", "fts").Gives(Json.IReadOnlyListElementStatus));
        rss.MapGet("/status/{kind}/{name}/history", HistoryAsync).Requires(AccessRule.Authenticated).WithName("rss_get_history")
            .Describe("Shows the history of an element, the newest first.", route => route
                .Path("kind", "site", null, "site", "compute", "storage", "fts").Path("name", "DIRAC.Local.org").Number("limit", "1 to 1000; 100 when left out.")
                .Gives(Json.IReadOnlyListStatusHistoryLine));
        rss.MapPut("/status/{kind}/{name}", ChangeAsync).Requires(AccessRule.AnyProperty(StatusRights.Changers)).WithName("rss_set_status")
            .Describe("Sets the status of an element.", route => route
                .Path("kind", "site", null, "site", "compute", "storage", "fts").Path("name", "DIRAC.Local.org")
                .Takes(Json.ElementStatusChange, """{"status": "Degraded", "reason": "one rack is off"}""").Gives(204).By(ExampleCaller.Administrator));
    }

    private static IResult Storage(HttpContext context, ShowStatuses show, StatusBoard board) =>
        Snapshot(context, board, show.Storage(context.GetCaller()), Json.IReadOnlyDictionaryStringStorageAccess);

    private static IResult List(HttpContext context, ShowStatuses show, string kind) =>
        ApiResults.Json(show.All(context.GetCaller(), ElementKind.Of(kind)), Json.IReadOnlyListElementStatus);

    private static async Task<IResult> HistoryAsync(HttpContext context, ShowStatuses show, string kind, string name, CancellationToken cancellationToken, int limit = 100) =>
        ApiResults.Json(await show.HistoryAsync(context.GetCaller(), ElementKind.Of(kind), name, Math.Clamp(limit, 1, MostLines), cancellationToken), Json.IReadOnlyListStatusHistoryLine);

    private static async Task<IResult> ChangeAsync(HttpContext context, ChangeStatus change, string kind, string name, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadJsonAsync(Json.ElementStatusChange, cancellationToken);
        await change.RunAsync(context.GetCaller(), ElementKind.Of(kind), name, request, cancellationToken);
        return Results.NoContent();
    }

    // What is said depends on the caller's VO, so no cache may give it to another.
    private static IResult Snapshot<T>(HttpContext context, StatusBoard board, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var version = new EntityVersion(Convert.ToHexStringLower(SHA256.HashData(body)), board.ChangedAt);
        version.WriteTo(context.Response);
        context.Response.Headers.Vary = "Authorization";
        return version.SatisfiesCondition(context.Request) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(body, "application/json");
    }
}
