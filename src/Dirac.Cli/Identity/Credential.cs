using System.Text.Json.Serialization;

namespace Dirac.Cli.Identity;

/// <summary>Something that lets a person in; never the secret itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Of">Whose: a profile, a user, a subject.</param>
/// <param name="Where">The file or variable.</param>
/// <param name="Ends">Until when; null when it has no end, or does not say.</param>
/// <param name="Used">Whether this command uses it.</param>
internal sealed record Credential(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("of")] string? Of,
    [property: JsonPropertyName("where")] string Where,
    [property: JsonPropertyName("ends")] DateTimeOffset? Ends,
    [property: JsonPropertyName("used")] bool Used);
