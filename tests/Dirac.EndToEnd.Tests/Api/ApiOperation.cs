using System.Globalization;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>One operation of a document, with its example.</summary>
/// <param name="Method">In small letters.</param>
/// <param name="Path">With names in braces.</param>
/// <param name="Node">What the document says of it.</param>
internal sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    private const string Json = "application/json";

    /// <summary>Those of a document: what reads before what changes, what removes at the end.</summary>
    public static IReadOnlyList<ApiOperation> Of(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           orderby Array.IndexOf(["get", "post", "patch", "put", "delete"], operation.Key), path.Key
           select new ApiOperation(operation.Key, path.Key, operation.Value!.AsObject()),
    ];

    public string? By => (string?)Node["x-dirac-example-by"];

    public string Rule => (string?)Node["x-dirac-rule"] ?? "";

    public bool IsTried => Node["x-dirac-example-not-tried"] is null;

    public JsonNode? BodySchema => Node["requestBody"]?["content"]?[Json]?["schema"];

    public JsonNode? BodyExample => Node["requestBody"]?["content"]?[Json]?["example"];

    /// <summary>The path and query of the example.</summary>
    public string Target()
    {
        var (path, query) = (Path, new List<string>());
        foreach (var parameter in Node["parameters"]?.AsArray() ?? [])
        {
            var name = (string)parameter!["name"]!;
            if (parameter["example"] is not { } example) continue;
            var text = Uri.EscapeDataString(Convert.ToString(example.GetValue<object>(), CultureInfo.InvariantCulture)!);
            if ((string)parameter["in"]! == "path") path = path.Replace($"{{{name}}}", text, StringComparison.Ordinal);
            else query.Add($"{name}={text}");
        }

        return query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path;
    }

    public override string ToString() => $"{Method} {Path}";
}
