using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Dirac.Hosting.OpenApi;

/// <summary>The OpenAPI document (3.0.2, as DiracX's) of a server's routes. Pure: the same routes give the same text.</summary>
internal static class OpenApiDocument
{
    /// <summary>The name of the one way to say who one is.</summary>
    public const string Token = "token";

    private static readonly string[] Roots = ["/api/", "/.well-known/"];

    // The router takes every path with and without a slash at its end; these are DiracX's and stand as its clients write them.
    private static readonly string[] Slashed = ["/api/config/", "/api/pilots/"];

    /// <summary>Writes the document; routes outside of the REST surface (pages, DIRAC's own protocols) and those that ask for it are left out.</summary>
    public static JsonObject Write(IEnumerable<RouteEndpoint> routes)
    {
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        foreach (var path in routes.Where(IsPublic).GroupBy(PathOf).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            var operations = new JsonObject();
            foreach (var (method, route) in path.SelectMany(Methods).OrderBy(operation => operation.Method, StringComparer.Ordinal))
                operations[method] = OpenApiOperation.Of(route, schemas);
            paths[path.Key] = operations;
        }

        var refusals = new JsonObject(OpenApiOperation.Refusals.Select(refusal => KeyValuePair.Create(refusal.Key, (JsonNode?)OpenApiOperation.Response(refusal.Value, schemas))));
        return new JsonObject
        {
            ["openapi"] = "3.0.2",
            ["info"] = new JsonObject
            {
                ["title"] = "DIRAC",
                ["version"] = "1",
                ["description"] = "Jobs, pilots and resources of the interware. Paths and shapes are DiracX's where DiracX has the route.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0" },
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Named(),
                ["responses"] = refusals,
                ["securitySchemes"] = new JsonObject { [Token] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
            },
        };
    }

    private static bool IsPublic(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true
        && Roots.Any(root => PathOf(route).StartsWith(root, StringComparison.Ordinal));

    // Constraints such as {id:long} are the router's; the document has the name only.
    private static string PathOf(RouteEndpoint route)
    {
        var path = "/" + string.Join('/', route.RoutePattern.PathSegments.Select(SegmentOf));
        return Slashed.Contains(path + "/", StringComparer.Ordinal) ? path + "/" : path;
    }

    private static string SegmentOf(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => throw new InvalidOperationException($"A path with {part.GetType().Name} has no place in the document."),
    }));

    private static IEnumerable<(string Method, RouteEndpoint Route)> Methods(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method.ToLowerInvariant(), route));
}
