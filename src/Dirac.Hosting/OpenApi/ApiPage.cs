using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dirac.Hosting.OpenApi;

/// <summary>The document as one page for people: no script, nothing from anywhere else.</summary>
internal static class ApiPage
{
    /// <summary>What a browser may do with the page.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Its stylesheet.</summary>
    public const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        nav a { margin-right: 1rem; }
        details { border: 1px solid #8886; border-radius: .4rem; margin: .4rem 0; padding: .4rem .8rem; }
        summary { cursor: pointer; }
        code, pre { font: 14px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
        pre { background: #8882; padding: .6rem; border-radius: .3rem; white-space: pre-wrap; }
        .method { display: inline-block; min-width: 4.5rem; font-weight: 600; text-transform: uppercase; }
        table { border-collapse: collapse; }
        td, th { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top; }
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the page.</summary>
    public static string Render(JsonObject document)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>DIRAC REST API</title>
            <link rel="stylesheet" href="/api/docs/style.css"></head><body><h1>DIRAC REST API</h1>
            <p>For programs: <a href="/api/openapi.json">openapi.json</a>. Calls that need a token send <code>Authorization: Bearer TOKEN</code>.</p>
            """);
        var operations = Operations(document).ToLookup(operation => (string?)operation.Operation["tags"]?.AsArray().FirstOrDefault() ?? "other");
        page.Append("<nav>").AppendJoin(' ', operations.Select(tag => $"<a href=\"#{Text(tag.Key)}\">{Text(tag.Key)}</a>")).Append("</nav>");
        foreach (var tag in operations)
        {
            page.Append("<h2 id=\"").Append(Text(tag.Key)).Append("\">").Append(Text(tag.Key)).Append("</h2>");
            foreach (var (path, method, operation) in tag)
                Append(page, path, method, operation);
        }

        page.Append("<h2 id=\"shapes\">Shapes</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            page.Append("<details id=\"").Append(Text(name)).Append("\"><summary><code>").Append(Text(name)).Append("</code></summary>").Append(Code(schema)).Append("</details>");
        return page.Append("</body></html>").ToString();
    }

    private static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    private static void Append(StringBuilder page, string path, string method, JsonObject operation)
    {
        page.Append("<details id=\"").Append(Text((string?)operation["operationId"])).Append("\"><summary><span class=\"method\">").Append(method).Append("</span> <code>")
            .Append(Text(path)).Append("</code> ").Append(Text((string?)operation["summary"])).Append("</summary><p>").Append(Text((string?)operation["description"])).Append("</p>");
        if (operation["parameters"] is JsonArray parameters)
            Append(page, parameters);
        if (operation["requestBody"]?["content"] is JsonObject contents)
        {
            foreach (var (media, content) in contents)
                page.Append("<p>Takes ").Append(Text(media)).Append(": ").Append(Shape(content?["schema"])).Append("</p>").Append(content?["example"] is { } example ? Code(example) : "");
        }

        page.Append("<table>");
        foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => response.Value!["$ref"] is null))
        {
            page.Append("<tr><th>").Append(status).Append("</th><td>").Append(Text((string?)response!["description"])).Append("</td><td>")
                .Append(Shape(response["content"]?["application/json"]?["schema"])).Append("</td></tr>");
        }

        page.Append("</table></details>");
    }

    private static void Append(StringBuilder page, JsonArray parameters)
    {
        page.Append("<table>");
        foreach (var parameter in parameters)
        {
            page.Append("<tr><th><code>").Append(Text((string?)parameter!["name"])).Append("</code></th><td>").Append(Text((string?)parameter["in"])).Append(", ")
                .Append(Text((string?)parameter["schema"]!["type"])).Append("</td><td>").Append(Text((string?)parameter["description"])).Append("</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Shape(JsonNode? schema) => schema switch
    {
        null => "",
        JsonObject named when (string?)named["$ref"] is { } pointer => $"<a href=\"#{Text(pointer[(pointer.LastIndexOf('/') + 1)..])}\"><code>{Text(pointer[(pointer.LastIndexOf('/') + 1)..])}</code></a>",
        _ => $"<code>{Text(schema.ToJsonString())}</code>",
    };

    private static string Code(JsonNode? node) => $"<pre>{Text(node?.ToJsonString(Indented))}</pre>";

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
