using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>What of a newer document breaks programs written for an older one. Pure.</summary>
internal sealed class ApiBreaks
{
    private readonly SchemaCheck _before;
    private readonly SchemaCheck _after;
    private readonly List<string> _found = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private ApiBreaks(JsonObject before, JsonObject after) => (_before, _after) = (new SchemaCheck(before), new SchemaCheck(after));

    /// <summary>Every break, one line each, in words that stay the same.</summary>
    public static IReadOnlyList<string> Find(JsonObject before, JsonObject after)
    {
        var breaks = new ApiBreaks(before, after);
        var known = ApiOperation.Of(after).ToDictionary(operation => operation.ToString(), StringComparer.Ordinal);
        foreach (var operation in ApiOperation.Of(before))
        {
            if (known.TryGetValue(operation.ToString(), out var now)) breaks.Compare(operation, now);
            else breaks._found.Add($"{operation}: removed");
        }

        return [.. breaks._found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private void Compare(ApiOperation before, ApiOperation after)
    {
        Parameters(before, after);
        var (takes, needsBody) = (before.Node["requestBody"], (bool?)after.Node["requestBody"]?["required"] == true);
        if (needsBody && (bool?)takes?["required"] != true) _found.Add($"{before}: a body is required");
        foreach (var (media, content) in takes?["content"]?.AsObject() ?? [])
        {
            if (after.Node["requestBody"]?["content"]?[media] is { } now) Request(content!["schema"], now["schema"], $"{before}: body");
            else _found.Add($"{before}: {media} is not taken");
        }

        foreach (var (status, response) in before.Node["responses"]!.AsObject().Where(response => response.Key is ['2' or '3', ..])) Reply(before, after, status, _before.Resolve(response));
    }

    private void Reply(ApiOperation before, ApiOperation after, string status, JsonObject response)
    {
        if (after.Node["responses"]![status] is not { } found)
        {
            _found.Add($"{before}: status {status} removed");
            return;
        }

        foreach (var (media, content) in response["content"]?.AsObject() ?? [])
        {
            if (_after.Resolve(found)["content"]?[media] is { } now) Reply(content!["schema"], now["schema"], $"{before}: {status}");
            else _found.Add($"{before}: {status} is no {media}");
        }
    }

    private void Parameters(ApiOperation before, ApiOperation after)
    {
        var (old, now) = (Parameters(before), Parameters(after));
        foreach (var (name, parameter) in old)
        {
            if (now.TryGetValue(name, out var found)) Request(parameter["schema"], found["schema"], $"{before}: {name}");
            else _found.Add($"{before}: {name} removed");
        }

        foreach (var (name, parameter) in now.Where(parameter => (bool?)parameter.Value["required"] == true))
        {
            if (!old.TryGetValue(name, out var found) || (bool?)found["required"] != true) _found.Add($"{before}: {name} is required");
        }
    }

    private static Dictionary<string, JsonNode> Parameters(ApiOperation operation) =>
        (operation.Node["parameters"]?.AsArray() ?? []).ToDictionary(parameter => $"{parameter!["in"]} {parameter["name"]}", parameter => parameter!, StringComparer.Ordinal);

    // What is sent must still be taken.
    private void Request(JsonNode? oldNode, JsonNode? newNode, string at)
    {
        if (!_seen.Add($"request {oldNode?.ToJsonString()} {newNode?.ToJsonString()} {at[..at.IndexOf(':', StringComparison.Ordinal)]}")) return;
        var (before, after) = (_before.Resolve(oldNode), _after.Resolve(newNode));
        if (after["type"] is not null && !JsonNode.DeepEquals(before["type"], after["type"]) && !((string?)before["type"] == "integer" && (string?)after["type"] == "number"))
        {
            _found.Add($"{at} takes {after["type"]} only");
            return;
        }

        if (IsNullable(oldNode) && !IsNullable(newNode)) _found.Add($"{at} takes no null");
        Words(before, after, at);
        foreach (var name in Required(after).Except(Required(before), StringComparer.Ordinal)) _found.Add($"{at}.{name} is required");
        foreach (var (name, property) in before["properties"]?.AsObject() ?? [])
        {
            if (after["properties"]?[name] is { } now) Request(property, now, $"{at}.{name}");
            else if (IsClosed(after)) _found.Add($"{at}.{name} is not taken");
        }

        if (IsClosed(after) && !IsClosed(before)) _found.Add($"{at} takes no other members");
        if (before["items"] is { } items) Request(items, after["items"], $"{at}[]");
        if (before["additionalProperties"] is JsonObject values) Request(values, after["additionalProperties"], $"{at}.*");
    }

    // What is read must still be there, and of the same kind.
    private void Reply(JsonNode? oldNode, JsonNode? newNode, string at)
    {
        if (!_seen.Add($"reply {oldNode?.ToJsonString()} {newNode?.ToJsonString()} {at[..at.IndexOf(':', StringComparison.Ordinal)]}")) return;
        var (before, after) = (_before.Resolve(oldNode), _after.Resolve(newNode));
        if (before["type"] is not null && !JsonNode.DeepEquals(before["type"], after["type"]))
        {
            _found.Add($"{at} is {after["type"]?.ToString() ?? "anything"}");
            return;
        }

        if (!IsNullable(oldNode) && IsNullable(newNode)) _found.Add($"{at} may be null");
        Words(before, after, at);
        foreach (var (name, property) in before["properties"]?.AsObject() ?? [])
        {
            if (after["properties"]?[name] is { } now) Reply(property, now, $"{at}.{name}");
            else _found.Add($"{at}.{name} removed");
        }

        foreach (var name in Required(before).Except(Required(after), StringComparer.Ordinal).Where(name => after["properties"]?[name] is not null)) _found.Add($"{at}.{name} may be missing");
        if (before["items"] is { } items) Reply(items, after["items"], $"{at}[]");
        if (before["additionalProperties"] is JsonObject values) Reply(values, after["additionalProperties"], $"{at}.*");
    }

    private void Words(JsonObject before, JsonObject after, string at)
    {
        if (after["enum"] is not JsonArray now) return;
        if (before["enum"] is not JsonArray old) _found.Add($"{at} has a list of words");
        else foreach (var word in old.Where(word => !now.Any(other => JsonNode.DeepEquals(word, other)))) _found.Add($"{at}: the word {word} removed");
    }

    private static IEnumerable<string> Required(JsonObject schema) => schema["required"]?.AsArray().Select(name => (string)name!) ?? [];

    private static bool IsNullable(JsonNode? schema) => (bool?)schema?["nullable"] == true;

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue value && value.GetValueKind() == JsonValueKind.False;
}
