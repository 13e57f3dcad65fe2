using System.Text.Json.Serialization;

namespace Dirac.Hosting.Health;

/// <summary>Source-generated JSON of the health routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProcessReport))]
internal sealed partial class HealthJsonContext : JsonSerializerContext;
