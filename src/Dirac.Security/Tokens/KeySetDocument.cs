using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Security.Tokens;

/// <summary>A JSON Web Key Set (RFC 7517).</summary>
/// <param name="Keys">Its keys.</param>
internal sealed record KeySetDocument([property: JsonPropertyName("keys")] IReadOnlyList<KeyDocument> Keys);

/// <summary>One key of a set; members by their names in RFC 7517 and 7518.</summary>
internal sealed record KeyDocument
{
    [JsonPropertyName("kty")]
    public required string KeyType { get; init; }

    [JsonPropertyName("kid")]
    public string? KeyId { get; init; }

    [JsonPropertyName("alg")]
    public string? Algorithm { get; init; }

    [JsonPropertyName("use")]
    public string? Use { get; init; }

    [JsonPropertyName("key_ops")]
    public IReadOnlyList<string>? Operations { get; init; }

    [JsonPropertyName("n")]
    public string? Modulus { get; init; }

    [JsonPropertyName("e")]
    public string? Exponent { get; init; }

    [JsonPropertyName("d")]
    public string? D { get; init; }

    [JsonPropertyName("p")]
    public string? P { get; init; }

    [JsonPropertyName("q")]
    public string? Q { get; init; }

    [JsonPropertyName("dp")]
    public string? DP { get; init; }

    [JsonPropertyName("dq")]
    public string? DQ { get; init; }

    [JsonPropertyName("qi")]
    public string? InverseQ { get; init; }

    /// <summary>What else stands in the file; a key of another type keeps its parts when the file is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
