using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Client.Http;

/// <summary>Reads what a server says about a request that it refused.</summary>
internal static class ErrorReplies
{
    /// <summary>What the body says, or the status line when it says nothing.</summary>
    public static async Task<ErrorReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(text);
            return Parse(document.RootElement);
        }
        catch (JsonException)
        {
            return new ErrorReply($"HTTP {(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }

    /// <summary>The reply in a body; "detail" is a sentence, or an object or list where DiracX's shapes say so.</summary>
    public static ErrorReply Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("detail", out var detail)) return new ErrorReply(body.GetRawText());
        return new ErrorReply(
            detail.ValueKind switch
            {
                JsonValueKind.String => detail.GetString()!,
                JsonValueKind.Array => string.Join('\n', detail.EnumerateArray().Select(Problem)),
                _ => detail.GetRawText(),
            },
            Text(body, "code"),
            Text(body, "advice"),
            Text(body, "trace_id"));
    }

    // As DiracX tells what it does not understand in a request: where, and a sentence.
    private static string Problem(JsonElement problem) =>
        problem.ValueKind == JsonValueKind.Object && Text(problem, "msg") is { } sentence && problem.TryGetProperty("loc", out var place) && place.ValueKind == JsonValueKind.Array
            ? $"{string.Join('.', place.EnumerateArray())}: {sentence}"
            : problem.GetRawText();

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
