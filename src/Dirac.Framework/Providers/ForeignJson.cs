using System.Text.Json;
using Dirac.Model.Errors;

namespace Dirac.Framework.Providers;

/// <summary>Reads JSON that somebody else has written, and trusts none of it. Pure.</summary>
internal static class ForeignJson
{
    /// <summary>The most elements of a list that are looked at.</summary>
    public const int MostElements = 1_000;

    /// <summary>The longest text that is taken; longer ones count as missing.</summary>
    public const int LongestText = 2_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>An object that says every name once.</summary>
    /// <param name="json">The bytes as they came.</param>
    /// <param name="what">What it should be, to begin a sentence with.</param>
    /// <exception cref="DiracException">Unavailable: it is something else.</exception>
    public static JsonElement ReadObject(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            throw Broken(what, problem);
        }

        throw Broken(what, null);
    }

    /// <summary>A text; null when it is missing, empty, too long, has control characters or is something else.</summary>
    public static string? Text(JsonElement element, string name, int longest = LongestText) =>
        element.TryGetProperty(name, out var value) && Read(value, longest) is { Length: > 0 } text ? text : null;

    /// <summary>The texts of a list, or a text alone; everything else is left out.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, string name) => !element.TryGetProperty(name, out var value)
        ? []
        : value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Take(MostElements).Select(item => Read(item, LongestText)).OfType<string>().Where(text => text.Length > 0)]
            : Read(value, LongestText) is { Length: > 0 } only ? [only] : [];

    /// <summary>A whole number; null when it is missing or something else.</summary>
    public static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A moment as tokens have it, in seconds since 1970 and perhaps with a fraction (RFC 7519, 2); null when it is missing, something else, or in no calendar.</summary>
    public static DateTimeOffset? Moment(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
        && seconds > DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    /// <summary>True or false; null when it is missing or something else.</summary>
    public static bool? Flag(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The objects of a list; everything else is left out.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Take(MostElements).Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Read(JsonElement value, int longest)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            var text = value.GetString()!;
            return text.Length <= longest && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON allows to write it, but it is no text.
            return null;
        }
    }

    private static DiracException Broken(string what, Exception? cause) =>
        new(ErrorCode.Unavailable, $"{what} is not what it should be: a JSON object.", "Try again; if it stays so, tell those who run the provider.", cause);
}
