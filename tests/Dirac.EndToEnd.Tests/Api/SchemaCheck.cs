using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>Compares values with the schemas of a document, as far as the document uses them. A member the schema does not know is a fault. Pure.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    /// <summary>What is wrong with a value; empty when nothing is.</summary>
    public IReadOnlyList<string> Compare(JsonNode? value, JsonNode? schema) => [.. Problems(value, Resolve(schema), "$")];

    /// <summary>What a pointer points at, or the node itself.</summary>
    public JsonObject Resolve(JsonNode? node)
    {
        if (node is not JsonObject found) return [];
        if ((string?)found["$ref"] is { } pointer)
            return pointer[2..].Split('/').Aggregate((JsonNode)document, (at, name) => at[name] ?? throw new InvalidOperationException($"{pointer} points at nothing.")).AsObject();
        return found["allOf"] is JsonArray { Count: 1 } all ? Resolve(all[0]) : found;
    }

    private IEnumerable<string> Problems(JsonNode? value, JsonObject schema, string at)
    {
        if (value is null)
            return [];
        return (string?)schema["type"] switch
        {
            "object" => value is JsonObject members ? Members(members, schema, at) : [$"{at} is no object"],
            "array" => value is JsonArray items ? items.SelectMany((item, index) => Problems(item, Resolve(schema["items"]), string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]"))) : [$"{at} is no array"],
            "string" => Kind(value, at, JsonValueKind.String).Concat(Word(value, schema, at)),
            "integer" or "number" => Kind(value, at, JsonValueKind.Number),
            "boolean" => Kind(value, at, JsonValueKind.True, JsonValueKind.False),
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonObject members, JsonObject schema, string at)
    {
        foreach (var name in schema["required"]?.AsArray().Select(name => (string)name!) ?? [])
        {
            if (!members.ContainsKey(name)) yield return $"{at}.{name} is missing";
        }

        foreach (var (name, value) in members)
        {
            var known = schema["properties"]?[name] ?? (schema["additionalProperties"] is JsonObject any ? any : null);
            if (known is null && schema["properties"] is not null) yield return $"{at}.{name} is not in the schema";
            if (value is null && known is not null && schema["properties"]?[name] is { } property && property["nullable"] is null && property["type"] is not null) yield return $"{at}.{name} is null";
            foreach (var problem in Problems(value, Resolve(known), $"{at}.{name}")) yield return problem;
        }
    }

    private static IEnumerable<string> Kind(JsonNode value, string at, params JsonValueKind[] kinds) =>
        kinds.Contains(value.GetValueKind()) ? [] : [$"{at} is {value.GetValueKind()}"];

    private static IEnumerable<string> Word(JsonNode value, JsonObject schema, string at) =>
        schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)) ? [$"{at} is none of the words"] : [];
}
