using System.Text.Json.Serialization;

namespace Dirac.Cli.Identity;

/// <summary>JSON of what the commands about identity print.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WhoAmIReport))]
internal sealed partial class IdentityJsonContext : JsonSerializerContext;
