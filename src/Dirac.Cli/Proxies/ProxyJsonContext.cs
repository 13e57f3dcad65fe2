using System.Text.Json.Serialization;
using Dirac.Client.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary>JSON of what the proxy commands print.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ProxyFacts))]
[JsonSerializable(typeof(IReadOnlyList<KeptProxy>))]
internal sealed partial class ProxyJsonContext : JsonSerializerContext;
