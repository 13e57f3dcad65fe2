using System.Text.Json.Serialization.Metadata;

namespace Dirac.Hosting.OpenApi;

/// <summary>What a route takes.</summary>
/// <param name="MediaType">The kind of content.</param>
/// <param name="Type">The JSON it is read with; null for a form.</param>
/// <param name="Fields">The fields of a form: text, or <c>binary</c> for a file.</param>
/// <param name="Example">The body of the example.</param>
/// <param name="Required">Whether it has to be there.</param>
public sealed record RouteBody(string MediaType, JsonTypeInfo? Type, IReadOnlyDictionary<string, string>? Fields, string? Example, bool Required);
