using System.Text.Json.Serialization;
using Dirac.Hosting.Serving;

namespace Dirac.Hosting;

/// <summary>Source-generated JSON of the files a server writes.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadyDocument))]
internal sealed partial class HostingJsonContext : JsonSerializerContext;
