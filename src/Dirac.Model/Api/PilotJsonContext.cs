using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Source-generated JSON for the messages that a pilot sends and gets; the same shapes as in <see cref="ModelJsonContext"/>.</summary>
/// <remarks>
/// A program that is compiled ahead of time carries every message of a context it names. The pilot, which must be small and start at once, names this one
/// only.
/// </remarks>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PilotLoginRequest))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(MatchRequest))]
[JsonSerializable(typeof(MatchReply))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(AttemptReport))]
[JsonSerializable(typeof(ReportReply))]
[JsonSerializable(typeof(PilotHeartbeatRequest))]
[JsonSerializable(typeof(PilotHeartbeatReply))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, PilotMetadata>))]
[JsonSerializable(typeof(PilotLogLines))]
[JsonSerializable(typeof(PilotLogTaken))]
[JsonSerializable(typeof(PilotOutput))]
[JsonSerializable(typeof(PilotProxyRequest))]
[JsonSerializable(typeof(PilotTokenRequest))]
[JsonSerializable(typeof(PilotProxyReply))]
[JsonSerializable(typeof(SandboxUploadRequest))]
[JsonSerializable(typeof(SandboxUploadReply))]
[JsonSerializable(typeof(SandboxDownloadReply))]
public sealed partial class PilotJsonContext : JsonSerializerContext;
