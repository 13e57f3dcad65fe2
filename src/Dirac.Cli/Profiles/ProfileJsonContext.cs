using System.Text.Json.Serialization;

namespace Dirac.Cli.Profiles;

/// <summary>JSON of the profiles' file, and of what the commands about them print.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProfileBook))]
[JsonSerializable(typeof(ProfileReport))]
[JsonSerializable(typeof(IReadOnlyList<ProfileReport>))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
