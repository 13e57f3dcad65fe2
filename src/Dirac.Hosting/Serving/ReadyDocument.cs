using System.Text.Json.Serialization;

namespace Dirac.Hosting.Serving;

/// <summary>What <c>ready.json</c> in the data directory says while the server answers.</summary>
/// <param name="Urls">Addresses it answers on.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Ca">Path of the authority's certificate to trust; null when nothing is encrypted.</param>
public sealed record ReadyDocument(
    [property: JsonPropertyName("urls")] IReadOnlyList<string> Urls,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("ca")] string? Ca);
