using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>Bodies that a route cannot understand, made of its schema and its example. Pure.</summary>
internal static class BadBodies
{
    private const int Deep = 2_000;

    /// <summary>Every bad body of an operation: what is wrong with it, the text, and the media type.</summary>
    public static IEnumerable<(string Fault, string Text, string MediaType)> Of(ApiOperation operation, SchemaCheck schemas)
    {
        const string json = "application/json";
        yield return ("no JSON", "{\"a\": ", json);
        if ((bool?)operation.Node["requestBody"]!["required"] == true) yield return ("null", "null", json);
        yield return ("deeply nested", new string('[', Deep) + new string(']', Deep), json);
        yield return ("form", "a=b", "application/x-www-form-urlencoded");
        var schema = schemas.Resolve(operation.BodySchema);
        yield return ("wrong type", (string?)schema["type"] == "object" ? "[1]" : "{\"a\": 1}", json);
        foreach (var (fault, text) in OfMembers(operation, schema)) yield return (fault, text, json);
        if (schema["additionalProperties"] is JsonValue forbidden && forbidden.GetValueKind() == JsonValueKind.False) yield return ("extra", With(operation, "unknown_member", 1), json);
        if ((string?)schema["type"] == "object" && schema["additionalProperties"] is JsonObject inner && (string?)schemas.Resolve(inner)["type"] is "object" or "array")
            yield return ("wrong inner type", "{\"1\": 7}", json);
    }

    private static IEnumerable<(string Fault, string Text)> OfMembers(ApiOperation operation, JsonObject schema)
    {
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            if (Wrong((string?)property?["type"] ?? "object", property) is { } wrong) yield return ($"{name} of the wrong type", With(operation, name, wrong));
        }

        foreach (var name in schema["required"]?.AsArray().Select(name => (string)name!) ?? [])
        {
            var body = operation.BodyExample!.DeepClone().AsObject();
            body.Remove(name);
            yield return ($"{name} missing", body.ToJsonString());
            yield return ($"{name} null", With(operation, name, null));
        }
    }

    // Anything goes where the schema says nothing.
    private static JsonNode? Wrong(string type, JsonNode? property) => type switch
    {
        "string" => 7,
        "array" => "text",
        "integer" or "number" or "boolean" => "text",
        _ => property?["$ref"] is not null || property?["allOf"] is not null ? "text" : null,
    };

    private static string With(ApiOperation operation, string name, JsonNode? value)
    {
        var body = operation.BodyExample!.DeepClone().AsObject();
        body[name] = value;
        return body.ToJsonString();
    }
}
