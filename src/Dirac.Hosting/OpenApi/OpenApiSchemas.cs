using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Dirac.Model.Api;

namespace Dirac.Hosting.OpenApi;

/// <summary>Schemas of messages, taken from the very JSON they are read and written with, in the words of OpenAPI 3.0. Not thread-safe.</summary>
internal sealed class OpenApiSchemas
{
    private const string Root = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonNode> _named = new(StringComparer.Ordinal);
    private readonly JsonSchemaExporterOptions _options;

    public OpenApiSchemas() => _options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>The schema of a message; one of our types is named and only pointed at.</summary>
    public JsonNode Of(JsonTypeInfo type) => type.GetJsonSchemaAsNode(_options);

    /// <summary>The schema with null allowed for texts in lists.</summary>
    public static JsonNode WithHoles(JsonNode schema)
    {
        if (schema["items"] is JsonObject item)
            item["nullable"] = true;
        if (schema["additionalProperties"] is JsonObject inner)
            WithHoles(inner);
        return schema;
    }

    /// <summary>Every named schema so far, by name.</summary>
    public JsonObject Named() => new(_named.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        // "Anything" is true in JSON Schema and an empty object here.
        var found = schema as JsonObject ?? new JsonObject();
        var isNullable = TakeNullable(found) || context.PropertyInfo is { IsGetNullable: true };
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object || !IsOurs(type))
            return Value(type, found, isNullable, DescriptionOf(context.PropertyInfo));
        foreach (var member in context.TypeInfo.Properties)
            Mend(member, found["properties"]?[member.Name]);
        return Name(type, found, isNullable, DescriptionOf(context.PropertyInfo));
    }

    private static JsonObject Value(Type type, JsonObject found, bool isNullable, string? description)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        // Our own way to read times is no secret.
        if (plain == typeof(DateTimeOffset))
            (found["type"], found["format"]) = ("string", "date-time");
        if (FormatOf(plain) is { } format)
            found["format"] = format;
        if ((string?)found["type"] == "array" && !found.ContainsKey("items"))
            found["items"] = Item(type);
        if (found.ContainsKey("default") && found["default"] is null)
            found.Remove("default");
        if (isNullable && found.Count > 0)
            found["nullable"] = true;
        if (description is not null)
            found["description"] = description;
        return found;
    }

    // The exporter does not ask about elements that are read in a way of ours.
    private static JsonObject Item(Type list) => list == typeof(IReadOnlyList<PlacePart>)
        ? new JsonObject { ["anyOf"] = new JsonArray(Kind("string"), Kind("integer")) }
        : [];

    private static JsonObject Kind(string type) => new() { ["type"] = type };

    // Nor about a member that has a default and is read in a way of ours.
    private static void Mend(JsonPropertyInfo member, JsonNode? schema)
    {
        if (schema is JsonObject { Count: 1 } bare && bare.ContainsKey("default"))
            Value(member.PropertyType, bare, member.IsGetNullable, DescriptionOf(member));
    }

    private static string? DescriptionOf(JsonPropertyInfo? member) => member?.AttributeProvider is MemberInfo code ? MessageDocs.Of(code) : null;

    // A type that holds itself is met a second time as a pointer into its own schema; by then only the name matters.
    private JsonObject Name(Type type, JsonObject schema, bool isNullable, string? description)
    {
        if (!schema.ContainsKey("$ref"))
        {
            schema.Remove("default");
            if (MessageDocs.Of(type) is { } meaning)
                schema["description"] = meaning;
            _named[type.Name] = schema;
        }

        // Nothing may stand beside a pointer in OpenAPI 3.0.
        var pointer = new JsonObject { ["$ref"] = Root + type.Name };
        if (!isNullable && description is null)
            return pointer;
        var around = new JsonObject { ["allOf"] = new JsonArray(pointer) };
        if (isNullable)
            around["nullable"] = true;
        if (description is not null)
            around["description"] = description;
        return around;
    }

    private static bool TakeNullable(JsonObject schema)
    {
        if (schema["type"] is not JsonArray types)
            return false;
        var words = types.Select(type => type!.GetValue<string>()).ToList();
        schema["type"] = words.First(word => word != "null");
        return words.Contains("null");
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Dirac.", StringComparison.Ordinal) == true;

    private static string? FormatOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => "int32",
        TypeCode.Int64 => "int64",
        TypeCode.Double => "double",
        _ => null,
    };
}
