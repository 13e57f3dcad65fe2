using System.Text.Json.Serialization;
using Dirac.Client.Identity.Device;
using Dirac.Client.Identity.Kept;

namespace Dirac.Client.Identity;

/// <summary>Source-generated JSON for files of servers and logins, and for what only clients read.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerReady))]
[JsonSerializable(typeof(DeviceReply))]
[JsonSerializable(typeof(KeptTokens))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
