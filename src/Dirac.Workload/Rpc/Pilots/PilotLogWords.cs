using System.Text.Json;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Reads what DIRAC's pilots send of their logs. Pure.</summary>
internal static class PilotLogWords
{
    private const int StampLength = 32;

    /// <summary>The stamp that a pilot's name is: 32 letters and digits, or a UUID, which is one without its dashes; null for anything else.</summary>
    public static string? StampOf(string name)
    {
        if (name.Length == StampLength && name.All(letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterLower(letter))) return name;
        return Guid.TryParseExact(name, "D", out var uuid) && name == uuid.ToString("D") ? uuid.ToString("N") : null;
    }

    /// <summary>The lines of a message; null when it is not JSON, or something else than a text or a list.</summary>
    public static IReadOnlyList<string>? LinesOf(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.String => Split(json.RootElement.GetString()!),
                JsonValueKind.Array => [.. json.RootElement.EnumerateArray().SelectMany(item => Split(item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()))],
                _ => null,
            };
        }
        // Half of a surrogate pair is refused by the two others, as it stands in the text or is escaped.
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string[] Split(string text) => text.TrimEnd('\n').ReplaceLineEndings("\n").Split('\n');
}
