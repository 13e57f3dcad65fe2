using Dirac.Hosting.Access;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.OpenApi;

/// <summary>The REST surface about itself: the document for programs, a page for people.</summary>
internal static class OpenApiEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = new PublishedDocument(routes.DataSources, routes.ServiceProvider.GetRequiredService<TimeProvider>());
        var open = routes.MapGroup("/api").Requires(AccessRule.Anyone).WithTags("docs");
        open.MapGet("/openapi.json", (HttpContext context) => Send(context, document, () => Results.Bytes(document.Json, "application/json")))
            .WithName("docs_get_openapi").Describe("This description of the REST surface, OpenAPI 3.0.2.", route => route.Gives(200, "The document.", "application/json").Kept().By(ExampleCaller.Nobody));
        open.MapGet("/docs", (HttpContext context) => Send(context, document, () => Results.Text(document.Page, "text/html; charset=utf-8")))
            .WithName("docs_get_page").Describe("The same as a page for people.", route => route.Gives(200, "The page.", "text/html").Kept().By(ExampleCaller.Nobody));
        open.MapGet("/docs/style.css", () => Results.Text(ApiPage.Style, "text/css; charset=utf-8"))
            .WithName("docs_get_style").Describe("The page's stylesheet.", route => route.Gives(200, "The stylesheet.", "text/css").By(ExampleCaller.Nobody));
    }

    private static IResult Send(HttpContext context, PublishedDocument document, Func<IResult> send)
    {
        document.Version.WriteTo(context.Response);
        context.Response.Headers.ContentSecurityPolicy = ApiPage.ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return document.Version.SatisfiesCondition(context.Request) ? Results.StatusCode(StatusCodes.Status304NotModified) : send();
    }
}
