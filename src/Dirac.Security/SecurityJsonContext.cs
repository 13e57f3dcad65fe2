using System.Text.Json.Serialization;
using Dirac.Security.Local;
using Dirac.Security.Tokens;

namespace Dirac.Security;

/// <summary>Source-generated JSON for key files, token claims and the local identity file.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LocalIdentity))]
[JsonSerializable(typeof(KeySetDocument))]
[JsonSerializable(typeof(AccessTokenClaims))]
[JsonSerializable(typeof(RefreshTokenClaims))]
internal sealed partial class SecurityJsonContext : JsonSerializerContext;
