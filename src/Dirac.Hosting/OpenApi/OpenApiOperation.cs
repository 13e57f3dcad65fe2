using System.Globalization;
using System.Text.Json.Nodes;
using Dirac.Hosting.Access;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Dirac.Hosting.OpenApi;

/// <summary>One route in the words of OpenAPI 3.0.</summary>
internal static class OpenApiOperation
{
    private const string JsonMedia = "application/json";

    private const int LastStatus = 599;

    /// <summary>The refusals that many routes have, by name; the last one stands for any other.</summary>
    public static IReadOnlyDictionary<string, RouteReply> Refusals { get; } = new SortedDictionary<string, RouteReply>(StringComparer.Ordinal)
    {
        ["BadRequest"] = Refusal(StatusCodes.Status400BadRequest, "What was asked cannot be done."),
        ["NotAuthenticated"] = Refusal(StatusCodes.Status401Unauthorized, "The token is missing, wrong or expired."),
        ["NotAuthorized"] = Refusal(StatusCodes.Status403Forbidden, "The caller may not do this."),
        ["TooLarge"] = Refusal(StatusCodes.Status413PayloadTooLarge, "The body is too large."),
        ["NotUnderstood"] = new(StatusCodes.Status422UnprocessableEntity, "What was sent is not understood.", ModelJsonContext.Default.ValidationReply, JsonMedia),
        ["TooManyRequests"] = Refusal(StatusCodes.Status429TooManyRequests, "Too many requests: try again after the seconds in Retry-After."),
        ["Error"] = Refusal(LastStatus + 1, "Refused or failed."),
    };

    /// <summary>The operation of <paramref name="route"/>; one without a description has its name, tag and rule only.</summary>
    public static JsonObject Of(RouteEndpoint route, OpenApiSchemas schemas)
    {
        var description = route.Metadata.GetMetadata<RouteDescription>();
        var rule = route.Metadata.GetMetadata<RouteRule>()!.Rule;
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray([.. (route.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? []).Select(tag => (JsonNode)tag)]),
            ["operationId"] = route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
        };
        if (description is not null)
        {
            operation["summary"] = description.Summary;
            operation["description"] = rule.NeedsCaller ? $"Needs {rule.Describe()}." : "Open to everybody.";
        }

        operation["x-dirac-rule"] = rule.Describe();
        if (description is not null)
        {
            operation["x-dirac-example-by"] = description.Caller.ToString().ToLowerInvariant();
            if (description.NotTried is { } why)
                operation["x-dirac-example-not-tried"] = why;
        }

        var parameters = Parameters(route.RoutePattern, description).ToArray();
        if (parameters.Length > 0)
            operation["parameters"] = new JsonArray(parameters);
        if (description?.Body is { } body)
            operation["requestBody"] = RequestBody(body, schemas);
        operation["responses"] = Responses(description, rule.NeedsCaller, parameters.Length > 0, schemas);
        operation["security"] = rule.NeedsCaller ? new JsonArray(new JsonObject { [OpenApiDocument.Token] = new JsonArray() }) : new JsonArray();
        return operation;
    }

    /// <summary>One answer.</summary>
    public static JsonObject Response(RouteReply reply, OpenApiSchemas schemas)
    {
        var response = new JsonObject { ["description"] = reply.Text };
        if (reply.Body is { } body)
            response["content"] = new JsonObject { [JsonMedia] = new JsonObject { ["schema"] = reply.HasHoles ? OpenApiSchemas.WithHoles(schemas.Of(body)) : schemas.Of(body) } };
        else if (reply.MediaType is { } media)
            response["content"] = new JsonObject { [media] = new JsonObject { ["schema"] = new JsonObject() } };
        return response;
    }

    private static IEnumerable<JsonNode> Parameters(RoutePattern pattern, RouteDescription? description)
    {
        foreach (var part in pattern.Parameters)
        {
            var described = description?.PathValues.FirstOrDefault(value => value.Name == part.Name) ?? new RouteParameter(part.Name, "string", null, null, null, true);
            var isNumber = part.ParameterPolicies.Any(policy => policy.Content is "long" or "int");
            yield return Parameter(isNumber ? described with { Type = "integer" } : described, "path");
        }

        foreach (var value in description?.QueryValues ?? [])
            yield return Parameter(value, "query");
    }

    private static JsonObject Parameter(RouteParameter value, string place)
    {
        var schema = new JsonObject { ["type"] = value.Type };
        if (value.Type == "array")
            schema["items"] = new JsonObject { ["type"] = "string" };
        if (value.Type == "integer")
            schema["format"] = "int64";
        if (value.Words is { } words)
            schema["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        var parameter = new JsonObject { ["name"] = value.Name, ["in"] = place, ["required"] = value.Required, ["schema"] = schema };
        if (value.Text is { } text)
            parameter["description"] = text;
        if (value.Example is { } example)
            parameter["example"] = value.Type == "integer" ? long.Parse(example, CultureInfo.InvariantCulture) : example;
        return parameter;
    }

    private static JsonObject RequestBody(RouteBody body, OpenApiSchemas schemas)
    {
        var content = new JsonObject { ["schema"] = body.Type is { } type ? schemas.Of(type) : Form(body.Fields!) };
        if (body.Example is { } example)
            content["example"] = body.Type is null ? example : JsonNode.Parse(example);
        return new JsonObject { ["required"] = body.Required, ["content"] = new JsonObject { [body.MediaType] = content } };
    }

    private static JsonObject Form(IReadOnlyDictionary<string, string> fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Field(field.Value)))),
    };

    private static JsonObject Field(string kind) => kind == "binary" ? new() { ["type"] = "string", ["format"] = "binary" } : new() { ["type"] = "string" };

    private static JsonObject Responses(RouteDescription? description, bool needsCaller, bool hasValues, OpenApiSchemas schemas)
    {
        var replies = new SortedDictionary<int, JsonObject>();
        foreach (var reply in description?.Replies ?? [new RouteReply(StatusCodes.Status200OK, "Done.")])
            replies.TryAdd(reply.Status, Response(reply, schemas));
        foreach (var (name, refusal) in Refusals.Where(refusal => Applies(refusal.Value.Status, needsCaller, description?.Body is not null, hasValues)))
            replies.TryAdd(refusal.Status, new JsonObject { ["$ref"] = "#/components/responses/" + name });
        var responses = new JsonObject();
        foreach (var (status, reply) in replies)
            responses[status > LastStatus ? "default" : status.ToString(CultureInfo.InvariantCulture)] = reply;
        return responses;
    }

    private static bool Applies(int status, bool needsCaller, bool hasBody, bool hasValues) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => needsCaller,
        StatusCodes.Status413PayloadTooLarge => hasBody,
        StatusCodes.Status422UnprocessableEntity => hasBody || hasValues,
        _ => true,
    };

    private static RouteReply Refusal(int status, string text) => new(status, text, ModelJsonContext.Default.ErrorReply, JsonMedia);
}
