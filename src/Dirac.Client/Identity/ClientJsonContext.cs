using System.Text.Json.Serialization;

namespace Dirac.Client.Identity;

/// <summary>Source-generated JSON for the file a server leaves in its data directory.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ServerReady))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
